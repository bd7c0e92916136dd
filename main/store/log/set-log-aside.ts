/** What is done about a damaged log before the engine sees it: kept as it is, told of, and only then mended or cut. */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { quarantineName } from '../blobs.ts';
import { inspectLog, type LogDamage } from './inspect-log.ts';

/** Lies in the store's folder from before the log is touched until the store itself knows of it. */
export const logMarkName = 'log-damage.json';

export const LogMark = z.object({
  /** Made once for each damage (UUID). */
  id: z.string(),
  /** Epoch milliseconds. */
  at: z.number().int(),
  /** Commits that cannot be read any more, at least; 0: everything was mended. */
  lostCommits: z.number().int().min(0),
  mendedBits: z.number().int().min(0),
  /** Where the files lie as they were found, below the store's folder. */
  keptAs: z.string(),
});
export type LogMark = z.infer<typeof LogMark>;

/** A larger database is kept only where the disk copies without writing: the station must open. */
const largestCopy = 256 * 1024 * 1024;

/**
 * Looks at the log of a store that nobody in this process has open, and sees to it that the engine reads from it only what
 * holds. Throws what the disk says; nothing was changed then.
 */
export function mendLog(databasePath: string, now: number): void {
  const damage = inspectLog(databasePath);
  if (!damage) return;
  const folder = dirname(databasePath);
  const id = randomUUID();
  const keptAs = join(quarantineName, `log-${new Date(now).toISOString().slice(0, 10)}-${id.slice(0, 8)}`);
  keep(databasePath, join(folder, keptAs));
  const { lostCommits, mendings } = damage;
  const mark: LogMark = { id, at: now, lostCommits, mendedBits: mendings.length, keptAs };
  const markPath = join(folder, logMarkName);
  writeFileSync(`${markPath}.part`, JSON.stringify(mark), { mode: 0o600, flush: true });
  renameSync(`${markPath}.part`, markPath);
  syncFolder(folder);
  apply(`${databasePath}-wal`, damage);
}

function keep(databasePath: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of [`${databasePath}-wal`, `${databasePath}-shm`]) if (existsSync(name)) copy(name, to, 0);
  const { size } = statSync(databasePath);
  const space = statfsSync(to);
  const roomy = size <= largestCopy && size * 4 < space.bavail * space.bsize;
  try {
    copy(databasePath, to, roomy ? constants.COPYFILE_FICLONE : constants.COPYFILE_FICLONE_FORCE);
  } catch (error) {
    if (roomy) throw error;
  }
  syncFolder(to);
  syncFolder(dirname(to));
}

function copy(path: string, to: string, mode: number): void {
  const target = join(to, path.slice(dirname(path).length + 1));
  copyFileSync(path, target, mode);
  const file = openSync(target, 'r+');
  fsyncSync(file);
  closeSync(file);
}

function apply(path: string, { mendings, keepBytes }: LogDamage): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    for (const { offset, byte } of mendings) writeSync(file, Uint8Array.of(byte), 0, 1, offset);
    if (keepBytes !== null) ftruncateSync(file, keepBytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, constants.O_RDONLY);
  fsyncSync(handle);
  closeSync(handle);
}
