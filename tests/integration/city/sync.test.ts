import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptDossier, readCityFiles, startRig, until } from './rig.ts';
import type { Rig } from './rig.ts';

const senderScript = fileURLToPath(new URL('./sender.ts', import.meta.url));

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ timeoutMs: 2_000 });
});
afterEach(async () => {
  await rig.end();
});

const codeShape = /^000\.00\.01\.H26-\d{6}-\d{4}$/;

test('an accepted dossier arrives whole: files, dossier, progress, and its code comes back', async () => {
  const id = await acceptDossier(rig.store(), 2);
  rig.sync().start();
  const code = await rig.sync().codeOf(id, 15_000);
  expect(code).toMatch(codeShape);
  await until(rig.allSent, 'outbox empty');

  expect(rig.store().dossiers.get(id)).toMatchObject({ cityCode: code, sync: 'sent' });
  const linked = rig
    .store()
    .events.of(id)
    .filter(({ type }) => type === 'dossier.linked');
  expect(linked).toMatchObject([{ payload: { cityCode: code } }]);
  expect(rig.sync().status()).toMatchObject({ state: 'up', clockOffsetMs: 0 });

  const { lines, hashes } = readCityFiles(rig.cityFolder);
  expect(lines.map(({ type }) => type)).toEqual(['file', 'file', 'dossier', 'progress']);
  expect(lines[2]?.reference).toBe(id);
  expect(lines[3]?.tienDo?.MaHoSo).toBe(code);
  expect(hashes.sort()).toEqual(
    rig
      .store()
      .dossiers.get(id)
      ?.files.map(({ sha256 }) => sha256)
      .sort(),
  );
});

test('city-timeout-after-commit: the city holds exactly one dossier', async () => {
  await rig.faults({ dropAfterCommit: 1, dropService: 'DongBoHoSoMC' });
  const id = await acceptDossier(rig.store(), 1);
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  const { lines } = readCityFiles(rig.cityFolder);
  const dossiers = lines.filter(({ type }) => type === 'dossier');
  expect(dossiers).toHaveLength(1);
  expect(rig.store().dossiers.get(id)?.cityCode).toBe(dossiers[0]?.hoSo?.MaHoSo);
  const state = await rig.state();
  expect(state.requests).toMatchObject({ DongBoHoSoMC: 1, TraCuuHoSo: 1 });
  expect(state.counts.repeatedDossiers).toBe(0);
});

test('city-never-answers-after-commit: our time limit passes, the city holds exactly one dossier', async () => {
  await rig.faults({ hangAfterCommit: 1, dropService: 'DongBoHoSoMC' });
  const id = await acceptDossier(rig.store());
  rig.sync().start();
  await until(() => rig.sync().status().state === 'down', 'time limit passed');
  await until(rig.allSent, 'outbox empty');
  const dossiers = readCityFiles(rig.cityFolder).lines.filter(({ type }) => type === 'dossier');
  expect(dossiers.map(({ reference }) => reference)).toEqual([id]);
  expect((await rig.state()).requests['DongBoHoSoMC']).toBe(1);
});

test('progress-timeout-after-commit: the city holds the step once and it is not sent again', async () => {
  await rig.faults({ dropAfterCommit: 1, dropService: 'CapNhatTienDoHoSoMC' });
  await acceptDossier(rig.store());
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  const state = await rig.state();
  expect(state.counts).toMatchObject({ progress: 1, repeatedSteps: 0 });
  expect(state.requests['CapNhatTienDoHoSoMC']).toBe(1);
});

test('upload-timeout-after-commit: the file is kept once', async () => {
  await rig.faults({ dropAfterCommit: 1, dropService: 'upload' });
  await acceptDossier(rig.store(), 2);
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  expect(readCityFiles(rig.cityFolder).hashes).toHaveLength(2);
  expect((await rig.state()).dossiers[0]?.hoSo['TaiLieuNop']).toHaveLength(2);
});

test('session-expired-silently: signs in again and goes on', async () => {
  const first = await acceptDossier(rig.store());
  rig.sync().start();
  expect(await rig.sync().codeOf(first, 15_000)).not.toBeNull();
  await until(rig.allSent, 'first sent');
  await rig.faults({ expireSessions: true });
  const second = await acceptDossier(rig.store(), 1);
  rig.sync().kick();
  expect(await rig.sync().codeOf(second, 15_000)).toMatch(codeShape);
  await until(rig.allSent, 'second sent');
  const state = await rig.state();
  expect(state.requests['POST /auth']).toBe(2);
  expect(
    rig
      .store()
      .outbox.items(10)
      .every(({ attempts }) => attempts === 1),
  ).toBe(true);
});

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

test('city-refuses: the dossier stays, refused, with the city’s words but no name; the others go on', async () => {
  await rig.faults({ refuseNext: 'Công dân NGUYỄN VĂN AN (001099012345) chưa có trong dữ liệu' });
  const refused = await acceptDossier(rig.store());
  rig.sync().start();
  expect(await rig.sync().codeOf(refused, 15_000)).toBeNull();
  const other = await acceptDossier(rig.store());
  rig.sync().kick();
  expect(await rig.sync().codeOf(other, 15_000)).toMatch(codeShape);

  const item = rig
    .store()
    .outbox.items(10)
    .find(({ state }) => state === 'refused');
  expect(item).toMatchObject({ dossierId: refused, lastError: 'Công dân […] ([…]) chưa có trong dữ liệu' });
  expect(rig.store().dossiers.get(refused)).toMatchObject({ sync: 'refused', cityCode: null });
  const types = rig
    .store()
    .events.of(refused)
    .map(({ type }) => type);
  expect(types).toContain('dossier.refused');
  expect(rig.logged.join('\n')).not.toMatch(/VĂN AN|Văn An|001099012345/);
});

test('city-off-then-on: waits while it is off, is sent and linked when it is back', async () => {
  await rig.city.stop();
  const ids = [await acceptDossier(rig.store(), 1), await acceptDossier(rig.store())];
  rig.sync().start();
  await until(() => rig.sync().status().state === 'down', 'seen down');
  expect(rig.store().outbox.counts().waiting).toBe(4);
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

test('application-closed-mid-sending: the next start sends it once', async () => {
  await rig.faults({ hangAfterCommit: 1, dropService: 'DongBoHoSoMC' });
  const id = await acceptDossier(rig.store());
  rig.sync().start();
  await until(async () => (await rig.state()).counts.dossiers === 1, 'committed at the city');
  expect(rig.store().dossiers.get(id)?.sync).toBe('sending');
  await rig.restart();
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  expect((await rig.state()).counts).toMatchObject({ dossiers: 1, repeatedDossiers: 0, progress: 1 });
});

test('kill-9-mid-sending: the next start finds it at the city and does not send it again', async () => {
  await rig.faults({ hangAfterCommit: 1, dropService: 'DongBoHoSoMC' });
  const id = await acceptDossier(rig.store(), 1);
  await rig.restart();
  rig.store().close();
  const sender = spawn(
    process.execPath,
    [senderScript, rig.dataFolder, rig.dataKey.toString('hex'), rig.city.url],
    {
      stdio: 'ignore',
    },
  );
  try {
    await until(async () => (await rig.state()).counts.dossiers === 1, 'committed at the city');
  } finally {
    sender.kill('SIGKILL');
    await once(sender, 'exit');
  }
  rig.reopen();
  expect(
    rig
      .store()
      .outbox.items(5)
      .map(({ attempts }) => attempts),
  ).toContain(1);
  expect(rig.store().dossiers.get(id)?.cityCode).toBeNull();
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  const state = await rig.state();
  expect(state.counts).toMatchObject({ dossiers: 1, repeatedDossiers: 0, progress: 1 });
  expect(state.requests['DongBoHoSoMC']).toBe(1);
  expect(rig.store().dossiers.get(id)?.cityCode).toBe(state.dossiers[0]?.code);
});

test('duplicate-send: a second row for the same dossier changes the one at the city', async () => {
  const id = await acceptDossier(rig.store());
  rig.sync().start();
  const code = await rig.sync().codeOf(id, 15_000);
  await until(rig.allSent, 'outbox empty');
  rig.store().transaction(() => {
    rig.store().outbox.add({
      id: 'again',
      dossierId: id,
      sequence: 3,
      kind: 'dossier',
      payload: { dossierId: id },
      createdAt: 1,
    });
  });
  rig.sync().kick();
  await until(rig.allSent, 'outbox empty again');
  const state = await rig.state();
  expect(state.dossiers.map((dossier) => dossier.code)).toEqual([code]);
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
  expect(rig.store().dossiers.get(broken)?.sync).toBe('waiting');
  expect(
    rig
      .store()
      .outbox.items(5)
      .map(({ lastError }) => lastError),
  ).toContain('not-found');
});

test('many dossiers: each its own code, none doubled, progress after its dossier', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 25; count += 1) ids.push(await acceptDossier(rig.store(), 1));
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  const { lines } = readCityFiles(rig.cityFolder);
  const codes = lines.filter(({ type }) => type === 'dossier').map(({ hoSo }) => hoSo?.MaHoSo);
  expect(new Set(codes).size).toBe(25);
  for (const id of ids) {
    const code = rig.store().dossiers.get(id)?.cityCode;
    const places = lines.map((line) => line.hoSo?.MaHoSo ?? line.tienDo?.MaHoSo);
    expect(lines[places.indexOf(code ?? '')]?.type).toBe('dossier');
  }
});

test('nothing of a citizen is readable in the station’s folder after sending', async () => {
  await acceptDossier(rig.store(), 1);
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  const count = (folder: string): number => {
    try {
      return execFileSync('grep', ['-rac', '-e', 'Nguyễn Văn An', '-e', '001099012345', folder], {
        encoding: 'utf8',
      })
        .split('\n')
        .reduce((sum, line) => sum + Number(line.split(':').pop() ?? 0), 0);
    } catch {
      return 0;
    }
  };
  expect(count(rig.cityFolder)).toBeGreaterThan(0);
  expect(count(rig.dataFolder)).toBe(0);
});
