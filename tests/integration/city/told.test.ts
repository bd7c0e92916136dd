/** What the city tells becomes part of the dossier, through the real downlink, store and simulated city. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApplyChange } from '../../../main/city/apply-change.ts';
import { createDownlink } from '../../../main/city/downlink.ts';
import { createCityNews } from '../../../main/city/news.ts';
import { createStyleB } from '../../../main/city/style-b.ts';
import { onlySystem } from '../../../main/city/systems.ts';
import { acceptDossier, startRig, until, type Rig } from './rig.ts';

const clock = { now: Date.now };
const officer = 'officer-1';
const page = { limit: 20, offset: 0 };
let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  rig.sync().start();
});
afterAll(async () => {
  await rig.end();
});

async function tell(change: object): Promise<void> {
  const answer = await fetch(`${rig.city.url}/_change`, { method: 'POST', body: JSON.stringify(change) });
  if (!answer.ok) throw new Error(String(answer.status));
}

const system = () =>
  onlySystem(
    createStyleB({ baseUrl: rig.city.url, clientId: 'tap-huan', clientSecret: 'tap-huan', unit: 'H26.48' }),
  ).current();

async function listen(): Promise<string[]> {
  const told: string[] = [];
  const store = rig.store();
  const link = createDownlink({
    ...{ store, clock, systems: [system()], bundleKeys: [] },
    dossierWithCode: store.dossiers.idOfCityCode,
    hasDossier: (id) => store.dossiers.get(id) !== null,
    apply: createApplyChange(store, clock),
    onTaken: (_system, changes) => told.push(...changes.map(({ dossierId }) => dossierId)),
    onBundleRefused: () => undefined,
    log: () => undefined,
  });
  await link.poll(new AbortController().signal);
  return told;
}

const news = () =>
  createCityNews({
    ...{ store: rig.store(), clock, newId: randomUUID, kick: () => rig.sync().kick() },
    onChanged: () => undefined,
  });

async function sentDossier(): Promise<{ id: string; maHoSo: string }> {
  const id = await acceptDossier(rig.store());
  const maHoSo = await rig.sync().codeOf(id, 15_000);
  await until(rig.allSent, 'outbox empty');
  return { id, maHoSo: maHoSo ?? '' };
}

function atCity(id: string) {
  const found = news().dossier(id, officer);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}

describe('the city tells', () => {
  test('a status, a request for papers and a result: the dossier shows them, the windows hear of it by our id', async () => {
    const { id, maHoSo } = await sentDossier();
    await tell({ loai: 'trang-thai', maHoSo, trangThai: 4, noiDung: 'Đang xử lý' });
    await tell({
      ...{ loai: 'bo-sung', maHoSo, yeuCauId: 'y1', noiDung: 'Thiếu giấy chứng sinh' },
      ...{ giayTo: ['Giấy chứng sinh'], hanBoSung: '20261130170000' },
    });
    expect(await listen()).toEqual([id, id]);
    expect(rig.store().dossiers.get(id)?.status).toBe(5);
    await tell({ loai: 'trang-thai', maHoSo, trangThai: 9, noiDung: '' });
    await tell({
      loai: 'ket-qua',
      maHoSo,
      giayTo: [{ ten: 'Giấy khai sinh', so: '12', duongDan: '', hash: '' }],
    });
    await listen();
    expect(rig.store().dossiers.get(id)?.status).toBe(9);
    expect(rig.store().dossiers.list({ text: maHoSo, limit: 1, before: null }).items[0]?.status).toBe(9);
    expect(atCity(id).news.map(({ what }) => what)).toMatchObject([
      { kind: 'status', status: 4, words: 'Đang xử lý' },
      { kind: 'supplement', papers: ['Giấy chứng sinh'], dueAt: Date.UTC(2026, 10, 30, 10) },
      { kind: 'status', status: 9 },
      { kind: 'result', papers: [{ name: 'Giấy khai sinh', number: '12' }] },
    ]);
    expect(
      rig
        .store()
        .events.of(id)
        .map(({ type }) => type),
    ).toEqual(expect.arrayContaining(['city.status', 'city.supplement', 'city.result']));
  });

  test('another code: the new one is shown, the old one still finds the dossier, also after a correction', async () => {
    const { id, maHoSo } = await sentDossier();
    await tell({ loai: 'ma-moi', maHoSo, maMoi: 'H26.48-20261123-0009001' });
    await listen();
    expect(rig.store().dossiers.get(id)?.cityCode).toBe('H26.48-20261123-0009001');
    rig.store().dossiers.correct(id, { note: 'x' });
    for (const code of [maHoSo, 'H26.48-20261123-0009001']) {
      expect(rig.store().dossiers.idOfCityCode(code)).toBe(id);
      expect(
        rig
          .store()
          .dossiers.list({ text: code, limit: 5, before: null })
          .items.map((one) => one.id),
      ).toEqual([id]);
    }
    const other = await sentDossier();
    await tell({ loai: 'ma-moi', maHoSo: other.maHoSo, maMoi: maHoSo });
    await listen();
    expect(rig.store().dossiers.get(other.id)?.cityCode).toBe(other.maHoSo);
  });

  test('a field that was not changed here is taken; one that was stands side by side until somebody chooses', async () => {
    const { id, maHoSo } = await sentDossier();
    const before = rig.store().dossiers.get(id);
    const phone = before?.people.applicant?.phone ?? '';
    await tell({ loai: 'truong', maHoSo, truong: [{ ten: 'SoDienThoai', truoc: phone, sau: '0922222222' }] });
    await listen();
    expect(rig.store().dossiers.get(id)?.people.applicant?.phone).toBe('0922222222');
    expect(atCity(id).conflicts).toEqual([]);

    rig.store().dossiers.correct(id, { note: 'ở quầy' });
    await tell({
      ...{ loai: 'truong', maHoSo },
      truong: [{ ten: 'GhiChu', truoc: before?.note ?? '', sau: 'ở Thành phố' }],
    });
    await listen();
    const [conflict] = atCity(id).conflicts;
    expect(conflict).toMatchObject({ field: 'GhiChu', here: 'ở quầy', there: 'ở Thành phố' });
    const choice = { dossierId: id, changeId: conflict?.changeId ?? '', field: 'GhiChu' };
    expect(news().settle({ ...choice, choose: 'here' }, officer)).toEqual({ ok: true, value: {} });
    expect(news().settle({ ...choice, choose: 'there' }, officer)).toMatchObject({
      error: { code: 'case-settled' },
    });
    expect(atCity(id)).toMatchObject({ conflicts: [], settled: [{ field: 'GhiChu', chosen: 'here' }] });
    await until(rig.allSent, 'sent over it');
    const held = (await rig.state()).dossiers.filter(({ reference }) => reference === id);
    expect(held).toMatchObject([{ hoSo: { GhiChu: 'ở quầy' } }]);
  });

  test('the city’s side is taken when it is chosen', async () => {
    const { id, maHoSo } = await sentDossier();
    rig.store().dossiers.correct(id, { note: 'ở quầy' });
    await tell({ loai: 'truong', maHoSo, truong: [{ ten: 'GhiChu', truoc: 'cũ', sau: 'ở Thành phố' }] });
    await listen();
    const [conflict] = atCity(id).conflicts;
    const choice = {
      dossierId: id,
      changeId: conflict?.changeId ?? '',
      field: 'GhiChu',
      choose: 'there' as const,
    };
    expect(news().settle(choice, officer).ok).toBe(true);
    expect(rig.store().dossiers.get(id)?.note).toBe('ở Thành phố');
    expect(atCity(id).conflicts).toEqual([]);
  });

  test('each officer has seen what he has seen', () => {
    const all = news().list(page, officer);
    expect(all.unread).toBe(all.total);
    expect(all.items.every(({ unread }) => unread)).toBe(true);
    const newest = all.items[0]?.position ?? 0;
    expect(news().seen(newest, officer).ok).toBe(true);
    expect(news().list(page, officer)).toMatchObject({ unread: 0, total: all.total });
    expect(news().list(page, 'officer-2').unread).toBe(all.total);
  });
});
