import { expect, test } from 'vitest';
import { feeQuestions } from '../../../renderer/counter/work/review/fee-questions.ts';
import type { ProcedureView } from '../../../renderer/app/shapes.ts';

type FeeRule = ProcedureView['fee'];

const rule: FeeRule = {
  known: true,
  free: false,
  items: [
    { label: 'Trang 1–2', amount: 2000, unit: 'trang' },
    { label: 'Hồ sơ', amount: 8000, unit: 'lần' },
  ],
  exempt: [],
  onlineAmount: null,
  note: null,
  confidence: 'high',
};

test('a fee that nobody has told us asks for no numbers', () => {
  expect(feeQuestions({ ...rule, known: false }, null)).toEqual([]);
});

test('a flat fee asks for no number, a fee per page does', () => {
  expect(feeQuestions(rule, null)).toEqual([{ label: 'Trang 1–2', unit: 'trang' }]);
});

test('an item that the case leaves out is not asked for', () => {
  expect(feeQuestions(rule, ['Hồ sơ'])).toEqual([]);
});

test('a capped fee asks for units and copies under the labels of the cap', () => {
  const cap = { amount: 200_000, unitsLabel: 'Số trang', copiesLabel: 'Số bản', label: 'Tối đa' };
  expect(feeQuestions({ ...rule, cap }, null)).toEqual([
    { label: 'Số trang', unit: 'trang' },
    { label: 'Số bản', unit: 'bản' },
  ]);
});
