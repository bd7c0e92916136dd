/** Where a scanner's program leaves a page for the moment until it is handed over: private, in memory where there is such a place. */
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'mot-cua-scan-';
const memory = '/dev/shm';
/** A colour A4 page at 600 dpi takes 105 MB, and the next one comes while it is read. */
const neededBytes = 256 * 1024 * 1024;

function hasRoomInMemory(): boolean {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= neededBytes;
  } catch {
    return false;
  }
}

/** A new folder that only this user can read (mode 0700; on Windows by where it lies); the caller removes it. */
export function makePageFolder(): string {
  return mkdtempSync(join(hasRoomInMemory() ? memory : tmpdir(), `${prefix}${process.pid}-`));
}

/** Removes what device processes that no longer run have left behind: pages hold personal data. */
export function removeStaleFolders(): void {
  for (const parent of new Set([memory, tmpdir()])) {
    for (const name of namesIn(parent)) {
      const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
      if (Number.isNaN(pid) || isRunning(pid)) continue;
      try {
        rmSync(join(parent, name), { recursive: true, force: true });
      } catch {
        // Another user's folder: not ours to remove.
      }
    }
  }
}

/** A folder that is not there, as /dev/shm on Windows, is empty. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
