/**
 * Which store this is, and how often it was set back. A store that comes from a backup tells what it told before; only
 * this says that it is not where it was, to the city first of all.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { localDateOf } from '../domain/local-time.ts';
import { numberOf } from './columns.ts';
import type { Database } from './database.ts';
import { settingTable } from './settings.ts';

export interface StoreEpoch {
  /** Random (UUID), made once with the store; a restored store keeps it. */
  readonly id: string;
  /** Raised by one each time that the store was restored; from 0. */
  readonly restores: number;
  /** The last event; within one `id` and one `restores` it only grows. */
  readonly sequence: number;
}

const Kept = z.object({
  id: z.string(),
  restores: z.number().int().min(0),
  /** The restoration that was counted last, so that none counts twice. */
  lastRestore: z.string().nullable(),
});
type Kept = z.infer<typeof Kept>;

const epochName = 'store.epoch';
const floorName = 'numbers.floor';

/** Numbers left out after a restoration: more than a counter gives out between two backups. */
const numbersLeftOut = 500;

/** Left by the restore command, taken away when it has been counted. */
export const restoredMarkName = 'restored.json';
export const RestoredMark = z.object({
  /** Made once for each restoration (UUID). */
  id: z.string().min(1).max(100),
  /** Epoch milliseconds. */
  at: z.number().int(),
});
export type RestoredMark = z.infer<typeof RestoredMark>;

export function epochOf(database: Database): StoreEpoch {
  const { id, restores } = kept(database);
  const head = database.get('SELECT sequence FROM event_head');
  return { id, restores, sequence: head ? numberOf(head, 'sequence') : 0 };
}

/** Makes the epoch of a store that has none yet, and counts a restoration whose mark lies in the folder. */
export function settleEpoch(database: Database, folder: string): void {
  const markPath = join(folder, restoredMarkName);
  database.immediate(() => {
    const now = kept(database);
    if (settingTable(database).get(epochName) === null) write(database, now);
    if (!existsSync(markPath)) return;
    const mark = readMark(markPath);
    if (mark.id === now.lastRestore) return;
    count(database, mark);
  });
  rmSync(markPath, { force: true });
}

/** The data was set back by something else than the restore command: counted all the same. */
export function noteSetBack(database: Database, at: number): void {
  database.immediate(() => {
    count(database, { id: randomUUID(), at });
  });
}

function count(database: Database, mark: RestoredMark): void {
  const now = kept(database);
  write(database, { ...now, restores: now.restores + 1, lastRestore: mark.id });
  leaveNumbersOut(database, localDateOf(mark.at));
}

/** Local numbers of this day begin above it: those below may stand on papers that the store does not know any more. */
export function numberFloor(database: Database, day: string): number {
  const text = settingTable(database).get(floorName);
  if (text === null) return 0;
  const floor = JSON.parse(text) as { day: string; below: number };
  return floor.day === day ? floor.below : 0;
}

function leaveNumbersOut(database: Database, day: string): void {
  const below = numberFloor(database, day) + numbersLeftOut;
  database.run('UPDATE local_numbers SET last = last + ? WHERE day >= ?', numbersLeftOut, day);
  settingTable(database).set(floorName, JSON.stringify({ day, below }));
}

function kept(database: Database): Kept {
  const text = settingTable(database).get(epochName);
  return text === null ? { id: randomUUID(), restores: 0, lastRestore: null } : Kept.parse(JSON.parse(text));
}

function write(database: Database, epoch: Kept): void {
  settingTable(database).set(epochName, JSON.stringify(epoch));
}

/** A mark that cannot be read is a restoration all the same. */
function readMark(path: string): RestoredMark {
  try {
    return RestoredMark.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { id: randomUUID(), at: Date.now() };
  }
}
