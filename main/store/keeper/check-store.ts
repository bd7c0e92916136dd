/** Looks at everything in a store: runs in the keeper's process, beside the one that works with it. */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { quarantineName } from '../blobs.ts';
import { numberOf, textOf } from '../columns.ts';
import { engineFault, openBeside, type Database } from '../database.ts';
import { isMissing, temporaryName, writeThrough } from '../durable-file.ts';
import { eventTable } from '../events.ts';
import { deriveKeys, type StoreKeys } from '../keys.ts';
import { storeFiles } from '../open-store.ts';
import { unseal } from '../sealing.ts';
import type { StoreFindings } from './messages.ts';

const listed = 100;

/**
 * Database, chain of events and every page file. A page file that is not what was sealed is taken from `backupBlobs`
 * again where a good one lies there, else set aside in the folder `quarantine`.
 */
export async function checkStore(job: {
  readonly folder: string;
  readonly dataKey: Uint8Array;
  readonly backupBlobs: string | null;
  readonly alive: () => void;
}): Promise<StoreFindings> {
  const keys = deriveKeys(job.dataKey);
  const database = openBeside(join(job.folder, storeFiles.database), keys.database);
  try {
    const complaints = integrity(database);
    job.alive();
    const brokenEvent = firstBroken(database, keys);
    job.alive();
    const damagedRows = unreadableDossiers(database, job.alive);
    const pages = await checkPages(job, keys);
    const named = pages.setAside.flatMap((id) => dossiersWith(database, id));
    const dossiers = [...new Set([...damagedRows, ...named])].slice(0, listed);
    return {
      complaints,
      brokenEvent,
      pages: { ...pages, setAside: pages.setAside.slice(0, listed) },
      dossiers,
    };
  } finally {
    database.close();
  }
}

function integrity(database: Database): number {
  try {
    const lines = database.all('PRAGMA integrity_check').map((row) => textOf(row, 'integrity_check'));
    return lines.length === 1 && lines[0] === 'ok' ? 0 : lines.length;
  } catch (error) {
    if (engineFault(error) === 'other') throw error;
    return 1;
  }
}

/** In one reading transaction: the chain grows meanwhile. */
function firstBroken(database: Database, keys: StoreKeys): number | null {
  database.exec('BEGIN');
  try {
    const { events } = eventTable(database, keys);
    return events.setAside()[0]?.from ?? events.firstBroken();
  } catch (error) {
    if (engineFault(error) === 'other') throw error;
    return 1;
  } finally {
    database.exec('ROLLBACK');
  }
}

/** Local codes of the dossiers whose body is no dossier any more; rows that the engine cannot reach are `complaints`. */
function unreadableDossiers(database: Database, alive: () => void): string[] {
  const found: string[] = [];
  try {
    for (let after = 0; ; alive()) {
      const rows = database.all(
        `SELECT seq, local_code, CASE WHEN json_valid(body) THEN coalesce(body ->> '$.id', '') = id ELSE 0 END AS sound
         FROM dossiers WHERE seq > ? ORDER BY seq LIMIT 2000`,
        after,
      );
      const last = rows.at(-1);
      if (!last) return found;
      for (const row of rows) if (numberOf(row, 'sound') === 0) found.push(textOf(row, 'local_code'));
      after = numberOf(last, 'seq');
    }
  } catch (error) {
    if (engineFault(error) === 'other') throw error;
    return found;
  }
}

async function checkPages(
  job: { readonly folder: string; readonly backupBlobs: string | null; readonly alive: () => void },
  keys: StoreKeys,
): Promise<StoreFindings['pages']> {
  const root = join(job.folder, storeFiles.blobs);
  const pages = { sound: 0, healed: 0, setAside: [] as string[] };
  const opens = async (path: string, id: string): Promise<boolean> =>
    (await unseal({ wrap: keys.blobKeys, id: keys.blobIds }, id, await readFile(path))) !== null;
  for (const path of await pageFiles(root)) {
    const id = path.slice(-64);
    job.alive();
    try {
      if (await opens(path, id)) {
        pages.sound += 1;
        continue;
      }
    } catch (error) {
      if (isMissing(error)) continue;
    }
    const good = job.backupBlobs === null ? null : join(job.backupBlobs, id.slice(0, 2), id.slice(2, 4), id);
    await setAside(job.folder, path, id);
    if (good !== null && (await opens(good, id).catch(() => false))) {
      await writeThrough(join(root, 'unfinished', temporaryName()), path, [await readFile(good)]);
      pages.healed += 1;
    } else pages.setAside.push(id);
  }
  return pages;
}

async function setAside(folder: string, path: string, id: string): Promise<void> {
  await mkdir(join(folder, quarantineName), { recursive: true, mode: 0o700 });
  await rename(path, join(folder, quarantineName, id));
}

async function pageFiles(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true });
  return names
    .filter((name) => /^[0-9a-f]{2}.[0-9a-f]{2}.[0-9a-f]{64}$/.test(name))
    .map((name) => join(root, name));
}

/** A page or a file that came in names its picture in the body; nothing indexes files, so all are looked through. */
function dossiersWith(database: Database, blob: string): string[] {
  try {
    return database
      .all('SELECT local_code FROM dossiers WHERE instr(body, ?) > 0 LIMIT 20', blob)
      .map((row) => textOf(row, 'local_code'));
  } catch {
    return [];
  }
}
