import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import calendarFile from '../../../main/catalogue/data/calendar.json' with { type: 'json' };
import procedureFile from '../../../main/catalogue/data/procedures.json' with { type: 'json' };
import unitFile from '../../../main/catalogue/data/units.json' with { type: 'json' };
import { ProcedureSummary, ProcedureView } from '../../../main/contract/views.ts';
import { viewOfProcedure } from '../../../main/shell/procedure-view.ts';

const catalogue = loadCatalogue();
const today = '2026-11-22';
const found = (text: string, on = today) => catalogue.search(text, 10, on).map((procedure) => procedure.code);

describe('search', () => {
  test.each([
    ['lam giay khai sinh', '1.001193'],
    ['LÀM GIẤY KHAI SINH', '1.001193'],
    ['tôi muốn làm giấy khai sinh cho con', '1.001193'],
    ['cmnd', '1.116410'],
    ['mất cccd', '1.116410'],
    ['hộ khẩu', '1.004222'],
    ['nhap ho khau', '1.004222'],
    ['tach ho', '1.010038'],
    ['giay doc than', '1.004873'],
    ['sao y', '2.000815'],
    ['cong chung', '2.000815'],
    ['sang tên sổ đỏ', '1.013831'],
    ['mất sổ đỏ', '1.012786'],
    ['mai tang phi', '2.002913'],
    ['khai tử', '1.000656'],
    ['xóa hộ khẩu', '2.002913'],
    ['xoá hộ khẩu', '2.002913'],
    ['ly lich tu phap', '2.000488'],
  ])('"%s" finds %s first', (text, code) => {
    expect(found(text)[0]).toBe(code);
    expect(found(text.normalize('NFD'))).toEqual(found(text));
  });

  test('an ambiguous everyday word finds all that it may mean', () => {
    expect(found('sổ đỏ')).toEqual(expect.arrayContaining(['1.013831', '1.012783', '1.012784', '1.012786']));
  });

  test.each(['1.001193', '1001193', '001193', '1.0011', '1.001193.01', '1.001193.H26', ' 1.001193 '])(
    'the code as %s',
    (text) => {
      expect(found(text)[0]).toBe('1.001193');
    },
  );

  test('codes of older lists lead to the procedure of today', () => {
    expect(found('2.000986')).toEqual(['3.000722']);
    expect(found('3.000647')).toEqual(['1.013831']);
  });

  test('digits that are part of an everyday name', () => {
    expect(found('75')).toEqual(['1.014027']);
    expect(found('3 trong 1')[0]).toBe('3.000722');
  });

  test('no text lists the most asked for, each once', () => {
    const all = catalogue.search('', 100, today).map((procedure) => procedure.code);
    expect(all.slice(0, 3)).toEqual(['2.000815', '1.001193', '2.000635']);
    expect(new Set(all).size).toBe(43);
    expect(all).toHaveLength(43);
  });

  test('what does not exist is not found, and the limit holds', () => {
    expect(found('xyzzy')).toEqual([]);
    expect(found('9.999999')).toEqual([]);
    expect(catalogue.search('khai', 2, today)).toHaveLength(2);
    expect(catalogue.search('x'.repeat(200), 10, today)).toEqual([]);
  });
});

describe('dates', () => {
  test('a version counts from its first to its last day', () => {
    const note = (on: string) => catalogue.procedure('2.000635', on)?.effectiveFrom;
    expect(note('2025-06-30')).toBeUndefined();
    expect(note('2026-08-14')).toBe('2025-07-01');
    expect(note('2026-08-15')).toBe('2026-08-15');
    expect(note('2027-02-28')).toBe('2026-08-15');
    expect(note('2027-03-01')).toBe('2027-03-01');
  });
  test('what is not in force is neither found nor given, but still known', () => {
    expect(found('hộ kinh doanh cá thể', '2026-07-24')).not.toContain('1.001612');
    expect(catalogue.procedure('1.001612', '2026-07-24')).toBeNull();
    expect(catalogue.anyVersion('1.001612')?.effectiveFrom).toBe('2026-07-25');
    expect(catalogue.anyVersion('2.000635')?.effectiveFrom).toBe('2027-03-01');
    expect(catalogue.anyVersion('9.999999')).toBeNull();
  });
  test('a suffix does not hide a procedure', () => {
    expect(catalogue.procedure('1.001193.H26', today)?.code).toBe('1.001193');
    expect(catalogue.procedure('', today)).toBeNull();
  });
});

describe('units', () => {
  test('126 wards and communes, each at a branch', () => {
    const all = catalogue.units('', 200, '2026-11-23');
    expect(all).toHaveLength(126);
    expect(catalogue.branches).toHaveLength(12);
    expect(all.every((unit) => catalogue.branches.some((branch) => branch.name === unit.branch))).toBe(true);
  });
  test('found without diacritics, by code, by kind', () => {
    expect(catalogue.units('hoan kiem', 5, '2026-11-23')[0]?.fullName).toBe('Phường Hoàn Kiếm');
    expect(catalogue.units('hoà lạc', 5, '2026-11-23')[0]?.fullName).toBe('Xã Hòa Lạc');
    expect(catalogue.units('phuong lang', 5, '2026-11-23')[0]?.fullName).toBe('Phường Láng');
    expect(catalogue.units('00091', 5, '2026-11-23').map((unit) => unit.name)).toEqual(['Phú Thượng']);
    expect(catalogue.unit('00004')?.fullName).toBe('Phường Ba Đình');
    expect(catalogue.unit('99999')).toBeNull();
  });
  test('every unit is found by its full name first', () => {
    for (const unit of catalogue.units('', 200, '2026-11-23'))
      expect(catalogue.units(unit.fullName, 1, '2026-11-23')[0]?.code).toBe(unit.code);
  });
});

describe('data', () => {
  test('fits what windows are shown', () => {
    for (const procedure of catalogue.search('', 100, today)) {
      const paperCount = procedure.components.length;
      expect(() => ProcedureSummary.parse({ ...procedure, paperCount })).not.toThrow();
      expect(() => ProcedureView.parse(viewOfProcedure(procedure, catalogue.version))).not.toThrow();
    }
  });
  test('is NFC, and says nothing in working notes', () => {
    const text = JSON.stringify([procedureFile, unitFile, calendarFile]);
    expect(text).toBe(text.normalize('NFC'));
    expect(text).not.toMatch(/memory|verify|\[seen|TODO/i);
  });
});
