import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { KeepingView } from '../../../main/contract/views.ts';
import { openDatabase } from '../../../main/store/database.ts';
import { createKeeping, type Keeping } from '../../../main/store/keeper/keeping.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import * as kept from './kept-store.ts';

const keeper = fileURLToPath(new URL('../../../main/store/keeper/main.ts', import.meta.url));
const hour = 3_600_000;

interface Watched {
  readonly keeping: Keeping;
  readonly clock: { offset: number };
  /** The next view that is as wanted. */
  until(wanted: (view: KeepingView) => boolean): Promise<KeepingView>;
  readonly logged: string[];
}

/** The station's side with the real process behind it, in hurried times. */
function watched(filled: kept.Filled, backup: 'backed-up' | 'alone'): Watched {
  const clock = { offset: 0 };
  const logged: string[] = [];
  const target = { target: filled.target, label: kept.label, counter: 'Quầy 01', keep: 3 };
  const keeping = createKeeping({
    ...{ store: filled.store, folder: filled.folder, dataKey: filled.dataKey },
    backup: backup === 'alone' ? null : { ...target, sameDisk: 'allow', everyMs: hour },
    nodePath: process.execPath,
    script: keeper,
    clock: { now: () => Date.now() + clock.offset },
    log: (event) => void logged.push(event),
    onChange: () => undefined,
    times: { restMs: 10, turnMs: 50, retryMs: 100 },
  });
  onTestFinished(() => keeping.stop());
  keeping.start();
  return {
    ...{ keeping, clock, logged },
    async until(wanted) {
      for (let tries = 0; tries < 1_200; tries += 1) {
        const view = keeping.view();
        if (wanted(view)) return view;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`still ${JSON.stringify(keeping.view())} ${logged.join(' ')}`);
    },
  };
}

async function untilLogged({ logged }: Watched, event: string, times = 1): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (logged.filter((each) => each === event).length >= times) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never ${event}: ${logged.join(' ')}`);
}

describe('keeping a store safe', () => {
  it('the share goes away and comes back: said, worked on, made up for', async () => {
    const filled = await kept.filledStore(2);
    const station = watched(filled, 'backed-up');
    expect(station.keeping.view().backup).toEqual({ state: 'waiting', at: null, reason: null });
    await station.until(({ backup }) => backup.state === 'fresh');
    renameSync(filled.target, `${filled.target}-away`);
    station.clock.offset += hour;
    const retrying = await station.until(({ backup }) => backup.state === 'retrying');
    expect(retrying.backup.reason).toBe('backup-gone');
    station.clock.offset += 3 * hour;
    await station.until(({ backup }) => backup.state === 'late');
    // The counter goes on.
    await kept.addDossier(filled.store, 3);
    renameSync(`${filled.target}-away`, filled.target);
    const again = await station.until(({ backup }) => backup.state === 'fresh');
    expect(again.backup.reason).toBeNull();
    await station.keeping.stop();
    filled.store.close();
  });

  it('flipped bits in a page file: set aside and named, its dossier too, the rest goes on', async () => {
    const filled = await kept.filledStore(3);
    const [damaged = '', ...sound] = filled.blobs;
    kept.flipBit(kept.pathOf(filled.folder, damaged));
    const station = watched(filled, 'alone');
    const { damage } = await station.until(({ damage }) => damage !== null);
    const named = { pages: 1, dossiers: ['TAM-Q1-261122-0001'] };
    expect(damage).toEqual({ ...named, database: false, events: false, log: null });
    expect(existsSync(join(filled.folder, 'quarantine', damaged))).toBe(true);
    expect(await filled.store.blobs.get(damaged)).toEqual({ ok: false, error: { code: 'page-damaged' } });
    for (const blob of sound) expect((await filled.store.blobs.get(blob)).ok).toBe(true);
    expect(filled.store.dossiers.get('dossier-1')?.localCode).toBe('TAM-Q1-261122-0001');
    await kept.addDossier(filled.store, 4);
    await station.keeping.stop();
    filled.store.close();
  });

  it('flipped bits in a page file that the backup has: it is taken from there, nobody is troubled', async () => {
    const filled = await kept.filledStore(2);
    await kept.backedUp(filled);
    const [damaged = ''] = filled.blobs;
    kept.flipBit(kept.pathOf(filled.folder, damaged));
    const station = watched(filled, 'backed-up');
    await untilLogged(station, 'store.checked');
    expect(station.keeping.view().damage).toBeNull();
    expect((await filled.store.blobs.get(damaged)).ok).toBe(true);
    await station.keeping.stop();
    filled.store.close();
  });

  it('an event that was changed long ago is found by the nightly walk', async () => {
    const filled = await kept.filledStore(5);
    const database = openDatabase(join(filled.folder, 'store.db'), deriveKeys(filled.dataKey).database);
    database.exec(`DROP TRIGGER events_never_change; UPDATE events SET type = 'x' WHERE sequence = 2`);
    database.close();
    const station = watched(filled, 'alone');
    const { damage } = await station.until(({ damage }) => damage !== null);
    expect(damage).toEqual({ pages: 0, dossiers: [], database: false, events: true, log: null });
    await station.keeping.stop();
    filled.store.close();
  });

  it('data put back by a disk image is counted like a restoration', async () => {
    const filled = await kept.filledStore(2);
    const image = `${filled.folder}-image`;
    filled.store.close();
    renameSync(filled.folder, image);
    kept.copyFolder(image, filled.folder);
    const ahead = kept.opened(filled.folder, filled.dataKey);
    await kept.addDossier(ahead, 3);
    await kept.backedUp(filled);
    ahead.close();
    rmSync(filled.folder, { recursive: true });
    renameSync(image, filled.folder);
    const store = kept.opened(filled.folder, filled.dataKey);
    const station = watched({ ...filled, store }, 'backed-up');
    await untilLogged(station, 'backup.made');
    expect(store.epoch().restores).toBe(1);
    // Counted once: the next backup tells of the new count and finds nothing ahead of it.
    station.clock.offset += hour;
    await untilLogged(station, 'backup.made', 2);
    expect(store.epoch().restores).toBe(1);
    await station.keeping.stop();
    store.close();
  });
});
