import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openBlobs } from '../../../main/store/blobs.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import type { BlobStore } from '../../../main/store/ports.ts';
import { dataKey, otherKey } from './records.ts';
import { newFolder } from './samples.ts';

const keys = deriveKeys(dataKey);

async function put(blobs: BlobStore, bytes: Uint8Array): Promise<string> {
  const sealed = await blobs.put(bytes);
  if (!sealed.ok) throw new Error(sealed.error.code);
  return sealed.value;
}

const pathOf = (root: string, id: string) => join(root, id.slice(0, 2), id.slice(2, 4), id);

describe('sealed page files', () => {
  it.each([0, 1, 256 * 1024 - 1, 256 * 1024, 3_000_001])('%i bytes come back as they were', async (size) => {
    const blobs = openBlobs(newFolder(), keys);
    const bytes = randomBytes(size);
    const id = await put(blobs, bytes);
    const back = await blobs.get(id);
    expect(back.ok && Buffer.compare(Buffer.from(back.value), bytes)).toBe(0);
  });

  it('a flipped byte anywhere is found, and the other pages still read', async () => {
    const root = newFolder();
    const blobs = openBlobs(root, keys);
    const id = await put(blobs, Buffer.from('trang một'));
    const other = await put(blobs, Buffer.from('trang hai'));
    const sound = readFileSync(pathOf(root, id));
    for (let at = 0; at < sound.length; at += 1) {
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(pathOf(root, id), damaged);
      expect(await blobs.get(id)).toEqual({ ok: false, error: { code: 'page-damaged' } });
    }
    expect((await blobs.get(other)).ok).toBe(true);
  });

  it.each(['cut', 'empty', 'swapped'])('a %s file is a damaged page', async (fault) => {
    const root = newFolder();
    const blobs = openBlobs(root, keys);
    const id = await put(blobs, randomBytes(5000));
    const other = await put(blobs, randomBytes(5000));
    const file = readFileSync(pathOf(root, id));
    const replaced = {
      cut: file.subarray(0, 4000),
      empty: Buffer.alloc(0),
      swapped: readFileSync(pathOf(root, other)),
    };
    writeFileSync(pathOf(root, id), replaced[fault as keyof typeof replaced]);
    expect(await blobs.get(id)).toEqual({ ok: false, error: { code: 'page-damaged' } });
  });

  it('a damaged file is healed when the same content comes again', async () => {
    const root = newFolder();
    const blobs = openBlobs(root, keys);
    const bytes = randomBytes(5000);
    const id = await put(blobs, bytes);
    writeFileSync(pathOf(root, id), 'x');
    expect(await put(blobs, bytes)).toBe(id);
    expect((await blobs.get(id)).ok).toBe(true);
  });

  it('a missing file is not found', async () => {
    const root = newFolder();
    const blobs = openBlobs(root, keys);
    const id = await put(blobs, randomBytes(10));
    rmSync(pathOf(root, id));
    expect(await blobs.get(id)).toEqual({ ok: false, error: { code: 'not-found' } });
  });

  it('another key reads nothing and gives the same content another id', async () => {
    const root = newFolder();
    const bytes = Buffer.from('như nhau');
    const id = await put(openBlobs(root, keys), bytes);
    const stranger = openBlobs(root, deriveKeys(otherKey));
    expect(await stranger.get(id)).toEqual({ ok: false, error: { code: 'page-damaged' } });
    expect(await put(stranger, bytes)).not.toBe(id);
  });

  it('ids that are paths are refused', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'secret'), 'x');
    const blobs = openBlobs(join(folder, 'blobs'), keys);
    for (const id of [
      '../secret',
      `${'..'}/${'a'.repeat(61)}`,
      '',
      'A'.repeat(64),
      `${'a'.repeat(64)}\n`,
      '/etc/passwd',
    ]) {
      expect(await blobs.get(id)).toEqual({ ok: false, error: { code: 'not-found' } });
    }
  });

  it('many writers of the same content leave one file and no leftovers', async () => {
    const root = newFolder();
    const two = [openBlobs(root, keys), openBlobs(root, keys)];
    const bytes = randomBytes(300_000);
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, at) => put(two[at % 2] as BlobStore, bytes)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(readdirSync(join(root, 'unfinished'))).toEqual([]);
    expect((await openBlobs(root, keys).get(ids[0] ?? '')).ok).toBe(true);
  });

  it('what a dead writer left is cleared at the next opening, what a living one writes stays', () => {
    const root = newFolder();
    mkdirSync(join(root, 'unfinished'), { recursive: true });
    const dead = join(root, 'unfinished', '999999999-aa.part');
    const living = join(root, 'unfinished', `${String(process.pid)}-bb.part`);
    writeFileSync(dead, 'x');
    writeFileSync(living, 'x');
    openBlobs(root, keys);
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  });
});
