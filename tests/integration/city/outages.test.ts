import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStyleA } from '../../../main/city/style-a.ts';
import { createCitySync } from '../../../main/city/sync.ts';
import { onlySystem } from '../../../main/city/systems.ts';
import { fail } from '../../../main/domain/result.ts';
import type { Store } from '../../../main/store/ports.ts';
import { account, acceptDossier, startRig, until } from './rig.ts';
import type { Rig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ timeoutMs: 2_000 });
});
afterEach(async () => {
  await rig.end();
});

const codeShape = /^000\.00\.01\.H26-\d{6}-\d{4}$/;

test('http-503-for-a-while: waits, then everything is sent', async () => {
  await rig.faults({ http503: 4 });
  for (let count = 0; count < 4; count += 1) await acceptDossier(rig.store());
  const seen = new Set<string>();
  rig.sync().onChange(() => seen.add(rig.sync().status().state));
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  expect([...seen]).toEqual(expect.arrayContaining(['down', 'up']));
  const state = await rig.state();
  expect(state.counts).toMatchObject({ dossiers: 4, progress: 4, repeatedDossiers: 0 });
});

test('city-off-then-on: waits while it is off, is sent and linked when it is back', async () => {
  await rig.city.stop();
  const ids = [await acceptDossier(rig.store(), 1), await acceptDossier(rig.store())];
  rig.sync().start();
  await until(() => rig.sync().status().state === 'down', 'seen down');
  // Two dossiers, each with its progress behind it.
  expect(rig.store().outbox.counts().waiting).toBe(2);
  const codes = Promise.all(ids.map((id) => rig.sync().codeOf(id, 25_000)));
  const startedAt = performance.now();
  await rig.city.start();
  expect(await codes).toEqual([expect.stringMatching(codeShape), expect.stringMatching(codeShape)]);
  expect(new Set(await codes).size).toBe(2);
  // No absolute time: within the promised five seconds between probes, with room for a busy machine.
  expect(performance.now() - startedAt).toBeLessThan(20_000);
  await until(rig.allSent, 'outbox empty');
  expect(rig.sync().status().state).toBe('up');
});

test('a dead city is not hammered: probes, no attempts', async () => {
  await rig.city.stop();
  for (let count = 0; count < 5; count += 1) await acceptDossier(rig.store());
  rig.sync().start();
  await until(() => rig.sync().status().state === 'down', 'seen down');
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const attempts = rig
    .store()
    .outbox.items(20)
    .map((item) => item.attempts);
  expect(Math.max(...attempts)).toBeLessThanOrEqual(1);
});

test('clock-two-hours-off: the difference is measured', async () => {
  await rig.faults({ clockOffsetMs: -7_200_000 });
  const offset = await rig.sync().probe();
  expect(offset.ok && Math.abs(offset.value - 7_200_000)).toBeLessThan(4_000);
  await rig.faults({ reset: true });
  expect(await rig.sync().probe()).toEqual({ ok: true, value: 0 });
});

test('city-slow: answers that take long are shown as slow, and still arrive', async () => {
  await rig.end();
  rig = await startRig({ timeoutMs: 10_000 });
  await rig.faults({ slowMs: 3_200 });
  const id = await acceptDossier(rig.store());
  rig.sync().start();
  await until(() => rig.sync().status().state === 'slow', 'slow');
  expect(await rig.sync().codeOf(id, 25_000)).toMatch(codeShape);
});

test('page-damaged: that dossier waits and says why, the next one is sent', async () => {
  const broken = await acceptDossier(rig.store(), 1);
  rmSync(join(rig.dataFolder, 'blobs'), { recursive: true, force: true });
  rig.sync().start();
  await until(
    () =>
      rig
        .store()
        .outbox.items(5)
        .some(({ lastError }) => lastError !== null),
    'told',
  );
  const sound = await acceptDossier(rig.store());
  rig.sync().kick();
  expect(await rig.sync().codeOf(sound, 15_000)).toMatch(codeShape);
  await until(() => rig.store().dossiers.get(broken)?.sync === 'waiting', 'waits again');
  expect(
    rig
      .store()
      .outbox.items(5)
      .map(({ lastError }) => lastError),
  ).toContain('not-found');
});

test('disk-full while the city answers: nothing is lost, the code is written when there is room again', async () => {
  let full = false;
  let refusedWrites = 0;
  const store = rig.store();
  const scant: Store = {
    ...store,
    transaction: (work) => {
      if (!full) return store.transaction(work);
      refusedWrites += 1;
      return fail('disk-full');
    },
  };
  const adapter = createStyleA({ baseUrl: rig.city.url, ...account });
  const sync = createCitySync({
    store: scant,
    // The disk fills up between the city's yes and our writing it down.
    systems: onlySystem({
      ...adapter,
      sendDossier: async (parcel, signal) => {
        const answer = await adapter.sendDossier(parcel, signal);
        full = true;
        return answer;
      },
    }),
    clock: { now: Date.now },
    log: () => undefined,
  });
  const id = await acceptDossier(store);
  const waiting = await acceptDossier(store);
  sync.start();
  try {
    await until(() => refusedWrites > 3, 'writes refused');
    expect(store.dossiers.get(id)?.cityCode).toBeNull();
    // Room again, and no more filling up.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(refusedWrites).toBeLessThan(40);
    full = false;
    await until(() => {
      full = false;
      return store.dossiers.get(id)?.cityCode !== null && store.dossiers.get(waiting)?.cityCode !== null;
    }, 'written later');
    expect((await rig.state()).counts).toMatchObject({ dossiers: 2, repeatedDossiers: 0 });
  } finally {
    await sync.stop();
  }
});
