/** What people do about refusals, through the real store, the real sync and the simulated city, in both styles. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCityCases } from '../../../main/city/cases.ts';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import type { CitySync } from '../../../main/city/ports.ts';
import type { Store } from '../../../main/store/ports.ts';
import { acceptDossier, startRig, until, type Rig } from './rig.ts';
import { startTwins, type Twins } from './twins.ts';

const folder = mkdtempSync(join(tmpdir(), 'mc-cases-'));
const officer = 'officer-1';
const catalogue = loadCatalogue();
const page = { limit: 20, offset: 0 };

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function desk(store: Store, sync: CitySync, nowMs = () => Date.now()) {
  return createCityCases({
    store,
    catalogue,
    clock: { now: nowMs },
    newId: randomUUID,
    file: {
      ...{ folder, version: '1.2.3', counter: 'Q01' },
      cityStatus: () => sync.status(),
      systems: [{ id: 'city', style: 'a', baseUrl: 'http://city.example' }],
    },
    kick: () => sync.kick(),
    onChanged: () => undefined,
  });
}

const typesOf = (store: Store, id: string) => store.events.of(id).map(({ type }) => type);

describe('style A', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ timeoutMs: 2_000 });
    rig.sync().start();
  });
  afterEach(async () => {
    await rig.faults({ refuseNext: null });
  });
  afterAll(async () => {
    await rig.end();
  });
  const open = () => desk(rig.store(), rig.sync());
  const refused = async (words: string): Promise<string> => {
    await rig.faults({ refuseNext: words });
    const id = await acceptDossier(rig.store(), 1);
    rig.sync().kick();
    await until(() => rig.store().dossiers.get(id)?.sync === 'refused', 'refused');
    await rig.faults({ refuseNext: null });
    return id;
  };
  const caseOf = (id: string) =>
    open()
      .cases(page)
      .items.find(({ dossierId }) => dossierId === id);

  test('a refused dossier stands in the tray with the words of the city, what they mean and what to do', async () => {
    const id = await refused('Thiếu trường bắt buộc: SoDienThoai');
    expect(caseOf(id)).toMatchObject({
      state: 'refused',
      lastError: 'Thiếu trường bắt buộc: SoDienThoai',
      refusal: { meaning: 'field-missing', field: 'SoDienThoai', part: 'people' },
      steps: ['correct', 'support', 'resend'],
      owner: null,
      replaced: 0,
      fileCount: 1,
    });
    expect(open().take(id, officer)).toEqual({ ok: true, value: {} });
    expect(caseOf(id)?.owner?.id).toBe(officer);
    expect(typesOf(rig.store(), id)).toContain('case.taken');
    expect(open().take('nobody', officer)).toMatchObject({ error: { code: 'not-found' } });
  });

  test('put right and sent again: another message, the city is asked first and holds what is right, once', async () => {
    const id = await refused('Công dân chưa có trong dữ liệu dân cư');
    const before = caseOf(id);
    const people = rig.store().dossiers.get(id)?.people;
    if (!before || !people?.applicant) throw new Error('no case');
    const asked = (await rig.state()).requests['TraCuuHoSo'] ?? 0;
    const corrected = {
      ...people,
      applicant: { ...people.applicant, fullName: 'Nguyễn Văn Ân', phone: '0911111111' },
    };
    expect(open().resend(before.id, { people: corrected }, officer)).toEqual({ ok: true, value: {} });
    // Pressed twice: the first has been heard.
    expect(open().resend(before.id, { people: corrected }, officer)).toMatchObject({
      error: { code: 'not-found' },
    });
    await until(() => rig.store().dossiers.get(id)?.sync === 'sent', 'sent');
    await until(
      () =>
        rig
          .store()
          .cityCases.messagesOf(id)
          .every(({ state }) => state === 'sent'),
      'step sent',
    );
    const state = await rig.state();
    const held = state.dossiers.filter(({ reference }) => reference === id);
    expect(held).toMatchObject([
      { hoSo: { ChuHoSo: 'Nguyễn Văn Ân', SoDienThoai: '0911111111' }, progress: [{}] },
    ]);
    expect((state.requests['TraCuuHoSo'] ?? 0) - asked).toBeGreaterThan(0);
    expect(typesOf(rig.store(), id)).toEqual(
      expect.arrayContaining(['dossier.refused', 'dossier.corrected', 'case.resent', 'dossier.linked']),
    );
    expect(rig.store().cityCases.replacedOf(id)).toMatchObject([{ id: before.id, kind: 'dossier' }]);
    expect(rig.store().cityCases.messagesOf(id)[0]?.id).not.toBe(before.id);
    expect(
      rig.store().dossiers.list({ text: 'nguyen van an 0911111111', limit: 5, before: null }).items,
    ).toMatchObject([{ id, applicantName: 'Nguyễn Văn Ân' }]);
    expect(caseOf(id)).toBeUndefined();
  });

  test('the city has it although it said no: what is right is written over it, nothing is doubled', async () => {
    const id = await refused('Lỗi không xác định');
    // It came in all the same, as it was.
    const answer = await fetch(`${rig.city.url}/auth`, {
      method: 'POST',
      body: JSON.stringify({ username: 'tap-huan', password: 'tap-huan' }),
    });
    const { session } = (await answer.json()) as { session: string };
    const { hoSoOf } = await import('../../../main/city/mapping.ts');
    const dossier = rig.store().dossiers.get(id);
    if (!dossier) throw new Error('gone');
    const hoSo = hoSoOf({ dossier: { ...dossier, files: [] }, procedure: null, uploads: new Map() });
    await fetch(`${rig.city.url}/integration`, {
      method: 'POST',
      body: JSON.stringify({
        session,
        madonvi: 'TAPHUAN',
        service: 'DongBoHoSoMC',
        isUpdating: 'False',
        data: [hoSo],
      }),
    });
    const item = caseOf(id);
    if (!item) throw new Error('no case');
    expect(open().resend(item.id, { note: 'Đã sửa' }, officer).ok).toBe(true);
    await until(() => rig.store().dossiers.get(id)?.sync === 'sent', 'sent');
    const held = (await rig.state()).dossiers.filter(({ reference }) => reference === id);
    expect(held).toMatchObject([{ hoSo: { GhiChu: 'Đã sửa' } }]);
    expect(rig.store().dossiers.get(id)?.cityCode).toBe(held[0]?.code);
  });

  test('another unit that is in force is chosen, sent, and on record; one that is not is refused', async () => {
    const id = await refused('Mã đơn vị xử lý không tồn tại');
    const item = caseOf(id);
    if (!item) throw new Error('no case');
    expect(item.steps[0]).toBe('change-unit');
    expect(open().changeUnit(item.id, '99999', officer)).toMatchObject({
      error: { code: 'unit-not-in-force' },
    });
    const unit = catalogue.units('hoan kiem', 1, '2026-11-23')[0]?.code ?? '';
    expect(open().changeUnit(item.id, unit, officer).ok).toBe(true);
    await until(() => rig.store().dossiers.get(id)?.sync === 'sent', 'sent');
    const told = rig
      .store()
      .events.of(id)
      .find(({ type }) => type === 'dossier.unit-changed');
    expect(told).toMatchObject({ actor: officer, payload: { after: { competentUnit: unit } } });
    const held = (await rig.state()).dossiers.find(({ reference }) => reference === id);
    expect(held?.hoSo['DonViXuLy']).toBe(unit);
  });

  test('a case exported for support names nobody', async () => {
    const id = await refused('Công dân NGUYỄN VĂN AN (001099012345) không khớp dữ liệu');
    const written = await open().exportCase(id, officer);
    if (!written.ok) throw new Error(written.error.code);
    const text = readFileSync(written.value.file, 'utf8');
    const dossier = rig.store().dossiers.get(id);
    const person = dossier?.people.applicant;
    for (const personal of [
      person?.fullName,
      person?.idNumber,
      person?.oldIdNumber,
      person?.address,
      person?.phone,
      person?.email,
      dossier?.officerName,
    ])
      if (personal) expect(text.toLowerCase()).not.toContain(personal.toLowerCase());
    expect(text).not.toMatch(/nguyễn văn an|001099012345/i);
    const content = JSON.parse(text) as Record<string, unknown>;
    expect(content).toMatchObject({
      application: { version: '1.2.3' },
      dossier: { id, localCode: dossier?.localCode, sync: 'refused' },
      messages: [
        { state: 'refused', words: 'Công dân […] ([…]) không khớp dữ liệu', means: 'person-unknown' },
        {},
      ],
      message: { ChuHoSo: expect.stringMatching(/^<\d+ characters>$/) as string },
    });
    expect(typesOf(rig.store(), id)).toContain('case.exported');
    expect(await open().exportCase('nobody', officer)).toMatchObject({ error: { code: 'not-found' } });
  });
});

test('what has waited for long stands in the tray behind what was refused; a page of thousands is a page', async () => {
  const rig = await startRig();
  try {
    for (let count = 0; count < 3; count += 1) await acceptDossier(rig.store());
    const now = desk(rig.store(), rig.sync());
    expect(now.cases(page)).toMatchObject({ items: [], refused: 0, stuck: 0 });
    const later = desk(rig.store(), rig.sync(), () => Date.now() + 9 * 60 * 60_000);
    expect(later.cases(page)).toMatchObject({ refused: 0, stuck: 3, items: [{ refusal: null }, {}, {}] });
    const [first] = rig.store().outbox.items(1);
    rig.store().outbox.mark(first?.id ?? '', { state: 'refused', lastError: 'không rõ' });
    expect(later.cases(page)).toMatchObject({
      refused: 1,
      stuck: 2,
      items: [{ id: first?.id, refusal: { meaning: 'unknown' } }, {}, {}],
    });
    expect(later.cases({ limit: 1, offset: 2 }).items).toHaveLength(1);
    // The step behind the refused one is told of by the tray, not among what waits.
    expect(later.messages({ states: ['waiting'], limit: 3, offset: 2 })).toMatchObject({
      total: 4,
      items: [{}, {}],
    });
  } finally {
    await rig.end();
  }
});

describe('style B', () => {
  let twins: Twins;
  beforeAll(async () => {
    twins = await startTwins([{ from: '2000-01-01', system: 'moi' }]);
    twins.sync().start();
  });
  afterAll(async () => {
    await twins.end();
  });

  test('refused, put right and sent again under the code that was given: the city holds one', async () => {
    await twins.post(twins.b, '/_scenario', {
      rules: [{ kind: 'refuse', words: 'Thiếu trường bắt buộc: ChuHoSo', service: 'NoiHoSo', times: 1 }],
    });
    const id = await acceptDossier(twins.store(), 1);
    twins.sync().kick();
    await until(() => twins.store().dossiers.get(id)?.sync === 'refused', 'refused');
    const tray = desk(twins.store(), twins.sync());
    const [item] = tray.cases(page).items;
    expect(item).toMatchObject({
      refusal: { meaning: 'field-missing', part: 'people' },
      steps: ['correct', 'support', 'resend'],
    });
    const reserved = twins.store().cityMemory.reservedCode(id);
    expect(tray.resend(item?.id ?? '', { note: 'Đã sửa' }, officer).ok).toBe(true);
    await until(twins.allSent, 'outbox empty');
    const held = (await twins.state(twins.b)).dossiers.filter(({ reference }) => reference === id);
    expect(held.map(({ code }) => code)).toEqual([reserved]);
    expect(held[0]?.progress).toHaveLength(1);
  });
});
