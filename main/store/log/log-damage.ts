/** What the store remembers of a log that was damaged: an event, a restoration counted, and what the officer is told. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { numberOrNull } from '../columns.ts';
import type { Database } from '../database.ts';
import { noteSetBack } from '../epoch.ts';
import type { EventTable } from '../events.ts';
import { settingTable } from '../settings.ts';
import { LogMark, logMarkName } from './set-log-aside.ts';

const LogLoss = z.object({
  id: z.string(),
  /** When it was found, epoch milliseconds. */
  at: z.number(),
  lostCommits: z.number(),
  /** Time of the last event that is there, epoch milliseconds; null: there is none. What came after may be missing. */
  lastAt: z.number().nullable(),
});
export type LogLoss = z.infer<typeof LogLoss>;

const name = 'store.log-damage';

/** Takes up what `mendLog` has left; each damage once. */
export function settleLogDamage(database: Database, chain: EventTable, folder: string): void {
  const path = join(folder, logMarkName);
  if (!existsSync(path)) return;
  const mark = readMark(path);
  if (mark && mark.id !== kept(database)?.id) {
    database.immediate(() => {
      const row = database.get('SELECT at FROM events ORDER BY sequence DESC LIMIT 1');
      const lastAt = row ? numberOrNull(row, 'at') : null;
      const { id, at, lostCommits, mendedBits, keptAs } = mark;
      if (lostCommits > 0) noteSetBack(database, at);
      chain.events.append({
        ...{ id, at, actor: 'store', subject: 'store' },
        type: lostCommits > 0 ? 'store.log-damaged' : 'store.log-mended',
        payload: { lostCommits, mendedBits, keptAs, lastAt },
      });
      const loss: LogLoss = { id, at, lostCommits, lastAt };
      settingTable(database).set(name, JSON.stringify(loss));
    });
  }
  rmSync(path, { force: true });
}

/** The damage found last, mended or not; null: none ever. */
export function logDamageOf(database: Database): LogLoss | null {
  return kept(database);
}

function kept(database: Database): LogLoss | null {
  const text = settingTable(database).get(name);
  if (text === null) return null;
  try {
    return LogLoss.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function readMark(path: string): LogMark | null {
  try {
    return LogMark.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
