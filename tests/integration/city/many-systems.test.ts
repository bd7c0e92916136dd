/** Several systems at once, and the order in which dossiers go. */
import { afterEach, expect, test } from 'vitest';
import { acceptDossier, readCityFiles, startRig, until, type Rig } from './rig.ts';
import { startTwins, type Twins } from './twins.ts';

let twins: Twins | null = null;
let rig: Rig | null = null;
afterEach(async () => {
  await twins?.end();
  await rig?.end();
  twins = null;
  rig = null;
});

const byUnit = [
  { from: '2000-01-01', system: 'cu' },
  { from: '2000-01-01', system: 'moi', units: ['H26.48'] },
];

test('one-system-dead: what goes to the other is sent; the status says which is down', async () => {
  const both = await startTwins(byUnit);
  twins = both;
  await both.a.stop();
  for (let n = 0; n < 30; n += 1) await acceptDossier(both.store());
  both.sync().start();
  await until(() => both.sync().status().state === 'down', 'seen down');
  const going: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    going.push(await acceptDossier(both.store(), 1, { competentUnit: 'H26.48' }));
  }
  await until(() => going.every((id) => both.store().dossiers.get(id)?.cityCode != null), 'sent beside it');
  const { systems } = both.sync().report();
  expect(systems.map(({ id, state }) => [id, state])).toEqual([
    ['cu', 'down'],
    ['moi', 'up'],
  ]);
  expect(both.store().outbox.counts().waiting).toBeGreaterThanOrEqual(30);
  await both.a.start();
  both.sync().kick();
  await until(both.allSent, 'the others too');
});

test('retry-after: a city that asks for time gets it, and nobody’s new dossier asks before', async () => {
  const started = await startRig({ timeoutMs: 2_000 });
  rig = started;
  const set = await fetch(`${started.city.url}/_scenario`, {
    method: 'POST',
    body: JSON.stringify({
      rules: [{ kind: 'http', status: 503, retryAfterS: 4, service: 'DongBoHoSoMC', times: 1 }],
    }),
  });
  expect(set.ok).toBe(true);
  await acceptDossier(started.store());
  started.sync().start();
  await until(() => started.sync().report().systems[0]?.waitUntil != null, 'asked to wait');
  const asked = async (): Promise<number> =>
    Object.values((await started.state()).requests).reduce((sum, count) => sum + count, 0);
  const before = await asked();
  const second = await acceptDossier(started.store());
  started.sync().notice();
  void started.sync().codeOf(second, 500);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(await asked()).toBe(before);
  await until(started.allSent, 'sent in the end');
});

test('order: who is waited for, then the newest of the counter, and the backlog in between', async () => {
  const started = await startRig();
  rig = started;
  const old: string[] = [];
  for (let n = 0; n < 24; n += 1) {
    old.push(await acceptDossier(started.store(), 0, {}, Date.now() - 3_600_000 + n));
  }
  const fresh: string[] = [];
  for (let n = 0; n < 24; n += 1) fresh.push(await acceptDossier(started.store()));
  const standing = old[20] ?? '';
  const code = started.sync().codeOf(standing, 20_000);
  started.sync().start();
  expect(await code).not.toBeNull();
  await until(started.allSent, 'all sent');
  const references = readCityFiles(started.cityFolder)
    .lines.filter(({ type }) => type === 'dossier')
    .map(({ reference }) => reference ?? '');
  expect(references.indexOf(standing)).toBeLessThan(6);
  const place = (ids: readonly string[]): number =>
    ids.reduce((sum, id) => sum + references.indexOf(id), 0) / ids.length;
  expect(place(fresh)).toBeLessThan(place(old));
  // The oldest does not wait for the last of the new ones.
  expect(references.indexOf(old[0] ?? '')).toBeLessThan(16);
  expect(references.indexOf(fresh.at(-1) ?? '')).toBeLessThan(references.indexOf(fresh[0] ?? ''));
});

test('order within a dossier: no step before its dossier, many at once', async () => {
  const started = await startRig();
  rig = started;
  for (let n = 0; n < 20; n += 1) await acceptDossier(started.store(), 2);
  started.sync().start();
  await until(started.allSent, 'all sent');
  const seen = new Set<string>();
  for (const { type, hoSo, tienDo } of readCityFiles(started.cityFolder).lines) {
    if (type === 'dossier') seen.add(hoSo?.MaHoSo ?? '');
    if (type === 'progress') expect(seen).toContain(tienDo?.MaHoSo);
  }
  expect((await started.state()).counts).toMatchObject({ dossiers: 20, progress: 20, repeatedSteps: 0 });
});
