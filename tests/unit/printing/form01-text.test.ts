import { expect, it } from 'vitest';
import { appointmentText, feeText, paperRows, qrText, termText } from '../../../main/printing/form01-text.ts';
import { dossier, receipt } from './samples.ts';

const { deadline, fee } = dossier;

it('unknown-shown-as-free: each state of a fee has its own words', () => {
  expect(feeText({ ...fee, state: 'unknown', lines: [], total: null })).toBe('Chưa xác định (chờ thông báo)');
  expect(feeText({ ...fee, state: 'unknown', lines: [], total: 0 })).toBe('Chưa xác định (chờ thông báo)');
  expect(feeText({ ...fee, total: null })).toBe('Chưa xác định (chờ thông báo)');
  expect(feeText({ ...fee, state: 'free', lines: [], total: 0 })).toBe('Không thu');
  expect(feeText({ ...fee, state: 'exempt', lines: [], total: 0, note: 'hộ nghèo' })).toBe('Miễn (hộ nghèo)');
  expect(feeText(fee)).toBe('16.000\u00a0đồng (Mười sáu nghìn đồng)');
});

it('date-invented: an unknown deadline has words and no digit', () => {
  const unknown = {
    ...deadline,
    state: 'unknown' as const,
    dueAt: null,
    unit: 'unknown' as const,
    value: null,
  };
  expect(appointmentText(unknown)).not.toMatch(/\d/);
  expect(termText(unknown)).toBe('chưa xác định');
  // A due time that a record still carries is not shown once the state says unknown.
  expect(appointmentText({ ...unknown, dueAt: deadline.dueAt })).not.toMatch(/\d/);
});

it('term-wrong: the term is said in its own unit', () => {
  expect(termText(deadline)).toBe('03 (ba) ngày làm việc');
  expect(termText({ ...deadline, unit: 'hour', value: 8 })).toBe('08 (tám) giờ làm việc');
  expect(termText({ ...deadline, unit: 'day', value: 0.5 })).toBe('0,5 ngày');
  expect(termText({ ...deadline, unit: 'in_day', value: null })).toBe('giải quyết trong ngày');
  expect(termText({ ...deadline, unit: 'working_day', value: null })).toBe('chưa xác định');
});

it('paper-not-handed-in-listed: only what was taken, shown or reused stands on the receipt', () => {
  const rows = paperRows(receipt);
  expect(rows.map((row) => [row.kind, row.quantity])).toEqual([
    ['Tờ khai', '1'],
    ['Bản chính', '1'],
    ['Xuất trình, đã trả lại', '–'],
    ['Dữ liệu có sẵn', '–'],
  ]);
  expect(rows.map((row) => row.name)).not.toContain('Văn bản ủy quyền');
});

it('qr-field-shifted: a bar in a field never makes a ninth field', () => {
  const text = qrText({ ...receipt, place: { ...receipt.place, systemName: 'Một|Cửa' } });
  expect(text.split('|')).toEqual([
    'MC1',
    '000.00.01.H26-261122-0012',
    '1.001193',
    'CB001',
    'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
    'Một Cửa',
    '2026-11-22T09:31:05+07:00',
    '2026-11-27T17:00:00+07:00',
  ]);
});
