/**
 * A disk whose power may go at any moment. What was not fsynced may be there, or not, or in part:
 * - bytes: each sector of 512 of each write after the last fsync of its file is kept or dropped by itself; a file may be
 *   as long as it was to be, with zeros where sectors are missing;
 * - names: made, moved and removed names are kept only when their folder was fsynced after it; before that any of them may
 *   be missing, also in another order than they were made (POSIX promises no more; ext4 and NTFS keep the order).
 * What lives in memory only (the `-shm` of the database) is gone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Random } from '../../fuzz/mutate.ts';
import type { DiskCall } from './syscall-log.ts';

const sectorBytes = 512;

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly size: number };

/** A file or, with `folder`, a folder. */
interface Node {
  readonly folder: boolean;
  durable: Buffer;
  pending: Change[];
}

type NameChange =
  | { readonly kind: 'set'; readonly path: string; readonly node: Node; readonly from: string | null }
  | { readonly kind: 'remove'; readonly path: string };

/** How much of what was not fsynced survives. */
export type Loss = 'all' | 'names' | 'bytes' | 'nothing' | 'some';
export const losses: readonly Loss[] = ['all', 'names', 'bytes', 'nothing', 'some'];

export class Disk {
  readonly #root: string;
  readonly #names = new Map<string, Node>();
  readonly #durableNames = new Map<string, Node>();
  #pendingNames: NameChange[] = [];

  /** `files`: what lies there, all of it durable; paths from `root`, null for a folder. */
  constructor(root: string, files: ReadonlyMap<string, Buffer | null>) {
    this.#root = root;
    for (const [path, content] of files) {
      const node: Node = { folder: content === null, durable: content ?? Buffer.alloc(0), pending: [] };
      this.#names.set(join(root, path), node);
      this.#durableNames.set(join(root, path), node);
    }
  }

  /** Whether something would be lost if the power went now. */
  get isDirty(): boolean {
    return (
      this.#pendingNames.length > 0 || [...this.#names.values()].some(({ pending }) => pending.length > 0)
    );
  }

  apply(call: DiskCall): void {
    if (call.path.endsWith('-shm')) return;
    switch (call.kind) {
      case 'create':
        if (!this.#names.has(call.path))
          this.#set(call.path, { folder: false, durable: Buffer.alloc(0), pending: [] });
        break;
      case 'mkdir':
        if (!this.#names.has(call.path))
          this.#set(call.path, { folder: true, durable: Buffer.alloc(0), pending: [] });
        break;
      case 'empty':
        this.#node(call.path).pending.push({ kind: 'truncate', size: 0 });
        break;
      case 'truncate':
        this.#node(call.path).pending.push({ kind: 'truncate', size: call.size });
        break;
      case 'write':
        this.#node(call.path).pending.push({ kind: 'write', at: call.at, bytes: call.bytes });
        break;
      case 'sync':
        this.#sync(call.path);
        break;
      case 'unlink':
        this.#remove(call.path);
        break;
      case 'link':
        this.#set(call.to, this.#node(call.path));
        break;
      case 'rename': {
        const node = this.#node(call.path);
        this.#names.delete(call.path);
        this.#names.set(call.to, node);
        this.#pendingNames.push({ kind: 'set', path: call.to, node, from: call.path });
      }
    }
  }

  /** Writes the disk as it is found when power comes back. */
  writeTo(folder: string, loss: Loss, random: Random): void {
    const found = this.#foundNames(loss, random);
    const isReachable = (path: string): boolean =>
      path === this.#root || (found.get(path)?.folder === true && isReachable(dirname(path)));
    mkdirSync(folder, { recursive: true });
    for (const [path, node] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!isReachable(dirname(path))) continue;
      const place = join(folder, relative(this.#root, path));
      if (node.folder) mkdirSync(place, { recursive: true });
      else writeFileSync(place, content(node, loss, random));
    }
  }

  #foundNames(loss: Loss, random: Random): Map<string, Node> {
    if (loss === 'nothing' || loss === 'bytes') return new Map(this.#names);
    const found = new Map(this.#durableNames);
    if (loss !== 'some') return found;
    const pending = this.#pendingNames;
    // Half of the time in the order of a journal, half of the time any of them.
    const inOrder = random(2) === 0;
    const upTo = random(pending.length + 1);
    for (const [at, change] of pending.entries())
      if (inOrder ? at < upTo : random(2) === 0) rename(found, change);
    return found;
  }

  #node(path: string): Node {
    const node = this.#names.get(path);
    if (!node) throw new Error(`no such file: ${path}`);
    return node;
  }

  #set(path: string, node: Node): void {
    this.#names.set(path, node);
    this.#pendingNames.push({ kind: 'set', path, node, from: null });
  }

  #remove(path: string): void {
    if (this.#names.delete(path)) this.#pendingNames.push({ kind: 'remove', path });
  }

  #sync(path: string): void {
    const isFolder = path === this.#root || this.#node(path).folder;
    if (!isFolder) {
      const node = this.#node(path);
      for (const change of node.pending) node.durable = changed(node.durable, change);
      node.pending = [];
      return;
    }
    const isHere = (change: NameChange): boolean => dirname(change.path) === path;
    for (const change of this.#pendingNames.filter(isHere)) rename(this.#durableNames, change);
    this.#pendingNames = this.#pendingNames.filter((change) => !isHere(change));
  }
}

function rename(names: Map<string, Node>, change: NameChange): void {
  if (change.kind === 'remove') names.delete(change.path);
  else {
    names.set(change.path, change.node);
    if (change.from !== null) names.delete(change.from);
  }
}

function content({ durable, pending }: Node, loss: Loss, random: Random): Buffer {
  if (loss === 'all' || loss === 'bytes') return durable;
  let bytes: Buffer = Buffer.from(durable);
  // Of four: some keep most, some lose most, and with some the length comes without the bytes.
  const kind = random(4);
  const keeps = (): boolean => loss !== 'some' || random(10) < (kind === 0 ? 9 : kind === 1 ? 1 : 5);
  for (const change of pending) {
    if (change.kind === 'truncate') {
      if (keeps()) bytes = changed(bytes, change);
      continue;
    }
    if (loss === 'some' && kind === 3) bytes = longer(bytes, change.at + change.bytes.length);
    for (const sector of sectors(change.at, change.bytes)) if (keeps()) bytes = changed(bytes, sector);
  }
  return bytes;
}

function* sectors(at: number, bytes: Buffer): Generator<{ kind: 'write'; at: number; bytes: Buffer }> {
  for (let from = 0; from < bytes.length;) {
    const end = Math.min(bytes.length, from + sectorBytes - ((at + from) % sectorBytes));
    yield { kind: 'write', at: at + from, bytes: bytes.subarray(from, end) };
    from = end;
  }
}

function changed(before: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') return Buffer.from(longer(before, change.size).subarray(0, change.size));
  const after = Buffer.from(longer(before, change.at + change.bytes.length));
  change.bytes.copy(after, change.at);
  return after;
}

function longer(bytes: Buffer, size: number): Buffer {
  return size <= bytes.length ? bytes : Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
}
