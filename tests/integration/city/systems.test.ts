/** Style B as the outbox uses it, and the change from one vendor to another with dossiers under way. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { acceptDossier, until } from './rig.ts';
import { startTwins, type Twins } from './twins.ts';

let twins: Twins;
const onlyNew = [{ from: '2000-01-01', system: 'moi' }];
const codeB = /^H26\.48-\d{8}-\d{7}$/;
const codeA = /^000\.00\.01\.H26-\d{6}-\d{4}$/;

describe('style B, a fault once', () => {
  beforeAll(async () => {
    twins = await startTwins(onlyNew);
    twins.sync().start();
  });
  afterAll(async () => {
    await twins.end();
  });

  test.each([
    ['the connection drops after NoiHoSo was done', { kind: 'drop-after-commit', service: 'NoiHoSo' }],
    ['502 after NoiHoSo was done', { kind: 'http', status: 502, after: 'commit', service: 'NoiHoSo' }],
    ['half an answer to NoiHoSo', { kind: 'half-body', service: 'NoiHoSo' }],
    ['a maintenance page instead of the answer', { kind: 'maintenance', service: 'NoiHoSo' }],
    ['NoiHoSo is done and says -1', { kind: 'verdict', as: '-1', service: 'NoiHoSo' }],
    ['502 after a code was given', { kind: 'http', status: 502, after: 'commit', service: 'GetNextValue' }],
    ['the token ends before NoiHoSo', { kind: 'expire-sessions', service: 'NoiHoSo' }],
    ['numbers as texts and texts as numbers', { kind: 'wrong-types' }],
    [
      '502 after the step was taken',
      { kind: 'http', status: 502, after: 'commit', service: 'CapNhatTienTrinh' },
    ],
  ])('%s: the city holds one dossier and one step', async (_name, rule) => {
    await twins.post(twins.b, '/_scenario', { rules: [{ ...rule, times: 1 }] });
    const id = await acceptDossier(twins.store(), 1);
    await until(() => {
      twins.sync().kick();
      return twins.allSent();
    }, 'outbox empty');
    const held = (await twins.state(twins.b)).dossiers.filter(({ reference }) => reference === id);
    expect(held).toHaveLength(1);
    expect(held[0]?.progress).toHaveLength(1);
    expect(held[0]?.hoSo['ThanhPhanHoSo']).toMatchObject([{ GiayToDinhKem: [{}] }, {}, {}]);
    expect(twins.store().dossiers.get(id)?.cityCode).toBe(held[0]?.code);
  });

  test('the connection drops between a step and its status: the status still follows, the step stands once', async () => {
    const id = await acceptDossier(twins.store());
    await until(twins.allSent, 'accepted');
    const rule = { kind: 'drop-after-commit', service: 'CapNhatTienTrinh', times: 1 };
    await twins.post(twins.b, '/_scenario', { rules: [rule] });
    const store = twins.store();
    const added = store.transaction(() => {
      const payload = { dossierId: id, status: 9, at: Date.UTC(2026, 10, 23, 3), text: 'Đã xử lý xong' };
      store.outbox.add({
        id: `${id}.9`,
        dossierId: id,
        sequence: 3,
        kind: 'progress',
        payload,
        createdAt: 1,
      });
    });
    expect(added.ok).toBe(true);
    await until(twins.allSent, 'step sent');
    const held = (await twins.state(twins.b)).dossiers.find(({ reference }) => reference === id);
    expect(held?.progress.map((step) => String(step['TrangThai']))).toEqual(['2', '9']);
    expect(String(held?.hoSo['TrangThai'])).toBe('9');
  });
});

describe('a station', () => {
  afterEach(async () => {
    await twins.end();
  });

  test('style B: an accepted dossier arrives whole, its progress and status behind it', async () => {
    twins = await startTwins(onlyNew);
    const id = await acceptDossier(twins.store(), 2);
    twins.sync().start();
    const code = await twins.sync().codeOf(id, 15_000);
    expect(code).toMatch(codeB);
    await until(twins.allSent, 'outbox empty');
    const state = await twins.state(twins.b);
    expect(state.counts).toMatchObject({ dossiers: 1, files: 2, progress: 1, repeatedDossiers: 0 });
    expect(state.dossiers[0]).toMatchObject({ code, reference: id, style: 'b', hoSo: { TrangThai: 2 } });
    expect(state.requests).toMatchObject({ token: 1, GetNextValue: 1, NoiHoSo: 1, CapNhatTrangThai: 1 });
    expect((await twins.state(twins.a)).counts.dossiers).toBe(0);
  });

  test('style B, the application ends between the code and the dossier: the same code is used', async () => {
    twins = await startTwins(onlyNew);
    await twins.post(twins.b, '/_scenario', {
      rules: [{ kind: 'http', status: 502, service: 'NoiHoSo', times: 1 }],
    });
    const id = await acceptDossier(twins.store());
    twins.sync().start();
    await until(() => twins.store().cityMemory.reservedCode(id) !== null, 'a code was given');
    const reserved = twins.store().cityMemory.reservedCode(id);
    await twins.restart();
    twins.sync().start();
    twins.sync().kick();
    expect(await twins.sync().codeOf(id, 15_000)).toBe(reserved);
    expect((await twins.state(twins.b)).requests['GetNextValue']).toBe(1);
  });

  test('vendor-change: what the old system began it finishes, the new one takes the rest, nothing twice', async () => {
    const dayMs = 86_400_000;
    const changeover = new Date(Date.now() + dayMs + 7 * 3_600_000).toISOString().slice(0, 10);
    twins = await startTwins([
      { from: '2000-01-01', system: 'cu' },
      { from: changeover, system: 'moi' },
    ]);
    const { store, sync } = { store: () => twins.store(), sync: () => twins.sync() };
    // One is finished; one is linked and its progress waits; of one nobody knows whether it arrived; one has not been tried.
    const finished = await acceptDossier(store());
    sync().start();
    await until(twins.allSent, 'the first is sent');
    await twins.post(twins.a, '/_scenario', {
      rules: [
        { kind: 'http', status: 502, service: 'CapNhatTienDoHoSoMC' },
        { kind: 'drop-after-commit', service: 'DongBoHoSoMC', from: 2 },
      ],
    });
    const linked = await acceptDossier(store(), 1);
    sync().kick();
    await until(() => store().dossiers.get(linked)?.cityCode !== null, 'linked');
    const doubtful = await acceptDossier(store(), 1);
    const took = async () => (await twins.state(twins.a)).dossiers.map(({ reference }) => reference);
    await until(async () => {
      sync().kick();
      return (await took()).includes(doubtful);
    }, 'taken, without an answer');
    await sync().stop();
    const untried = await acceptDossier(store(), 1);

    twins.pass(dayMs);
    await twins.restart();
    await twins.post(twins.a, '/_scenario', { rules: [] });
    const later = await acceptDossier(store(), 1);
    sync().start();
    await until(() => {
      sync().kick();
      return twins.allSent();
    }, 'outbox empty');

    const [old, fresh] = [await twins.state(twins.a), await twins.state(twins.b)];
    expect(old.dossiers.map(({ reference }) => reference).sort()).toEqual(
      [finished, linked, doubtful].sort(),
    );
    expect(fresh.dossiers.map(({ reference }) => reference).sort()).toEqual([untried, later].sort());
    for (const dossier of [...old.dossiers, ...fresh.dossiers]) {
      expect(dossier.progress).toHaveLength(1);
      expect(store().dossiers.get(dossier.reference ?? '')?.cityCode).toBe(dossier.code);
    }
    expect(old.dossiers.every(({ code }) => codeA.test(code))).toBe(true);
    expect(fresh.dossiers.every(({ code }) => codeB.test(code))).toBe(true);
    // Codes of the old system are found as before.
    const code = store().dossiers.get(finished)?.cityCode ?? '';
    expect(store().dossiers.list({ text: code, limit: 5, before: null }).items).toHaveLength(1);
  });

  test('a system that the settings name no more: its dossier waits and says why, the others go on', async () => {
    twins = await startTwins(onlyNew);
    const orphan = await acceptDossier(twins.store());
    const written = twins.store().transaction(() => {
      twins.store().cityMemory.assign(orphan, 'da-bo', Date.now());
    });
    expect(written.ok).toBe(true);
    const other = await acceptDossier(twins.store());
    twins.sync().start();
    expect(await twins.sync().codeOf(other, 15_000)).toMatch(codeB);
    await until(
      () =>
        twins
          .store()
          .outbox.items(9)
          .some(({ lastError }) => lastError === 'system-unknown'),
      'told',
    );
  });
});
