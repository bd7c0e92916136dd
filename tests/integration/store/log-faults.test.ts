/**
 * Damage to the engine's log of a store that was killed: what was acknowledged is there, or somebody is told. The folder is
 * copied while the store is open, which leaves what a killed process leaves.
 */
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createKeeping } from '../../../main/store/keeper/keeping.ts';
import { inspectLog } from '../../../main/store/log/inspect-log.ts';
import type { Store } from '../../../main/store/ports.ts';
import { openDatabase } from '../../../main/store/database.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import { errors as en } from '../../../renderer/text/en/errors.ts';
import { errors as vi } from '../../../renderer/text/vi/errors.ts';
import { randomOf } from '../../corpus/random.ts';
import { morning } from '../../unit/store/records.ts';
import * as kept from './kept-store.ts';

const header = 32;
const frame = 24 + 4096;
const dossiers = 12;

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A killed store; `afresh` gives it again, undamaged. */
async function killed(prepare: (filled: kept.Filled) => void = () => undefined) {
  const filled = await kept.filledStore(dossiers);
  prepare(filled);
  const left = join(mkdtempSync(join(tmpdir(), 'mot-cua-log-')), 'left');
  made.push(dirname(left));
  kept.copyFolder(filled.folder, left);
  filled.store.close();
  let copies = 0;
  return {
    dataKey: filled.dataKey,
    afresh(): string {
      copies += 1;
      kept.copyFolder(left, `${left}-${String(copies)}`);
      return `${left}-${String(copies)}`;
    },
  };
}

let known: ReturnType<typeof killed> | null = null;
/** Made once: the tests work on copies. */
const plain = () => (known ??= killed());

const logOf = (folder: string) => join(folder, 'store.db-wal');
const frames = (folder: string) => Math.floor((statSync(logOf(folder)).size - header) / frame);
const frameAt = (number: number) => header + (number - 1) * frame;

function change(folder: string, offset: number, to: (byte: number) => number, count = 1): void {
  const bytes = readFileSync(logOf(folder));
  for (let at = offset; at < offset + count; at += 1) bytes[at] = to(bytes[at] ?? 0);
  writeFileSync(logOf(folder), bytes);
}
const flip = (folder: string, offset: number, bit = 3) => change(folder, offset, (byte) => byte ^ (1 << bit));
const garble = (folder: string, offset: number, count = 512) =>
  change(folder, offset, (byte) => byte ^ 0xa5, count);

function reopened(folder: string, dataKey: Uint8Array): Store {
  const store = kept.opened(folder, dataKey);
  onTestFinished(() => store.close());
  return store;
}

const total = (store: Store) => store.dossiers.list({ text: '', limit: 1, before: null }).total;
const storeEvents = (store: Store) => store.events.of('store').map(({ type }) => type);

function damageShown(store: Store) {
  const keeping = createKeeping({
    ...{ store, folder: '', dataKey: new Uint8Array(32), backup: null, nodePath: '', script: '' },
    clock: { now: () => Date.now() },
    ...{ log: () => undefined, onChange: () => undefined },
  });
  return keeping.view().damage;
}

describe('damage to the log of a killed store', () => {
  it.each([
    ['in the log’s header', () => 5],
    ['in the salt of the log’s header', () => 17],
    ['in the sums of the log’s header', () => 26],
    ['in a frame’s page number', (last: number) => frameAt(last - 6) + 2],
    ['in a frame’s commit mark', (last: number) => frameAt(last - 6) + 6],
    ['in a frame’s salt', (last: number) => frameAt(last - 6) + 9],
    ['in a frame’s sums', (last: number) => frameAt(last - 6) + 20],
    ['in a frame’s page', (last: number) => frameAt(last - 6) + 24 + 1_777],
    ['in the first frame', () => frameAt(1) + 24],
    ['in the page of the last frame', (last: number) => frameAt(last) + 24 + 4_095],
  ])('flipped bit %s: turned back, nothing is lost, the log is kept as it was', async (_, place) => {
    const { afresh, dataKey } = await plain();
    const folder = afresh();
    flip(folder, place(frames(folder)));
    const store = reopened(folder, dataKey);
    expect(total(store)).toBe(dossiers);
    expect(store.dossiers.get(`dossier-${String(dossiers)}`)?.id).toBeDefined();
    expect(store.integrity()).toEqual([]);
    expect(store.events.firstBroken()).toBeNull();
    expect(store.logDamage()).toMatchObject({ lostCommits: 0 });
    expect(storeEvents(store)).toEqual(['store.log-mended']);
    expect(store.epoch().restores).toBe(0);
    expect(damageShown(store)).toBeNull();
    const [event] = store.events.of('store');
    const { keptAs } = event?.payload as { keptAs: string };
    expect(existsSync(join(folder, keptAs, 'store.db-wal'))).toBe(true);
    expect(existsSync(join(folder, keptAs, 'store.db'))).toBe(true);
  });

  it('flipped bits in a frame’s page: what comes before is read, what is lost is told, and work goes on', async () => {
    const { afresh, dataKey } = await plain();
    const folder = afresh();
    const last = frames(folder);
    garble(folder, frameAt(Math.floor(last / 2)) + 24);
    const store = reopened(folder, dataKey);
    const left = total(store);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(dossiers);
    expect(store.integrity()).toEqual([]);
    expect(store.events.firstBroken()).toBeNull();
    expect(storeEvents(store)).toEqual(['store.log-damaged']);
    // One commit for each dossier that is missing; the city hears that this store was set back.
    expect(store.logDamage()?.lostCommits).toBeGreaterThanOrEqual(dossiers - left);
    expect(store.logDamage()?.lastAt).toBe(morning + left);
    expect(store.epoch().restores).toBe(1);
    const shown = damageShown(store)?.log;
    expect(shown).toEqual({
      lostCommits: store.logDamage()?.lostCommits,
      lastAt: morning + left,
    });
    await kept.addDossier(store, 100);
    store.close();
    const again = kept.opened(folder, dataKey);
    expect(total(again)).toBe(left + 1);
    expect(storeEvents(again)).toEqual(['store.log-damaged']);
    expect(again.epoch().restores).toBe(1);
    again.close();
    expect(Object.values(vi['log-damaged']).join(' ')).toMatch(
      /hỏng.*có thể đã mất.*trước đó vẫn đọc được.*đối chiếu.*nhập lại.*báo kỹ thuật/u,
    );
    expect(Object.values(en['log-damaged']).join(' ')).toMatch(
      /damaged.*may be lost.*before is readable.*compare.*enter again.*technical support/u,
    );
  });

  it('flipped bits in a frame’s header: the same', async () => {
    const { afresh, dataKey } = await plain();
    const folder = afresh();
    garble(folder, frameAt(Math.floor(frames(folder) / 2)), 24);
    const store = reopened(folder, dataKey);
    expect(total(store)).toBeLessThan(dossiers);
    expect(store.logDamage()?.lostCommits).toBeGreaterThanOrEqual(dossiers - total(store));
    expect(store.integrity()).toEqual([]);
  });

  it('flipped bits in the log’s header: the database alone is read, and what is lost is told', async () => {
    const { afresh, dataKey } = await killed(({ folder, dataKey: key }) => {
      // Something has to be in the database itself, else there is nothing to go on from.
      const database = openDatabase(join(folder, 'store.db'), deriveKeys(key).database);
      database.all('PRAGMA wal_checkpoint(TRUNCATE)');
      database.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', 'a', 'b');
      database.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', 'a', 'c');
    });
    const folder = afresh();
    garble(folder, 0, 32);
    const store = reopened(folder, dataKey);
    expect(total(store)).toBe(dossiers);
    expect(store.settings.get('a')).toBeNull();
    expect(store.logDamage()).toMatchObject({ lostCommits: 2 });
    expect(damageShown(store)?.log).toMatchObject({ lostCommits: 2 });
    expect(store.integrity()).toEqual([]);
  });

  it('last frame garbled after a kill: the engine’s index knows of it, so it is told', async () => {
    const { afresh, dataKey } = await plain();
    const folder = afresh();
    garble(folder, frameAt(frames(folder)) + 24);
    const store = reopened(folder, dataKey);
    expect(total(store)).toBe(dossiers - 1);
    expect(store.logDamage()).toMatchObject({ lostCommits: 1 });
  });

  it.each([
    ['cut within its page', (folder: string) => truncateSync(logOf(folder), frameAt(frames(folder)) + 2_000)],
    [
      'half of its page never written',
      (folder: string) => garble(folder, frameAt(frames(folder)) + 24 + 2_048, 2_048),
    ],
    ['never written at all', (folder: string) => truncateSync(logOf(folder), frameAt(frames(folder)))],
    ['header of the log alone', (folder: string) => truncateSync(logOf(folder), header)],
  ])('torn tail after a power cut, %s: no alarm', async (_, tear) => {
    const { afresh, dataKey } = await plain();
    const folder = afresh();
    // The index lives in memory: after a power cut it is as old as the disk has it, or gone.
    rmSync(join(folder, 'store.db-shm'));
    const before = frames(folder);
    tear(folder);
    if (before > 0 && frames(folder) === 0) {
      // Everything was copied into the database before its log began anew.
      expect(inspectLog(join(folder, 'store.db'))).toBeNull();
      return;
    }
    const store = reopened(folder, dataKey);
    expect(total(store)).toBe(dossiers - 1);
    expect(store.logDamage()).toBeNull();
    expect(damageShown(store)).toBeNull();
    expect(store.epoch().restores).toBe(0);
    expect(existsSync(join(folder, 'quarantine'))).toBe(false);
  });

  it('frames that were never committed lie behind the last commit: no alarm', async () => {
    const { afresh, dataKey } = await killed(({ folder, dataKey: key }) => {
      const database = openDatabase(join(folder, 'store.db'), deriveKeys(key).database);
      onTestFinished(() => database.close());
      database.exec('PRAGMA cache_size = 5; BEGIN IMMEDIATE');
      for (let at = 0; at < 200; at += 1)
        database.run(
          'INSERT INTO settings (name, value) VALUES (?, ?)',
          `x-${String(at)}`,
          'x'.repeat(3_000),
        );
    });
    const folder = afresh();
    const store = reopened(folder, dataKey);
    expect(total(store)).toBe(dossiers);
    expect(store.logDamage()).toBeNull();
    await kept.addDossier(store, 100);
  });

  it('flipped bits in what the database holds already: the older part is not laid over it, nothing is lost', async () => {
    const { afresh, dataKey } = await killed(({ folder, dataKey: key }) => {
      const database = openDatabase(join(folder, 'store.db'), deriveKeys(key).database);
      onTestFinished(() => database.close());
      database.all('PRAGMA wal_checkpoint(PASSIVE)');
    });
    const folder = afresh();
    garble(folder, frameAt(Math.floor(frames(folder) / 2)) + 24);
    const store = reopened(folder, dataKey);
    expect(total(store)).toBe(dossiers);
    expect(store.integrity()).toEqual([]);
    expect(store.logDamage()).toMatchObject({ lostCommits: 0 });
  });

  it(
    'flipped bits anywhere, 12 seeds: everything is there, or somebody is told',
    { timeout: 60_000 },
    async () => {
      const { afresh, dataKey } = await plain();
      for (let seed = 1; seed <= 12; seed += 1) {
        const random = randomOf(seed);
        const folder = afresh();
        const size = statSync(logOf(folder)).size;
        const length = random.pick([1, 1, 2, 16, 512, 4_096]);
        const at = Math.floor(random.next() * (size - length));
        if (length === 1) flip(folder, at, random.pick([0, 3, 7]));
        else garble(folder, at, length);
        const store = kept.opened(folder, dataKey);
        const what = `seed ${String(seed)}: ${String(length)} at ${String(at)}`;
        const lost = dossiers - total(store);
        expect(lost <= (store.logDamage()?.lostCommits ?? 0), what).toBe(true);
        if (length === 1) expect(lost, what).toBe(0);
        expect(store.integrity(), what).toEqual([]);
        expect(store.events.firstBroken(), what).toBeNull();
        store.close();
      }
    },
  );
});
