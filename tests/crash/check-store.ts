/**
 * Compares a store with what was acknowledged. A copy of the database is opened afresh, so that the application itself
 * is the first to open what the kill has left; page files are unsealed where they lie.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dossier, Draft } from '../../main/domain/dossier.ts';
import { numberOf, textOf, textOrNull } from '../../main/store/columns.ts';
import { openDatabase, type Database } from '../../main/store/database.ts';
import { deriveKeys } from '../../main/store/keys.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { Store } from '../../main/store/ports.ts';
import { unseal } from '../../main/store/sealing.ts';
import type { Ledger } from './ledger.ts';

/** `lost`: acknowledged and not there. `doubled`: there twice. `phantom`: there, and nobody has ever given it. */
export interface Fault {
  readonly kind: 'lost' | 'doubled' | 'phantom' | 'damaged';
  readonly what: string;
}

/** A number that the store has given, and a dossier that it holds. */
export interface JobRow {
  readonly id: string;
  readonly series: string;
  readonly number: number;
  readonly label: string;
  readonly state: string;
  readonly attempts: number;
}
export interface DossierRow {
  readonly id: string;
  readonly localCode: string;
  readonly cityCode: string | null;
  readonly slipsBegun: number;
}

export interface StoreLook {
  readonly faults: Fault[];
  readonly jobs: readonly JobRow[];
  readonly dossiers: readonly DossierRow[];
}

const databaseFiles = [
  'store.db',
  'store.db-wal',
  'store.db-shm',
  'store.db-journal',
  'store.json',
  'keys.json',
];

export async function checkStore(parts: {
  readonly storeFolder: string;
  readonly dataKey: Uint8Array;
  readonly ledger: Ledger;
  /** The whole database, which takes long, or what the ledger tells of. */
  readonly depth: 'whole' | 'told';
}): Promise<StoreLook> {
  const { storeFolder, dataKey } = parts;
  const copy = mkdtempSync(join(tmpdir(), 'crash-copy-'));
  try {
    for (const name of databaseFiles)
      if (existsSync(join(storeFolder, name))) cpSync(join(storeFolder, name), join(copy, name));
    return await checkOpened({ ...parts, folder: copy });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }

  async function checkOpened({
    folder,
    ledger,
    depth,
  }: typeof parts & { folder: string }): Promise<StoreLook> {
    const opened = openStore({ folder, dataKey });
    if (!opened.ok)
      return {
        faults: [{ kind: 'damaged', what: `the store does not open: ${opened.error.code}` }],
        ...{ jobs: [], dossiers: [] },
      };
    const store = opened.value;
    const blobs = sealedFiles(join(storeFolder, 'blobs'), dataKey);
    const faults = await faultsOf(store, ledger, blobs);
    if (store.logDamage() !== null) faults.push({ kind: 'damaged', what: 'the log is told to be damaged' });
    if (store.events.setAside().length > 0) faults.push({ kind: 'damaged', what: 'events were set aside' });
    if (depth === 'whole') {
      for (const line of store.integrity()) faults.push({ kind: 'damaged', what: `integrity: ${line}` });
      const broken = store.events.firstBroken();
      if (broken !== null) faults.push({ kind: 'damaged', what: `events broken at ${String(broken)}` });
    }
    store.close();
    const database = openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);
    const rows = { jobs: jobsOf(database), dossiers: dossiersOf(database) };
    database.close();
    faults.push(...twice(rows), ...toldTwice(ledger));
    return { faults, ...rows };
  }
}

type ReadBlob = (id: string) => Promise<Uint8Array | null>;

function sealedFiles(root: string, dataKey: Uint8Array): ReadBlob {
  const keys = deriveKeys(dataKey);
  return async (id) => {
    const path = join(root, id.slice(0, 2), id.slice(2, 4), id);
    if (!existsSync(path)) return null;
    return await unseal({ wrap: keys.blobKeys, id: keys.blobIds }, id, readFileSync(path));
  };
}

async function faultsOf(store: Store, ledger: Ledger, blob: ReadBlob): Promise<Fault[]> {
  const faults: Fault[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) faults.push({ kind: 'lost', what });
  };
  for (const [id, revision] of ledger.drafts) {
    const kept = store.drafts.get(id);
    const isThere = kept?.state === 'accepted' ? store.dossiers.get(id) !== null : kept?.state === 'open';
    must(isThere, `draft ${id}`);
    must((kept?.draft.revision ?? -1) >= revision, `revision ${String(revision)} of draft ${id}`);
  }
  for (const { draftId, componentId, pageId, sha256 } of ledger.pages) {
    const owner: Draft | Dossier | null =
      store.dossiers.get(draftId) ?? store.drafts.get(draftId)?.draft ?? null;
    const pages = owner?.components.flatMap((each) =>
      each.pages
        .filter(({ id }) => id === pageId)
        .map((page) => ({ ...page, componentId: each.componentId })),
    );
    const [page] = pages ?? [];
    must(page?.componentId === componentId, `page ${pageId} of ${draftId}`);
    if ((pages?.length ?? 0) > 1) faults.push({ kind: 'doubled', what: `page ${pageId}` });
    const content = page ? await blob(page.imageBlob) : null;
    must(content !== null && hashOf(content) === sha256, `the bytes of page ${pageId}`);
    if (page) must((await blob(page.thumbBlob)) !== null, `the small picture of page ${pageId}`);
  }
  for (const { jobId, number, label } of ledger.tickets) {
    const job = store.printJobs.get(jobId);
    must(job?.state === 'confirmed' && job.number === number && job.label === label, `ticket ${label}`);
  }
  for (const { dossierId, localCode, files, fee } of ledger.dossiers) {
    const dossier = store.dossiers.get(dossierId);
    must(dossier?.localCode === localCode, `dossier ${localCode}`);
    must(dossier?.fee.total === fee, `the fee of ${localCode}`);
    must(dossier?.files.map((file) => file.sha256).join() === files.join(), `the files of ${localCode}`);
    for (const file of dossier?.files ?? []) {
      const content = await blob(file.blob);
      must(content !== null && hashOf(content) === file.sha256, `the bytes of a file of ${localCode}`);
    }
    const accepted = store.events.of(dossierId).filter(({ type }) => type === 'dossier.accepted').length;
    must(accepted > 0, `the event of ${localCode}`);
    if (accepted > 1) faults.push({ kind: 'doubled', what: `the event of ${localCode}` });
  }
  for (const { dossierId } of ledger.slips)
    must(
      store.prints.of(dossierId, 'slip').some(({ state }) => state === 'confirmed'),
      `the slip of ${dossierId}`,
    );
  for (const { dossierId, cityCode } of ledger.city)
    must(store.dossiers.get(dossierId)?.cityCode === cityCode, `the city's code ${cityCode}`);
  for (const { jobId, seen } of ledger.answers) {
    const state = store.printJobs.get(jobId)?.state;
    must(seen === 'came-out' ? state === 'came-out' : state !== 'came-out', `the answer about ${jobId}`);
  }
  return faults;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function jobsOf(database: Database): JobRow[] {
  return database.all('SELECT id, series, number, label, state, attempts FROM print_jobs').map((row) => ({
    id: textOf(row, 'id'),
    series: textOf(row, 'series'),
    number: numberOf(row, 'number'),
    label: textOf(row, 'label'),
    state: textOf(row, 'state'),
    attempts: numberOf(row, 'attempts'),
  }));
}

function dossiersOf(database: Database): DossierRow[] {
  return database
    .all(
      `SELECT id, local_code, city_code,
         (SELECT count(*) FROM prints p WHERE p.dossier_id = d.id AND paper = 'slip') AS slips FROM dossiers d`,
    )
    .map((row) => ({
      id: textOf(row, 'id'),
      localCode: textOf(row, 'local_code'),
      cityCode: textOrNull(row, 'city_code'),
      slipsBegun: numberOf(row, 'slips'),
    }));
}

/** Record numbers that were given twice. */
function twice({ jobs, dossiers }: Pick<StoreLook, 'jobs' | 'dossiers'>): Fault[] {
  const given = [
    ...jobs.map(({ series, number }) => `${series} ${String(number)}`),
    ...dossiers.map(({ localCode }) => localCode),
    ...dossiers.flatMap(({ cityCode }) => (cityCode === null ? [] : [cityCode])),
  ];
  return given
    .filter((name, at) => given.indexOf(name) !== at)
    .map((name) => ({ kind: 'doubled', what: `number ${name}` }));
}

/** Numbers that two people were told. */
function toldTwice({ tickets, dossiers }: Ledger): Fault[] {
  const owners = new Map<string, string>();
  const faults: Fault[] = [];
  const told = [
    ...tickets.map(({ label, jobId }) => [label, jobId] as const),
    ...dossiers.map(({ localCode, dossierId }) => [localCode, dossierId] as const),
  ];
  for (const [name, owner] of told) {
    if ((owners.get(name) ?? owner) !== owner) faults.push({ kind: 'doubled', what: `${name} told twice` });
    owners.set(name, owner);
  }
  return faults;
}
