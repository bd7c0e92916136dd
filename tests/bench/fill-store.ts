/**
 * A store of many dossiers in a folder that stays, so that a bench of a million fills it once. It is filled through the
 * store's own tables, but in large transactions that are not fsynced; a fill that was cut off goes on where it was.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../main/store/database.ts';
import { dossierTable } from '../../main/store/dossiers.ts';
import { eventTable } from '../../main/store/events.ts';
import { deriveKeys } from '../../main/store/keys.ts';
import { openStore, storeFiles } from '../../main/store/open-store.ts';
import { outboxTable } from '../../main/store/outbox.ts';
import type { Store } from '../../main/store/ports.ts';
import { acceptSeeded } from './seed-dossiers.ts';

const dataKey = new Uint8Array(32).fill(5);
/** What a fill that is killed leaves in the log is at most one of them. */
const batch = 10_000;

export function openFilled(folder: string): Store {
  const result = openStore({ folder, dataKey });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** Dossiers in it; 0 for a folder that is empty or not there. */
export function filledCount(folder: string): number {
  mkdirSync(folder, { recursive: true });
  const store = openFilled(folder);
  const { total } = store.dossiers.list({ text: '', limit: 1, before: null });
  store.close();
  return total;
}

/** `told` after each batch, with the dossiers that are there. */
export function fillStore(folder: string, upTo: number, told: (count: number) => void): void {
  const from = filledCount(folder);
  if (from >= upTo) return;
  const keys = deriveKeys(dataKey);
  const database = openDatabase(join(folder, storeFiles.database), keys.database);
  for (const pragma of ['synchronous = OFF', 'cache_size = -1500000', 'wal_autocheckpoint = 0'])
    database.all(`PRAGMA ${pragma}`);
  const tables = {
    dossiers: dossierTable(database),
    events: eventTable(database, keys).events,
    outbox: outboxTable(database),
  };
  for (let at = from; at < upTo; at += batch) {
    const end = Math.min(upTo, at + batch);
    database.immediate(() => {
      for (let n = at; n < end; n += 1) acceptSeeded(tables, n);
    });
    database.all('PRAGMA wal_checkpoint(TRUNCATE)');
    told(end);
  }
  database.close();
}

/** 0 where there is no log. */
export function logMegabytesOf(folder: string): number {
  const log = statSync(join(folder, `${storeFiles.database}-wal`), { throwIfNoEntry: false });
  return (log?.size ?? 0) / 1024 ** 2;
}

export function megabytesOf(folder: string): number {
  return statSync(join(folder, storeFiles.database)).size / 1024 ** 2;
}
