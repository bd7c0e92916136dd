import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import type { FeeAssessment } from '../../../main/domain/dossier.ts';
import { assessFee, feeQuestions, type FeeFacts } from '../../../main/domain/fee.ts';
import type { FeeRule, Procedure, ProcedureCase } from '../../../main/domain/procedure.ts';

const catalogue = loadCatalogue();
const facts: FeeFacts = { exemption: null, quantities: {}, channel: 'direct' };

function procedure(code: string, on = '2026-11-22'): Procedure {
  const found = catalogue.procedure(code, on);
  if (!found) throw new Error(`no procedure ${code}`);
  return found;
}

function fee(code: string, caseId: string | null, given: Partial<FeeFacts> = {}, on?: string): FeeAssessment {
  const { fee: rule, cases } = procedure(code, on);
  return assessFee(rule, cases.find((one) => one.id === caseId) ?? null, { ...facts, ...given });
}

describe('what the officer is asked for', () => {
  const rule: FeeRule = {
    known: true,
    free: false,
    items: [
      { label: 'Trang', amount: 2000, unit: 'trang' },
      { label: 'Hồ sơ', amount: 8000, unit: 'lần' },
    ],
    exempt: [],
    onlineAmount: null,
    note: null,
    confidence: 'high',
  };
  const choosing = (feeItems: string[] | null): ProcedureCase => ({
    id: '01',
    name: 'Trường hợp',
    requires: [],
    excludes: [],
    feeItems,
  });
  const asked = (given: FeeRule, feeItems: string[] | null = null) =>
    feeQuestions(given, choosing(feeItems)).map(({ label }) => label);

  test('no number for a fee that nobody has told us, or that is free', () => {
    expect(asked({ ...rule, known: false })).toEqual([]);
    expect(asked({ ...rule, confidence: 'unknown' })).toEqual([]);
    expect(asked({ ...rule, free: true })).toEqual([]);
  });
  test('no number for a flat fee, one for a fee per page', () => {
    expect(asked(rule)).toEqual(['Trang']);
  });
  test('no number for an item that the case leaves out', () => {
    expect(asked(rule, ['Hồ sơ'])).toEqual([]);
  });
  test('units and copies under the labels of the cap', () => {
    const cap = { amount: 200_000, unitsLabel: 'Số trang', copiesLabel: 'Số bản', label: 'Tối đa' };
    expect(feeQuestions({ ...rule, cap }, choosing(null))).toMatchObject([
      { label: 'Số trang', unit: 'trang' },
      { label: 'Số bản', unit: 'bản' },
    ]);
  });
});

describe('unknown is not free', () => {
  test('a fee that nobody has told us', () => {
    expect(fee('1.004884', '01')).toMatchObject({ state: 'unknown', total: null, lines: [] });
    expect(fee('1.116410', '01', { exemption: 'hộ nghèo' })).toMatchObject({ state: 'unknown', total: null });
  });
  test('pages that nobody has counted', () => {
    expect(fee('2.000815', '01')).toMatchObject({ state: 'unknown', total: null });
    expect(fee('2.000815', '01', { quantities: { 'Số trang của một bản': 0 } }).state).toBe('unknown');
  });
  test('items between which no case has chosen', () => {
    expect(fee('1.004859', null)).toMatchObject({ state: 'unknown', total: null });
  });
  test('nonsense quantities', () => {
    for (const quantity of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(fee('2.000815', '01', { quantities: { 'Số trang của một bản': quantity } }).state).toBe(
        'unknown',
      );
    }
  });
  test('no copies at all', () => {
    expect(fee('2.000635', '01', { quantities: { 'Bản sao': 0 } })).toMatchObject({
      state: 'unknown',
      total: null,
    });
  });
});

describe('cases', () => {
  test('a birth registered in time is free, a late one is not', () => {
    expect(fee('1.001193', '01')).toMatchObject({ state: 'free', total: 0 });
    expect(fee('1.001193', '03')).toMatchObject({
      state: 'payable',
      total: 5000,
      lines: [{ label: 'Đăng ký quá 60 ngày', quantity: 1, amount: 5000 }],
    });
  });
  test('a correction costs by age', () => {
    expect(fee('1.004859', '01').total).toBe(5000);
    expect(fee('1.004859', '02').total).toBe(25000);
  });
});

describe('exemption', () => {
  test('only for a group that the rule names', () => {
    expect(fee('1.001193', '03', { exemption: 'hộ nghèo' })).toMatchObject({ state: 'exempt', total: 0 });
    expect(fee('1.001193', '03', { exemption: 'ho ngheo' })).toMatchObject({ state: 'payable', total: 5000 });
    expect(fee('2.000884', '01', { exemption: 'hộ nghèo' })).toMatchObject({
      state: 'payable',
      total: 10000,
    });
  });
  test('the same group in decomposed spelling', () => {
    expect(fee('1.001193', '03', { exemption: 'hộ nghèo'.normalize('NFD') }).state).toBe('exempt');
  });
  test('only while the version that names it is in force', () => {
    const exemption = 'người dùng tài khoản VNeID mức 2';
    const copies = { exemption, quantities: { 'Bản sao': 2 } };
    expect(fee('2.000635', '01', copies, '2026-08-14')).toMatchObject({ state: 'payable', total: 16000 });
    expect(fee('2.000635', '01', copies, '2026-08-15').state).toBe('exempt');
    expect(fee('2.000635', '01', copies, '2027-02-28').state).toBe('exempt');
    expect(fee('2.000635', '01', copies, '2027-03-01')).toMatchObject({ state: 'payable', total: 16000 });
  });
});

describe('channel', () => {
  test('filed online costs what the online tariff says', () => {
    expect(fee('1.004222', '01').total).toBe(20000);
    expect(fee('1.004222', '01', { channel: 'online' }).total).toBe(10000);
  });
  test('an online tariff of zero is free because it says so', () => {
    expect(fee('1.001612', '01', { channel: 'online' })).toMatchObject({ state: 'free', total: 0 });
  });
});

describe('certified copies', () => {
  const pages = 'Số trang của một bản';
  const copies = 'Số bản';
  const total = (pageCount: number, copyCount?: number) =>
    fee('2.000815', '01', {
      quantities: { [pages]: pageCount, ...(copyCount === undefined ? {} : { [copies]: copyCount }) },
    }).total;

  test('pages 1 and 2 cost more than the rest', () => {
    expect([total(1), total(2), total(3), total(10)]).toEqual([2000, 4000, 5000, 12000]);
  });
  test('each copy starts with page 1 again', () => {
    expect(total(3, 4)).toBe(20000);
  });
  test('no copy costs more than 200,000 đồng', () => {
    expect(total(198)).toBe(200_000);
    expect(total(199)).toBe(200_000);
    expect(total(1000, 3)).toBe(600_000);
  });
  test('pages given per tier count as well', () => {
    expect(fee('2.000815', '01', { quantities: { 'Trang 1–2': 2, 'Từ trang 3': 3 } }).total).toBe(7000);
  });
  test('the pages and copies are asked for', () => {
    const { fee: rule, cases } = procedure('2.000815');
    expect(feeQuestions(rule, cases[0] ?? null).map((question) => question.label)).toEqual([pages, copies]);
    expect(feeQuestions(procedure('1.001193').fee, null)).toEqual([]);
  });
});

test('the lines always add up to the total, in whole đồng', () => {
  const everyCase = catalogue
    .search('', 100, '2026-11-22')
    .flatMap((one) => one.cases.map((procedureCase) => ({ one, procedureCase })));
  fc.assert(
    fc.property(
      fc.constantFrom(...everyCase),
      fc.nat(2000),
      fc.nat(50),
      ({ one, procedureCase }, units, copies) => {
        const quantities = Object.fromEntries(
          feeQuestions(one.fee, procedureCase).map((question) => [
            question.label,
            question.unit === 'trang' ? units : copies,
          ]),
        );
        const assessed = assessFee(one.fee, procedureCase, { ...facts, quantities });
        const sum = assessed.lines.reduce((before, line) => before + line.amount, 0);
        if (assessed.total !== null) expect(sum).toBe(assessed.total);
        expect(assessed.total === null).toBe(assessed.state === 'unknown');
        expect(Number.isInteger(assessed.total ?? 0)).toBe(true);
        if (assessed.state === 'free')
          expect(one.fee.free || procedureCase.feeItems?.length === 0).toBe(true);
      },
    ),
  );
});
