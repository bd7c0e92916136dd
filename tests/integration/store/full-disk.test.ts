import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeSync,
  openSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { dataKey, dossier, event } from '../../unit/store/records.ts';

/** A small disk of our own, or the reason why there is none. */
function smallDisk(): { place: string } | { reason: string } {
  if (process.platform !== 'linux') return { reason: 'only Linux has tmpfs' };
  if (process.getuid?.() !== 0) return { reason: 'mounting a tmpfs needs root' };
  const place = mkdtempSync(join(tmpdir(), 'mot-cua-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place], { stdio: 'pipe' });
    return { place };
  } catch {
    rmSync(place, { recursive: true });
    return { reason: 'this machine refuses to mount a tmpfs' };
  }
}

const disk = smallDisk();
const place = 'place' in disk ? disk.place : '';
const title = 'reason' in disk ? `full disk – skipped: ${disk.reason}` : 'full disk';

afterAll(() => {
  if (place === '') return;
  execFileSync('umount', ['--lazy', place]);
  rmSync(place, { recursive: true });
});

function open(): Store {
  const opened = openStore({ folder: join(place, 'data'), dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

const filler = () => join(place, 'filler');

/** Fills the disk but for about `leave` bytes. */
function fill(leave: number): void {
  const file = openSync(filler(), 'w');
  const block = Buffer.alloc(4096);
  let size = 0;
  try {
    for (;;) size += writeSync(file, block);
  } catch {
    closeSync(file);
  }
  truncateSync(filler(), Math.max(0, size - leave));
}

function accept(store: Store, index: number) {
  return store.transaction(() => {
    store.dossiers.insert({ ...dossier(index), note: randomBytes(500).toString('hex') });
    store.events.append(event(index));
  });
}

const total = (store: Store) => store.dossiers.list({ text: '', limit: 1, before: null }).total;

describe.skipIf(place === '')(title, () => {
  beforeEach(() => {
    for (const name of readdirSync(place)) rmSync(join(place, name), { recursive: true });
  });

  it.each([0, 40_000, 300_000])(
    'with %i bytes left, dossiers go in until it is full; those stay, and it goes on after',
    (leave) => {
      const store = open();
      for (let index = 1; index <= 20; index += 1) expect(accept(store, index).ok).toBe(true);
      fill(leave);
      let confirmed = 20;
      let refused = 0;
      for (let index = 21; index <= 1500 && refused < 3; index += 1) {
        const done = accept(store, index);
        if (done.ok) confirmed += 1;
        else {
          expect(done.error.code).toBe('disk-full');
          refused += 1;
        }
      }
      expect(refused).toBe(3);
      expect(total(store)).toBe(confirmed);
      expect(store.dossiers.get('dossier-1')?.localCode).toBe('TAM-Q1-261122-0001');
      expect(store.events.firstBroken()).toBeNull();

      rmSync(filler());
      expect(accept(store, 5000).ok).toBe(true);
      store.close();
      const again = open();
      expect(total(again)).toBe(confirmed + 1);
      expect(again.integrity()).toEqual([]);
      expect(again.events.firstBroken()).toBeNull();
      again.close();
    },
  );

  it('a page that does not fit leaves no trace, the others still read, and it fits when there is space', async () => {
    const store = open();
    const small = await store.blobs.put(randomBytes(1000));
    fill(200_000);
    const page = randomBytes(1_000_000);
    expect(await store.blobs.put(page)).toEqual({ ok: false, error: { code: 'disk-full' } });
    expect(readdirSync(join(place, 'data', 'blobs', 'unfinished'))).toEqual([]);
    expect(small.ok && (await store.blobs.get(small.value)).ok).toBe(true);
    rmSync(filler());
    const sealed = await store.blobs.put(page);
    expect(sealed.ok && (await store.blobs.get(sealed.value)).ok).toBe(true);
    store.close();
  });

  it('a store cannot be made on a full disk and says so; afterwards it can', () => {
    fill(0);
    const opened = openStore({ folder: join(place, 'data'), dataKey });
    expect(opened).toEqual({ ok: false, error: { code: 'disk-full' } });
    rmSync(filler());
    const store = open();
    expect(total(store)).toBe(0);
    store.close();
  });

  it('what is there can still be opened and read on a full disk', () => {
    const store = open();
    for (let index = 1; index <= 20; index += 1) accept(store, index);
    store.close();
    fill(0);
    expect(statfsSync(place).bavail).toBe(0);
    const opened = openStore({ folder: join(place, 'data'), dataKey });
    if (!opened.ok) throw new Error(opened.error.code);
    expect(total(opened.value)).toBe(20);
    expect(accept(opened.value, 21)).toEqual({ ok: false, error: { code: 'disk-full' } });
    opened.value.close();
    expect(existsSync(filler())).toBe(true);
  });
});
