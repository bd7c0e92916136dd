/** Yesterday's backup brought back, at the city or here: what is missing is sent again, nothing is doubled. */
import { randomUUID } from 'node:crypto';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { restoredMarkName } from '../../../main/store/epoch.ts';
import { acceptDossier, startRig, until, type Rig } from './rig.ts';
import { startTwins, type Twins } from './twins.ts';

interface Held {
  readonly reference: string | null;
  readonly code: string;
  readonly progress: readonly unknown[];
}

/** Each dossier once, under the code that the station has for it, with its one step. */
function expectWhole(ids: readonly string[], held: readonly Held[], codeOf: (id: string) => string | null) {
  const references = held.map(({ reference }) => reference);
  expect(references.sort()).toEqual([...ids].sort());
  expect(new Set(held.map(({ code }) => code)).size).toBe(held.length);
  for (const { reference, code, progress } of held) {
    expect(codeOf(reference ?? '')).toBe(code);
    expect(progress).toHaveLength(1);
  }
}

describe.each([
  ['style A', 'cu' as const, 'a' as const],
  ['style B', 'moi' as const, 'b' as const],
])('%s', (_style, system, place) => {
  let twins: Twins;
  afterEach(async () => {
    await twins.end();
  });
  const codeOf = (id: string): string | null => twins.store().dossiers.get(id)?.cityCode ?? null;
  const accept = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await acceptDossier(twins.store(), 1));
    return ids;
  };
  /** What backs off is not waited for. */
  const nudged = async (condition: () => boolean, what: string): Promise<void> => {
    const kicking = setInterval(() => {
      twins.sync().kick();
    }, 500);
    try {
      await until(condition, what);
    } finally {
      clearInterval(kicking);
    }
  };
  const restoration = () => twins.sync().report().restorations[0];
  /** With the city as it is now. */
  const compared = async (): Promise<void> => {
    const { epoch } = await twins.state(twins[place]);
    const seen = (): unknown => JSON.parse(twins.store().settings.get(`city.seen.${system}`) ?? '{}');
    const isDone = (now: unknown): boolean => {
      const { epoch: known, place: walk } = now as { epoch?: string; place?: unknown };
      return known === epoch && walk === null;
    };
    await nudged(() => twins.allSent() && isDone(seen()), 'compared and sent again');
  };
  const start = async () => {
    twins = await startTwins([{ from: '2000-01-01', system }]);
    return twins[place];
  };

  test('city-restored: dossiers, files and steps that went with it are noticed and sent again', async () => {
    const city = await start();
    const ids = await accept(8);
    twins.sync().start();
    await until(twins.allSent, 'all sent');
    const before = await twins.state(city);
    // The last five of each: the steps of all, and some dossiers with their files.
    await twins.post(city, '/_restore', { lost: 17 });
    expect((await twins.state(city)).counts.dossiers).toBeLessThan(8);
    await twins.restart();
    twins.sync().start();
    await compared();
    const after = await twins.state(city);
    expect(after.epoch).not.toBe(before.epoch);
    expectWhole(ids, after.dossiers, codeOf);
    expect(after.counts.files).toBe(8);
    expect(after.counts.repeatedDossiers).toBe(0);
    expect(restoration()).toMatchObject({ system, whose: 'city' });
    expect(restoration()?.asked).toBeGreaterThanOrEqual(8);
    expect(restoration()?.missing).toBeGreaterThan(0);
    const told = twins.store().events.of('sync');
    expect(told.map(({ type }) => type)).toEqual(['city.set-back', 'city.compared']);
  });

  test('city-restored-mid-flight: what was confirmed, what is under way and what comes after are all there once', async () => {
    const city = await start();
    await twins.post(city, '/_scenario', {
      rules: [
        { kind: 'slow', ms: 15 },
        { kind: 'restore', lost: 9, from: 60, times: 1 },
        { kind: 'restore', lost: 6, from: 110, times: 1 },
      ],
    });
    twins.sync().start();
    const ids = await accept(30);
    await nudged(twins.allSent, 'sent the first time');
    await twins.restart();
    twins.sync().start();
    await compared();
    const { dossiers } = await twins.state(city);
    expectWhole(ids, dossiers, codeOf);
  });
});

describe('this station', () => {
  let rig: Rig;
  afterEach(async () => {
    await rig.end();
  });

  test('station-restored: what was sent after its backup is found at the city, not sent twice', async () => {
    rig = await startRig({ timeoutMs: 2_000 });
    const ids = [await acceptDossier(rig.store(), 1), await acceptDossier(rig.store(), 1)];
    await rig.restart();
    rig.store().close();
    const backup = `${rig.dataFolder}.backup`;
    cpSync(rig.dataFolder, backup, { recursive: true });
    rig.reopen();
    rig.sync().start();
    await until(rig.allSent, 'sent');
    await rig.sync().stop();
    rig.store().close();
    rmSync(rig.dataFolder, { recursive: true });
    cpSync(backup, rig.dataFolder, { recursive: true });
    const mark = { id: randomUUID(), at: Date.now() };
    writeFileSync(join(rig.dataFolder, restoredMarkName), JSON.stringify(mark));

    rig.reopen();
    expect(rig.store().outbox.counts().waiting).toBe(2);
    rig.sync().start();
    await until(rig.allSent, 'found again');
    const state = await rig.state();
    expectWhole(ids, state.dossiers, (id) => rig.store().dossiers.get(id)?.cityCode ?? null);
    expect(state.counts).toMatchObject({ dossiers: 2, repeatedDossiers: 0, repeatedSteps: 0 });
    expect(state.requests['DongBoHoSoMC']).toBe(2);
    expect(rig.sync().report().restorations).toMatchObject([{ whose: 'station', asked: 2 }]);
    expect(
      rig
        .store()
        .events.of('sync')
        .map(({ type }) => type),
    ).toEqual(['station.set-back']);
  });
});
