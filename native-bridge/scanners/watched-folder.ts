/**
 * The folder to which a copier scans over the network. A file is offered when it has stopped changing and is whole; when
 * its pages are safe it goes to `da-nhan/` (received), or is deleted where the station is set up so. Never lost, never
 * twice: what is moved is what was read, told by its content.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { BridgeError } from '../bridge-error.ts';
import type { BridgeSettings, ParamsOf, ResultOf } from '../contract.ts';

type Incoming = ResultOf<'scanners', 'incoming'>;
export type IncomingFile = Incoming['files'][number];

export interface WatchedFolder {
  look(): Promise<Incoming>;
  /** @throws BridgeError incoming-gone: no longer there, or no longer the same. */
  take(id: string): Promise<{ name: string; sha256: string; bytes: Uint8Array }>;
  /** @throws BridgeError incoming-gone */
  finish(params: ParamsOf<'scanners', 'finishIncoming'>): Promise<void>;
}

export interface WatchLimits {
  /** How long size and time of a file must stay the same, ms; observed here, for the copier's clock may be wrong. */
  readonly settleMs: number;
  /** After so long a file without its end will not get one, ms. */
  readonly unfinishedMs: number;
  readonly fileBytes: number;
  /** Files looked at in one folder. */
  readonly files: number;
}

export const watchLimits: WatchLimits = {
  settleMs: 3_000,
  unfinishedMs: 60_000,
  fileBytes: 200 * 1024 * 1024,
  files: 200,
};

/** Where received files go, below the watched folder. */
export const receivedFolder = 'da-nhan';
/** A copier whose share hangs must not hold everything up, ms. */
const lookLimitMs = 8_000;
const tailBytes = 2_048;
const unfinishedNames = /^[.~]|\.(tmp|part|partial|filepart|crdownload)$/i;

interface Seen {
  readonly id: string;
  readonly since: number;
  readonly kind: 'whole' | 'cut-short' | 'wrong-type' | null;
  readonly sha256: string | null;
}

export function watchFolder(
  settings: NonNullable<BridgeSettings['incoming']> | undefined,
  limits: WatchLimits = watchLimits,
  now: () => number = () => performance.now(),
): WatchedFolder {
  let seen = new Map<string, Seen>();
  let looking: Promise<Incoming> | undefined;
  const folder = settings?.path ?? '';

  async function lookNow(): Promise<Incoming> {
    const names = await readdir(folder).catch(() => null);
    if (!names) return { state: 'unreachable', files: [], more: 0 };
    const wanted = names.filter((name) => !unfinishedNames.test(name) && name !== receivedFolder).sort();
    const files: IncomingFile[] = [];
    const next = new Map<string, Seen>();
    for (const name of wanted.slice(0, limits.files)) {
      const file = await describe(name, next);
      if (file) files.push(file);
    }
    seen = next;
    return { state: 'ready', files, more: Math.max(0, wanted.length - limits.files) };
  }

  async function describe(name: string, next: Map<string, Seen>): Promise<IncomingFile | null> {
    const stat = await lstat(join(folder, name)).catch(() => null);
    // A link could lead anywhere; folders are not looked into.
    if (!stat?.isFile()) return null;
    const id = idOf(name, stat);
    const before = seen.get(name);
    let known: Seen = before?.id === id ? before : { id, since: now(), kind: null, sha256: null };
    const still = now() - known.since;
    const about = { id, name, bytes: stat.size, at: Math.round(stat.mtimeMs) };
    const as = (state: IncomingFile['state']): IncomingFile => {
      next.set(name, known);
      return { ...about, state, sha256: known.sha256 };
    };
    if (still < limits.settleMs) return as('arriving');
    if (stat.size === 0) return as(still < limits.unfinishedMs ? 'arriving' : 'empty');
    if (stat.size > limits.fileBytes) return as('too-large');
    if (known.kind === null || known.kind === 'cut-short') {
      const kind = await kindOf(join(folder, name), stat.size);
      if (kind === null) return null;
      known = { ...known, kind };
    }
    if (known.kind === 'wrong-type') return as('wrong-type');
    if (known.kind === 'cut-short') return as(still < limits.unfinishedMs ? 'arriving' : 'cut-short');
    if (known.sha256 === null) {
      const bytes = await readFile(join(folder, name)).catch(() => null);
      if (bytes?.byteLength !== stat.size) return as('arriving');
      known = { ...known, sha256: digest(bytes) };
    }
    return as('ready');
  }

  async function pathOf(id: string): Promise<{ name: string; path: string }> {
    for (const [name, each] of seen) {
      if (each.id !== id) continue;
      const path = join(folder, name);
      const stat = await lstat(path).catch(() => null);
      if (stat?.isFile() && idOf(name, stat) === id) return { name, path };
    }
    throw new BridgeError('incoming-gone');
  }

  return {
    async look() {
      if (!settings) return { state: 'none', files: [], more: 0 };
      looking ??= lookNow().finally(() => (looking = undefined));
      const late = new Promise<Incoming>((resolve) =>
        setTimeout(() => resolve({ state: 'unreachable', files: [], more: 0 }), lookLimitMs).unref(),
      );
      return await Promise.race([looking, late]);
    },

    async take(id) {
      const { name, path } = await pathOf(id);
      const bytes = await readFile(path).catch(() => null);
      const sha256 = bytes ? digest(bytes) : null;
      if (!bytes || sha256 === null || sha256 !== seen.get(name)?.sha256)
        throw new BridgeError('incoming-gone');
      return { name, sha256, bytes };
    },

    async finish({ id, sha256, duplicate }) {
      const { name, path } = await pathOf(id);
      const bytes = await readFile(path).catch(() => null);
      if (!bytes || digest(bytes) !== sha256) throw new BridgeError('incoming-gone');
      if (settings?.afterwards === 'delete' && !duplicate) {
        await unlink(path).catch(() => {
          throw new BridgeError('incoming-gone');
        });
        return;
      }
      await putAside(folder, name);
    },
  };
}

/** Moves a file to the received ones under a name that is free there. */
async function putAside(folder: string, name: string): Promise<void> {
  const target = join(folder, receivedFolder);
  await mkdir(target, { recursive: true });
  const taken = new Set(await readdir(target));
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${stem}-${n}${ending}`;
  await rename(join(folder, name), join(target, free)).catch(() => {
    throw new BridgeError('incoming-gone');
  });
}

function idOf(name: string, stat: { size: number; mtimeMs: number }): string {
  return createHash('sha256').update(`${name}\0${stat.size}\0${stat.mtimeMs}`).digest('hex').slice(0, 32);
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** By content: PDF, JPEG or TIFF, and whether its end is there. Null when it cannot be read just now. */
async function kindOf(path: string, size: number): Promise<Exclude<Seen['kind'], null> | null> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return null;
  try {
    const head = Buffer.alloc(Math.min(1_024, size));
    await file.read(head, 0, head.byteLength, 0);
    const tail = Buffer.alloc(Math.min(tailBytes, size));
    await file.read(tail, 0, tail.byteLength, size - tail.byteLength);
    if (head.includes('%PDF-')) return tail.includes('%%EOF') ? 'whole' : 'cut-short';
    if (head[0] === 0xff && head[1] === 0xd8)
      return tail.includes(Buffer.from([0xff, 0xd9])) ? 'whole' : 'cut-short';
    const mark = head.toString('latin1', 0, 4);
    // A TIFF has no end mark; the imaging workers tell whether it is whole.
    return mark === 'II*\0' || mark === 'MM\0*' ? 'whole' : 'wrong-type';
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
