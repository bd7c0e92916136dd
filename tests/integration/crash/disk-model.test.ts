/** The disk of the power cuts loses what a disk may lose, and nothing else. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Disk, type Loss } from '../../crash/power/disk.ts';
import { readSyscallLog } from '../../crash/power/syscall-log.ts';
import { randomFrom } from '../../fuzz/mutate.ts';

const root = '/data';
const file = `${root}/a/b.part`;
const moved = `${root}/a/b`;

function found(disk: Disk, loss: Loss, seed = 1): { has(path: string): boolean; read(path: string): Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'disk-model-'));
  disk.writeTo(folder, loss, randomFrom(seed));
  const here = (path: string): string => path.replace(root, folder);
  const files = new Map<string, Buffer>();
  for (const path of [file, moved]) if (existsSync(here(path))) files.set(path, readFileSync(here(path)));
  rmSync(folder, { recursive: true });
  return { has: (path) => files.has(path), read: (path) => files.get(path) ?? Buffer.alloc(0) };
}

const bytes = Buffer.alloc(2_048, 7);

function written(...more: Parameters<Disk['apply']>[0][]): Disk {
  const disk = new Disk(root, new Map([['a', null]]));
  for (const call of [
    { kind: 'create', path: file } as const,
    { kind: 'write', path: file, at: 0, bytes } as const,
    ...more,
  ])
    disk.apply(call);
  return disk;
}

const sync = (path: string) => ({ kind: 'sync', path }) as const;
const rename = { kind: 'rename', path: file, to: moved } as const;

test('a file without an fsync of its folder may be missing; with it, it is there', () => {
  expect(found(written(sync(file)), 'all').has(file)).toBe(false);
  expect(found(written(sync(file), sync(`${root}/a`)), 'all').read(file)).toEqual(bytes);
});

test('bytes without an fsync may be missing, sector by sector; with it, they are there', () => {
  const unsynced = written(sync(`${root}/a`));
  expect(found(unsynced, 'all').read(file)).toHaveLength(0);
  const torn = Array.from({ length: 40 }, (_, at) => found(unsynced, 'some', at + 1).read(file));
  expect(torn.some((each) => each.includes(7) && each.includes(0))).toBe(true);
  expect(found(written(sync(file), sync(`${root}/a`)), 'some').read(file)).toEqual(bytes);
});

test('a name that was moved is the old one or the new one until its folder is fsynced', () => {
  const before = written(sync(file), sync(`${root}/a`), rename);
  expect(found(before, 'all').has(moved)).toBe(false);
  expect(found(before, 'all').has(file)).toBe(true);
  const after = written(sync(file), sync(`${root}/a`), rename, sync(`${root}/a`));
  expect(found(after, 'all').read(moved)).toEqual(bytes);
  expect(found(after, 'all').has(file)).toBe(false);
});

test('nothing is lost by a kill', () => {
  const disk = written(rename);
  expect(found(disk, 'nothing').read(moved)).toEqual(bytes);
});

const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16)}`).join('');

test('a syscall log is read across threads, and what it cannot model is an error', () => {
  const path = hex(`${root}/x`);
  const log = [
    `7 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 8`,
    `7 fork() = 9`,
    `8 openat(AT_FDCWD<${hex('/')}>, "${path}", O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 21<${path}>`,
    `8 write(21<${path}>, "${hex('one')}", 3 <unfinished ...>`,
    `7 write(1<${hex('pipe:[1]')}>, "${hex('said')}", 4) = 4`,
    `8 <... write resumed>) = 3`,
    `9 write(21<${path}>, "${hex('not ours')}", 8) = 8`,
    `8 write(21<${path}>, "${hex('two')}", 3) = 3`,
    `8 fsync(21<${path}>) = 0`,
  ].join('\n');
  expect(readSyscallLog(log, root).map((call) => ({ ...call, path: undefined }))).toMatchObject([
    { kind: 'create' },
    { kind: 'said', fd: 1, bytes: Buffer.from('said') },
    { kind: 'write', at: 0, bytes: Buffer.from('one') },
    { kind: 'write', at: 3, bytes: Buffer.from('two') },
    { kind: 'sync' },
  ]);
  expect(() => readSyscallLog(`7 fallocate(21<${path}>, 0, 0, 4096) = 0`, root)).toThrow('not modelled');
});
