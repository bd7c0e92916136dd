/** Brings page files that are missing in one folder over from another; they are content-addressed and sealed already. */
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, makeFolder, temporaryName, writeThrough } from '../durable-file.ts';
import { backupFolders } from './manifest.ts';

const pairShape = /^[0-9a-f]{2}$/;
const idShape = /^[0-9a-f]{64}$/;

export interface CopiedBlobs {
  /** In the source, all in all. */
  readonly found: number;
  readonly copied: number;
}

/**
 * Copies what `to` does not have; each file is whole or absent there. A file that goes from the source meanwhile is left
 * out. `copied` is called after each one.
 */
export async function copyMissingBlobs(
  from: string,
  to: string,
  copied: () => void = () => undefined,
): Promise<CopiedBlobs> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const unfinished = join(to, backupFolders.unfinished);
  // Only one copies at a time: what lies here was left by one that crashed.
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const count = { found: 0, copied: 0 };
  for (const first of await matching(from, pairShape)) {
    for (const second of await matching(join(from, first), pairShape)) {
      const source = join(from, first, second);
      const ids = await matching(source, idShape);
      count.found += ids.length;
      const there = new Set(await matching(join(to, first, second), idShape));
      const missing = ids.filter((id) => !there.has(id));
      if (missing.length === 0) continue;
      const place = await makeFolder(to, [first, second]);
      for (const id of missing) {
        try {
          const bytes = createReadStream(join(source, id));
          await writeThrough(join(unfinished, temporaryName()), join(place, id), bytes);
          count.copied += 1;
          copied();
        } catch (error) {
          if (!isMissing(error)) throw error;
        }
      }
    }
  }
  return count;
}

async function matching(folder: string, shape: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => shape.test(name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
