import { expect, test } from 'vitest';
import { createCodeTables } from '../../../main/city/codes.ts';
import { rowFor, type CityRow } from '../../../main/city/systems.ts';

const justice = { unit: '00004', ministry: 'Bộ Tư pháp', fields: ['Hộ tịch', 'G15-TP07'] };
const rows: CityRow[] = [
  { from: '2000-01-01', system: 'fpt' },
  { from: '2025-07-01', system: 'mobifone' },
  { from: '2025-09-01', system: 'tu-phap', ministries: ['Bộ Tư pháp'] },
  { from: '2025-10-01', system: 'ho-tich', ministries: ['Bộ Tư pháp'], fields: ['G15-TP07'] },
  { from: '2026-01-01', system: 'phuong', units: ['00007'] },
];
const on = (day: string, subject: Parameters<typeof rowFor>[1] = justice) =>
  rowFor(rows, subject, day)?.system;

test('the row in force on the day counts, from its first day on', () => {
  expect(on('2025-06-30')).toBe('fpt');
  expect(on('2025-07-01')).toBe('mobifone');
  expect(rowFor(rows, justice, '1999-12-31')).toBeNull();
});

test('a row with more conditions goes before one with fewer, also when it is older', () => {
  expect(on('2025-09-30')).toBe('tu-phap');
  expect(on('2025-10-01')).toBe('ho-tich');
  expect(on('2026-06-01', { unit: '00007', ministry: null, fields: [] })).toBe('phuong');
});

test('what is not known of a dossier meets no condition', () => {
  expect(on('2026-06-01', { unit: null, ministry: null, fields: [null] })).toBe('mobifone');
});

test('of two like rows of one day the later one in the file counts', () => {
  const twice = [...rows, { from: '2025-07-01', system: 'again' }];
  expect(rowFor(twice, { unit: null, ministry: null, fields: [] }, '2026-01-01')?.system).toBe('again');
});

/** 30/6/2025 23:59:59 and 1/7/2025 00:00:00 in Hà Nội. */
const [before, after] = [Date.UTC(2025, 5, 30, 16, 59, 59), Date.UTC(2025, 5, 30, 17, 0, 0)];
const codes = createCodeTables({
  units: [
    { ours: '00004', theirs: 'H26.01', to: '2025-06-30' },
    { ours: '00004', theirs: 'H26.048', from: '2025-07-01' },
    { ours: '*', theirs: 'H26', from: '2025-07-01' },
  ],
  procedures: [{ ours: '1.001193', theirs: '1.001193.H26' }],
});

test('a unit is written by the table of the day, at midnight in Hà Nội', () => {
  expect(codes.unit('00004', before)).toBe('H26.01');
  expect(codes.unit('00004', after)).toBe('H26.048');
  expect(codes.unit('00099', before)).toBe('00099');
  expect(codes.unit('00099', after)).toBe('H26');
  expect(codes.unit('', after)).toBe('');
});

test('old codes stay readable', () => {
  expect(codes.unitFrom('H26.01')).toBe('00004');
  expect(codes.unitFrom('H26.048')).toBe('00004');
  expect(codes.unitFrom('H99')).toBe('H99');
  expect(codes.procedureFrom(codes.procedure('1.001193', after))).toBe('1.001193');
});
