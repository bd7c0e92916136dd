/** Puts a backup in the place of a station's data; what lay there is set aside, never removed. */
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../domain/result.ts';
import { isDiskFull, isMissing, syncFolder, writeThrough } from '../durable-file.ts';
import { restoredMarkName, type RestoredMark } from '../epoch.ts';
import { storeFiles } from '../open-store.ts';
import { copyMissingBlobs } from './copy-blobs.ts';
import { backupFolders, generationsOf, wrongFiles, type Generation } from './manifest.ts';

/**
 * - `backup-none`: no generation is there, or none of that name.
 * - `backup-damaged`: every generation that may be taken has files that are not what its manifest says.
 * - `disk-full`: nothing was changed.
 */
export type RestoreError = 'backup-none' | 'backup-damaged' | 'disk-full';

export interface Restored {
  readonly taken: Generation;
  /** Generations that knew more, but are damaged. */
  readonly passedOver: readonly string[];
  /** Where the data that lay there before is now; null when there was none. */
  readonly setAside: string | null;
  readonly pages: number;
}

/**
 * The newest whole generation of `backup` (`<target>/<label>`), or the one that is named. The station counts the
 * restoration at its next opening (`restored.json`), so that the city and it can see what is missing.
 */
export async function restoreBackup(job: {
  readonly backup: string;
  readonly generation?: string;
  /** Of the station; made when absent. */
  readonly folder: string;
  readonly now: () => number;
}): Promise<Result<Restored, RestoreError>> {
  const { backup, folder } = job;
  const all = await generationsOf(backup);
  const asked = job.generation === undefined ? all : all.filter(({ name }) => name === job.generation);
  if (asked.length === 0) return fail('backup-none');
  const passedOver: string[] = [];
  let taken: Generation | null = null;
  for (const generation of asked) {
    const wrong = await wrongFiles(folderOf(backup, generation), generation.manifest);
    if (wrong.length === 0) {
      taken = generation;
      break;
    }
    passedOver.push(generation.name);
  }
  if (!taken) return fail('backup-damaged');

  const stamp = new Date(job.now()).toISOString().replace(/[-:]/g, '').slice(0, 15);
  const fresh = `${folder}.dang-khoi-phuc`;
  try {
    const pages = await fill(fresh, backup, taken, { id: randomUUID(), at: job.now() });
    const setAside = (await isEmpty(folder)) ? null : `${folder}.truoc-khoi-phuc-${stamp}`;
    if (setAside) await rename(folder, setAside);
    else await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
    await syncFolder(dirname(folder));
    return ok({ taken, passedOver, setAside, pages });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (isDiskFull(error)) return fail('disk-full');
    throw error;
  }
}

async function fill(
  fresh: string,
  backup: string,
  generation: Generation,
  mark: RestoredMark,
): Promise<number> {
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  for (const { name } of generation.manifest.files) {
    await copyFile(join(folderOf(backup, generation), name), join(fresh, name));
    await syncFile(join(fresh, name));
  }
  const marked = join(fresh, restoredMarkName);
  await writeThrough(`${marked}.part`, marked, [Buffer.from(JSON.stringify(mark))]);
  const { copied } = await copyMissingBlobs(join(backup, backupFolders.blobs), join(fresh, storeFiles.blobs));
  return copied;
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function folderOf(backup: string, { name }: Generation): string {
  return join(backup, backupFolders.generations, name);
}
