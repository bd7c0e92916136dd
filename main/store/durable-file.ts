/** Writing files so that they are whole or absent, and on disk when the promise resolves. */
import { closeSync, constants, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';

/** True for the error codes of a disk or a quota that is used up. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'ENOSPC' || code === 'EDQUOT';
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** A name for a file that is not finished; the process id tells later whether anybody still works on it. */
export function temporaryName(): string {
  return `${String(process.pid)}-${randomBytes(12).toString('hex')}.part`;
}

/** Makes names in a folder durable. Windows has no such call: NTFS journals names itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * At once: makes a folder, and its name and those of folders made above it durable. Its own name also when it was there:
 * who made it may have been killed just then.
 */
export function makeFolderNow(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 }) ?? folder;
  if (process.platform === 'win32') return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) {
    const parent = openSync(dirname(made), constants.O_RDONLY);
    try {
      fsyncSync(parent);
    } finally {
      closeSync(parent);
    }
  }
}

/** Makes a folder and the names that lead to it durable, up to and without `root`, which exists. */
export async function makeFolder(root: string, parts: readonly string[]): Promise<string> {
  let folder = root;
  for (const part of parts) {
    const parent = folder;
    folder = join(folder, part);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(parent);
  }
  return folder;
}

/** Writes the chunks to `temporary`, fsyncs and moves it to `path` in one step; nothing is left when it fails. */
export async function writeThrough(
  temporary: string,
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  place: 'replace' | 'never-replace' = 'replace',
): Promise<void> {
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of chunks) await writeAll(handle, chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (place === 'replace') await rename(temporary, path);
    else await linkOrCopy(temporary, path);
    await syncFolder(dirname(path));
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeAll(handle: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done);
    done += bytesWritten;
  }
}

/** Fails with EEXIST where `path` is taken. Some file systems have no links; there the copy is exclusive. */
async function linkOrCopy(from: string, path: string): Promise<void> {
  try {
    await link(from, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
    await copyFile(from, path, constants.COPYFILE_EXCL);
    const handle = await open(path, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
