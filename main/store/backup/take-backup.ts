/** Takes one backup of a store that is in use: called in a process of its own, beside the one that works with the store. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../domain/result.ts';
import { engineFault, openBeside, openDatabase } from '../database.ts';
import { isDiskFull, syncFolder, writeThrough } from '../durable-file.ts';
import { epochOf, type StoreEpoch } from '../epoch.ts';
import { eventTable } from '../events.ts';
import { keyFileName } from '../key-file.ts';
import { deriveKeys } from '../keys.ts';
import { schemaVersion } from '../migrations.ts';
import { storeFiles } from '../open-store.ts';
import { copyMissingBlobs } from './copy-blobs.ts';
import {
  backupFolders,
  generationsOf,
  manifestName,
  sealed,
  sealHolds,
  type ManifestBody,
} from './manifest.ts';

/**
 * - `backup-gone`: the disk or the share is not there, or cannot be written.
 * - `backup-same-disk`: the target lies on the store's own disk; a mount that is missing looks so, too.
 * - `backup-no-room`: the target, or the station's own disk, has no room; earlier generations are untouched.
 * - `store-damaged`: the database cannot be read as a whole; no backup replaces an earlier one.
 */
export type BackupError = 'backup-gone' | 'backup-same-disk' | 'backup-no-room' | 'store-damaged';

export interface BackupJob {
  /** Of the store. */
  readonly folder: string;
  readonly dataKey: Uint8Array;
  /** A folder on another disk or on a share; made by a technician, never by us. */
  readonly target: string;
  /** Folder of this station in it; letters, digits and hyphens. */
  readonly label: string;
  readonly counter: string;
  /** Generations that are kept, at least 1. */
  readonly keep: number;
  /** Lets the target lie on the store's own disk. */
  readonly sameDisk: 'refuse' | 'allow';
  readonly now: () => number;
  /** Called now and then while it goes on. */
  readonly alive?: () => void;
}

export interface TakenBackup {
  readonly generation: string;
  readonly epoch: StoreEpoch;
  readonly blobs: { readonly found: number; readonly copied: number };
  readonly bytes: number;
  /**
   * The backup holds a state of this very store that knows of later events, and no restoration was counted in between:
   * the data was put back by something else than the restore command, e.g. a disk image.
   */
  readonly knowsMore: boolean;
}

/** Left free on either disk, bytes. */
const reserveBytes = 64 * 1024 * 1024;

export async function takeBackup(job: BackupJob): Promise<Result<TakenBackup, BackupError>> {
  const staged = join(job.folder, 'backup.part');
  try {
    const place = await placeOf(job);
    if (!place.ok) return place;
    await removeStaged(staged);
    const body = snapshot(job, staged);
    if (!body.ok) return body;
    const { size } = await stat(staged);
    if ((await freeBytes(job.target)) < size + reserveBytes) return fail('backup-no-room');
    const backup = join(job.target, job.label);
    // After the snapshot: every page that it names is on the disk by now.
    const blobs = await copyMissingBlobs(
      join(job.folder, storeFiles.blobs),
      join(backup, backupFolders.blobs),
      job.alive,
    );
    const knowsMore = await isAhead(backup, body.value.epoch, deriveKeys(job.dataKey).backups);
    const generation = await writeGeneration(job, backup, staged, { ...body.value, blobs: blobs.found });
    await prune(backup, job.keep);
    return ok({ generation, epoch: body.value.epoch, blobs, bytes: size, knowsMore });
  } catch (error) {
    if (isDiskFull(error) || engineFault(error) === 'disk-full') return fail('backup-no-room');
    const fault = engineFault(error);
    if (fault === 'damaged' || fault === 'not-a-database') return fail('store-damaged');
    if (fault === 'input-output' || isFileError(error)) return fail('backup-gone');
    throw error;
  } finally {
    await removeStaged(staged);
  }
}

async function placeOf(job: BackupJob): Promise<Result<null, BackupError>> {
  const [target, store] = await Promise.all([stat(job.target).catch(() => null), stat(job.folder)]);
  if (!target?.isDirectory()) return fail('backup-gone');
  if (target.dev === store.dev && job.sameDisk === 'refuse') return fail('backup-same-disk');
  const database = await stat(join(job.folder, storeFiles.database));
  const free = await freeBytes(job.folder);
  return free < database.size + reserveBytes ? fail('backup-no-room') : ok(null);
}

/**
 * The database as one file, encrypted with the same key, as of one moment. The engine has no online backup; VACUUM INTO
 * reads every row on the way, so that a damaged database ends here and not in a backup.
 */
function snapshot(
  job: BackupJob,
  staged: string,
): Result<Omit<ManifestBody, 'blobs' | 'files'>, BackupError> {
  const keys = deriveKeys(job.dataKey);
  const live = openBeside(join(job.folder, storeFiles.database), keys.database);
  try {
    live.exec(`VACUUM INTO '${staged.replaceAll("'", "''")}'`);
  } finally {
    live.close();
  }
  job.alive?.();
  const copy = openDatabase(staged, keys.database);
  try {
    if (eventTable(copy, keys).firstBrokenOfLast(1) !== null) return fail('store-damaged');
    const facts = { madeAt: job.now(), counter: job.counter, schema: schemaVersion(copy) };
    return ok({ format: 1, ...facts, epoch: epochOf(copy) });
  } finally {
    copy.close();
  }
}

async function isAhead(backup: string, { id, restores, sequence }: StoreEpoch, key: Uint8Array) {
  const others = (await generationsOf(backup)).map(({ manifest }) => manifest);
  return others.some(
    (other) =>
      other.epoch.id === id &&
      other.epoch.restores === restores &&
      other.epoch.sequence > sequence &&
      sealHolds(other, key),
  );
}

async function writeGeneration(
  job: BackupJob,
  backup: string,
  staged: string,
  about: Omit<ManifestBody, 'files'>,
): Promise<string> {
  const root = join(backup, backupFolders.generations);
  const unfinished = join(backup, backupFolders.unfinished);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(root, { recursive: true, mode: 0o700 });
  await mkdir(unfinished, { mode: 0o700 });
  const files: ManifestBody['files'] = [];
  const sources = [
    { name: storeFiles.database, path: staged },
    { name: storeFiles.about, path: join(job.folder, storeFiles.about) },
    { name: keyFileName, path: join(job.folder, keyFileName) },
  ];
  for (const { name, path } of sources) {
    files.push({ name, ...(await copyHashed(path, join(unfinished, name), job.alive)) });
  }
  const manifest = sealed({ ...about, files }, deriveKeys(job.dataKey).backups);
  const path = join(unfinished, manifestName);
  await writeThrough(`${path}.part`, path, [Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)]);
  const stamp = new Date(about.madeAt).toISOString().replace(/[-:]/g, '').replace('.', '-');
  const generation = `${stamp}-${String(about.epoch.restores)}-${String(about.epoch.sequence)}`;
  await rm(join(root, generation), { recursive: true, force: true });
  await rename(unfinished, join(root, generation));
  await syncFolder(root);
  return generation;
}

async function copyHashed(from: string, to: string, alive: () => void = () => undefined) {
  const hash = createHash('sha256');
  let bytes = 0;
  const chunks = async function* () {
    for await (const chunk of createReadStream(from) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      alive();
      yield chunk;
    }
  };
  await writeThrough(`${to}.part`, to, chunks());
  return { bytes, sha256: hash.digest('hex') };
}

async function prune(backup: string, keep: number): Promise<void> {
  for (const { name } of (await generationsOf(backup)).slice(Math.max(1, keep))) {
    await rm(join(backup, backupFolders.generations, name), { recursive: true, force: true });
  }
}

async function removeStaged(staged: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${staged}${end}`, { force: true });
}

async function freeBytes(folder: string): Promise<number> {
  const space = await statfs(folder);
  return space.bavail * space.bsize;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}
