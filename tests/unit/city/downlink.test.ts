import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBundle, signedBytes } from '../../../main/city/bundles.ts';
import { changePageOf, instantOfWire, type CityChange } from '../../../main/city/changes.ts';
import { mergeFields } from '../../../main/city/conflicts.ts';

const keys = generateKeyPairSync('ed25519');
const pem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();

function bundle(version: number, content = '{"calendar":[]}') {
  const unsigned = {
    kind: 'calendar',
    version,
    effectiveFrom: '2026-12-01',
    content: Buffer.from(content).toString('base64'),
  };
  return {
    loai: unsigned.kind,
    phienBan: version,
    hieuLucTu: unsigned.effectiveFrom,
    noiDung: unsigned.content,
    chuKy: sign(null, signedBytes(unsigned), keys.privateKey).toString('base64'),
  };
}

describe('a bundle', () => {
  test('signed by one of the keys and newer than what is held is taken', () => {
    expect(readBundle(bundle(3), [other, pem], () => 2)).toMatchObject({
      ok: true,
      value: { kind: 'calendar', version: 3, effectiveFrom: '2026-12-01' },
    });
  });

  test.each([
    ['its version was changed', { phienBan: 9 }],
    ['its first day was changed', { hieuLucTu: '2026-01-01' }],
    ['its content was changed', { noiDung: Buffer.from('{}').toString('base64') }],
    ['its kind was changed', { loai: 'catalogue' }],
    ['its signature is another', { chuKy: bundle(4).chuKy }],
    ['its signature is cut', { chuKy: bundle(3).chuKy.slice(0, 40) }],
    ['its signature is empty', { chuKy: '' }],
  ])('is refused: %s', (_name, change) => {
    expect(readBundle({ ...bundle(3), ...change }, [pem], () => 0)).toMatchObject({
      error: { code: 'bundle-signature-wrong' },
    });
  });

  test('is refused where no key, or another key, is known', () => {
    expect(readBundle(bundle(3), [], () => 0)).toMatchObject({ error: { code: 'bundle-signature-wrong' } });
    expect(readBundle(bundle(3), [other], () => 0)).toMatchObject({
      error: { code: 'bundle-signature-wrong' },
    });
  });

  test('is refused when it is older than what is held, or the same', () => {
    for (const held of [3, 4]) {
      expect(readBundle(bundle(3), [pem], () => held)).toMatchObject({
        error: { code: 'bundle-older', details: { version: 3, newest: held } },
      });
    }
  });

  test('of any JSON gives a result', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(readBundle(body, [pem], () => 0).ok).toBe(false);
      }),
    );
  });
});

const row = { id: 'x', luc: '20261123083000', maHoSo: 'H26-1', maThamChieu: 'd-1' };
const pageOf = (...rows: unknown[]) => changePageOf({ moc: 'e.1', conNua: 'True', thayDoi: rows }, null);

describe('a page of changes', () => {
  test.each([
    [
      'a status',
      { loai: 'trang-thai', trangThai: '5', noiDung: 'Cần bổ sung' },
      { kind: 'status', status: 5 },
    ],
    ['a new code', { loai: 'ma-moi', maMoi: 'H26.48-20261123-0000001' }, { kind: 'code' }],
    [
      'a supplement request',
      { loai: 'bo-sung', yeuCauId: 7, noiDung: 'Thiếu', giayTo: ['Giấy A'], hanBoSung: '20261130170000' },
      { kind: 'supplement', requestId: '7', papers: ['Giấy A'], dueAt: Date.UTC(2026, 10, 30, 10) },
    ],
    [
      'a result',
      { loai: 'ket-qua', giayTo: [{ ten: 'Giấy khai sinh', so: 12, duongDan: '/files/1', hash: 'AB' }] },
      { kind: 'result', papers: [{ number: '12', sha256: 'ab' }] },
    ],
    [
      'changed fields',
      { loai: 'truong', truong: [{ ten: 'ChuHoSo', truoc: 'A', sau: 'B' }] },
      { kind: 'fields' },
    ],
    [
      'a bundle',
      { loai: 'goi', goi: 'calendar', phienBan: '3', duongDan: '' },
      { kind: 'bundle', version: 3 },
    ],
    ['what nobody knows yet', { loai: 'khac' }, { kind: 'unknown', type: 'khac' }],
    ['a known kind in an unknown shape', { loai: 'trang-thai', trangThai: 99 }, { kind: 'unknown' }],
    ['a name of every object', { loai: 'toString' }, { kind: 'unknown' }],
  ])('tells %s', (_name, content, expected) => {
    const page = pageOf({ ...row, ...content });
    expect(page?.changes).toMatchObject([
      { ...expected, id: 'x', dossierId: 'd-1', at: Date.UTC(2026, 10, 23, 1, 30) },
    ]);
    expect(page?.more).toBe(true);
  });

  test('with a change that has no id or no moment is not taken at all', () => {
    expect(pageOf(row, { ...row, id: '' })).toBeNull();
    expect(pageOf({ ...row, luc: '20260230000000' })).toBeNull();
    expect(changePageOf({ thayDoi: [] }, null)).toBeNull();
  });

  test('a day that does not exist is no moment', () => {
    expect(instantOfWire('20260230000000')).toBeNull();
    expect(instantOfWire('20260228000000')).toBe(Date.UTC(2026, 1, 27, 17));
  });
});

const fields = (id: string, ...list: [string, string, string][]): CityChange => ({
  ...{ id, at: 0, cityCode: '', dossierId: 'd-1', kind: 'fields' },
  fields: list.map(([name, before, after]) => ({ name, before, after })),
});

describe('fields changed at the city', () => {
  const here: Record<string, string> = { SoDienThoai: '0912', ChuHoSo: 'An', Email: 'moi@x' };
  const merged = (...changes: CityChange[]) => mergeFields(changes, (name) => here[name] ?? null);

  test('not changed here: theirs is taken', () => {
    expect(merged(fields('1', ['ChuHoSo', 'An', 'Ân']))).toMatchObject({
      taken: [{ name: 'ChuHoSo', after: 'Ân' }],
      conflicts: [],
    });
  });

  test('changed here and there: a conflict with both sides', () => {
    expect(merged(fields('1', ['SoDienThoai', '0900', '0999']))).toEqual({
      taken: [],
      conflicts: [{ field: 'SoDienThoai', base: '0900', here: '0912', there: '0999', changeId: '1' }],
    });
  });

  test('changed to the same on both sides: no conflict, also when composed differently', () => {
    expect(merged(fields('1', ['Email', 'cu@x', 'moi@x']))).toEqual({ taken: [], conflicts: [] });
  });

  test('changed there twice: held against what both had before', () => {
    const twice = [fields('1', ['ChuHoSo', 'An', 'Ân']), fields('2', ['ChuHoSo', 'Ân', 'Ánh'])];
    expect(merged(...twice)).toMatchObject({ taken: [{ before: 'An', after: 'Ánh' }], conflicts: [] });
  });
});
