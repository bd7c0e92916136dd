/** A real store, the real adapter and sync, and the simulator as a process of its own, over real HTTP. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCitySimulator } from '../../../main/city/simulator-process.ts';
import type { CitySimulator } from '../../../main/city/simulator-process.ts';
import { createStyleA } from '../../../main/city/style-a.ts';
import { createCitySync } from '../../../main/city/sync.ts';
import { onlySystem } from '../../../main/city/systems.ts';
import type { Dossier } from '../../../main/domain/dossier.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { dossierOf, procedure } from '../../unit/city/sample.ts';

export const simulatorScript = fileURLToPath(
  new URL('../../../main/city/simulator/main.ts', import.meta.url),
);
export const account = { username: 'tap-huan', password: 'tap-huan', unit: 'TAPHUAN' };

export interface SimulatorState {
  counts: Record<'dossiers' | 'files' | 'progress' | 'repeatedDossiers' | 'repeatedSteps', number>;
  requests: Record<string, number>;
  epoch: string;
  files: { sha256: string }[];
  dossiers: {
    code: string;
    style: 'a' | 'b';
    reference: string | null;
    hoSo: Record<string, unknown>;
    progress: Record<string, string>[];
  }[];
}

export interface JournalLine {
  type: string;
  reference?: string;
  sha256?: string;
  hoSo?: { MaHoSo: string };
  tienDo?: { MaHoSo: string };
}

/** The city's state files as another reader sees them, without the simulator. */
export function readCityFiles(folder: string): { lines: JournalLine[]; hashes: string[] } {
  const text = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalLine)
    .filter(({ type }) => type !== 'epoch');
  const hashes = readdirSync(join(folder, 'files')).map((name) =>
    createHash('sha256')
      .update(readFileSync(join(folder, 'files', name)))
      .digest('hex'),
  );
  return { lines, hashes };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mc-city-'));
}

export function openRealStore(folder: string, dataKey: Uint8Array): Store {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(`store: ${opened.error.code}`);
  return opened.value;
}

/** As intake writes it: the dossier and its two outbox rows in one transaction. */
export async function acceptDossier(
  store: Store,
  fileCount = 0,
  change: Partial<Dossier> = {},
  createdAt = Date.now(),
): Promise<string> {
  const id = randomUUID();
  const files: Dossier['files'] = [];
  for (let index = 0; index < fileCount; index += 1) {
    const bytes = Buffer.from(`%PDF-1.7\n${id} ${index}\n%%EOF\n`);
    const blob = await store.blobs.put(bytes);
    if (!blob.ok) throw new Error('blob');
    files.push({
      id: `${id}-f${index}`,
      componentId: `1.001193-0${index + 1}`,
      blob: blob.value,
      name: `TAM_0${index + 1} Tờ khai "đăng ký".pdf`,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.byteLength,
      pageCount: 1,
      signed: false,
    });
  }
  const dossier = dossierOf(id, { files, acceptedAt: Date.now(), ...change });
  const due = { ...dossier.deadline, dueAt: dossier.acceptedAt + 3_600_000 };
  const common = { dossierId: id, createdAt };
  const written = store.transaction(() => {
    store.dossiers.insert({ ...dossier, deadline: due });
    store.outbox.add({
      ...common,
      id: randomUUID(),
      sequence: 1,
      kind: 'dossier',
      payload: { dossierId: id },
    });
    const step = { dossierId: id, status: 2, at: dossier.acceptedAt, text: 'Tiếp nhận hồ sơ' };
    store.outbox.add({ ...common, id: randomUUID(), sequence: 2, kind: 'progress', payload: step });
  });
  if (!written.ok) throw new Error(written.error.code);
  return id;
}

export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function startRig(options: { timeoutMs?: number } = {}) {
  const folder = temporaryFolder();
  const cityFolder = join(folder, 'city');
  const dataFolder = join(folder, 'station');
  const dataKey = randomBytes(32);
  const logged: string[] = [];
  const log = (event: string, fields: object = {}): void => {
    logged.push(JSON.stringify({ event, ...fields }));
  };
  const city: CitySimulator = await startCitySimulator({
    nodePath: process.execPath,
    script: simulatorScript,
    folder: cityFolder,
    log,
  });
  let store = openRealStore(dataFolder, dataKey);
  const newSync = () =>
    createCitySync({
      store,
      systems: onlySystem(
        createStyleA({
          baseUrl: city.url,
          ...account,
          ...(options.timeoutMs ? { timeoutMs: options.timeoutMs } : {}),
        }),
      ),
      clock: { now: Date.now },
      log,
      procedureOf: () => procedure,
    });
  let sync = newSync();
  const reopen = (): void => {
    store = openRealStore(dataFolder, dataKey);
    sync = newSync();
  };
  return {
    city,
    cityFolder,
    dataFolder,
    dataKey,
    logged,
    store: () => store,
    sync: () => sync,
    faults: async (faults: object): Promise<void> => {
      const answer = await fetch(`${city.url}/_faults`, { method: 'POST', body: JSON.stringify(faults) });
      if (!answer.ok) throw new Error(`faults: ${answer.status}`);
    },
    state: async (): Promise<SimulatorState> =>
      (await (await fetch(`${city.url}/_state`)).json()) as SimulatorState,
    allSent: () => {
      const counts = store.outbox.counts();
      return counts.waiting === 0 && counts.refused === 0;
    },
    /** The application closes and starts again. */
    restart: async (): Promise<void> => {
      await sync.stop();
      store.close();
      reopen();
    },
    reopen,
    end: async (): Promise<void> => {
      await sync.stop();
      await city.stop();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Rig = Awaited<ReturnType<typeof startRig>>;
