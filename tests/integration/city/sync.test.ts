import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
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
  // Asked once about the dossier, and once more before its step.
  expect(state.requests).toMatchObject({ DongBoHoSoMC: 1, TraCuuHoSo: 2 });
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

test('two-steps-in-one-second: the second is sent although its first attempt failed', async () => {
  const id = await acceptDossier(rig.store());
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  const at = Date.UTC(2026, 10, 23, 2, 0, 0);
  for (const [place, text] of ['Chuyển hồ sơ', 'Giao chuyên viên'].entries()) {
    // The second one finds the city out of order, and asks before it is sent again.
    if (place === 1) await rig.faults({ http503: 1 });
    const added = rig.store().transaction(() => {
      const item = { id: `step-${String(place)}`, dossierId: id, sequence: 3 + place, createdAt: at };
      const payload = { dossierId: id, status: 4, at, text };
      rig.store().outbox.add({ ...item, kind: 'progress', payload });
    });
    expect(added.ok).toBe(true);
    await until(rig.allSent, 'step sent');
  }
  const [dossier] = (await rig.state()).dossiers;
  expect(dossier?.progress.map((step) => step['NoiDungXuLy'])).toEqual([
    'Tiếp nhận hồ sơ',
    'Chuyển hồ sơ',
    'Giao chuyên viên',
  ]);
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
  const added = rig.store().transaction(() => {
    const payload = { dossierId: id };
    rig
      .store()
      .outbox.add({ id: 'again', dossierId: id, sequence: 3, kind: 'dossier', payload, createdAt: 1 });
  });
  expect(added.ok).toBe(true);
  rig.sync().kick();
  await until(rig.allSent, 'outbox empty again');
  const state = await rig.state();
  expect(state.dossiers.map((dossier) => dossier.code)).toEqual([code]);
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
