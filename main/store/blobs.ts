import { createSecretKey } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../domain/result.ts';
import {
  isDiskFull,
  isMissing,
  makeFolder,
  makeFolderNow,
  syncFolder,
  temporaryName,
  writeThrough,
} from './durable-file.ts';
import type { StoreKeys } from './keys.ts';
import type { BlobStore } from './ports.ts';
import { idOf, seal, unseal } from './sealing.ts';

const idShape = /^[0-9a-f]{64}$/;
const hourMs = 60 * 60 * 1000;

/** Folder beside the page files, of those that were found damaged and set aside. */
export const quarantineName = 'quarantine';

/** Sealed files below `root`, as `ab/cd/abcd…`; `root` is made, and what crashed writers left behind is removed. */
export function openBlobs(root: string, keys: Pick<StoreKeys, 'blobIds' | 'blobKeys'>): BlobStore {
  const idKey = createSecretKey(keys.blobIds);
  const wrapKey = createSecretKey(keys.blobKeys);
  const quarantine = join(root, '..', quarantineName);
  const unfinished = join(root, 'unfinished');
  makeFolderNow(root);
  makeFolderNow(unfinished);
  removeLeftovers(unfinished);

  const running = new Map<string, Promise<Result<string, 'disk-full'>>>();
  const folders = new Map<string, Promise<string>>();

  const folderOf = (id: string): Promise<string> => {
    const parts = [id.slice(0, 2), id.slice(2, 4)];
    const name = parts.join('/');
    const known = folders.get(name);
    if (known) return known;
    const made = makeFolder(root, parts);
    folders.set(name, made);
    made.catch(() => folders.delete(name));
    return made;
  };

  const get: BlobStore['get'] = async (id) => {
    // An id comes from a window in the end: only its shape keeps it from being a path elsewhere.
    if (!idShape.test(id)) return fail('not-found');
    let file: Buffer;
    try {
      file = await readFile(join(root, id.slice(0, 2), id.slice(2, 4), id));
    } catch (error) {
      const absent = isMissing(error) && !existsSync(join(quarantine, id));
      return fail(absent ? 'not-found' : 'page-damaged');
    }
    const content = await unseal({ wrap: wrapKey, id: idKey }, id, file);
    return content ? ok(content) : fail('page-damaged');
  };

  const write = async (id: string, bytes: Uint8Array): Promise<Result<string, 'disk-full'>> => {
    try {
      const folder = await folderOf(id);
      // A damaged file of the same content is healed by writing it again.
      if ((await get(id)).ok) await syncFolder(folder);
      else {
        const parts = await seal(wrapKey, id, bytes);
        await writeThrough(join(unfinished, temporaryName()), join(folder, id), parts);
      }
      return ok(id);
    } catch (error) {
      if (isDiskFull(error)) return fail('disk-full');
      throw error;
    }
  };

  return {
    get,
    async remove(id) {
      if (!idShape.test(id)) return;
      const folder = join(root, id.slice(0, 2), id.slice(2, 4));
      await rm(join(folder, id), { force: true });
      await syncFolder(folder).catch(() => undefined);
    },
    async put(bytes) {
      const id = await idOf(idKey, bytes);
      const same = running.get(id);
      if (same) return same;
      const writing = write(id, bytes).finally(() => running.delete(id));
      running.set(id, writing);
      return writing;
    },
  };
}

/** Another process may be at work in the same folder (recovery beside a running program): its files stay. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const pid = Number.parseInt(name, 10);
    try {
      if (!isAlive(pid) || Date.now() - statSync(path).mtimeMs > hourMs) rmSync(path, { force: true });
    } catch {
      // Taken away by its owner meanwhile, or not ours to remove: harmless either way.
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
