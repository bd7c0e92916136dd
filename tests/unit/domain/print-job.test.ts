import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  isFree,
  isIssued,
  needsMark,
  nextNumber,
  nextPrintState,
  printJobEvents,
  printJobStates,
  type PrintJobState,
} from '../../../main/domain/print-job.ts';

it('the whole table: what may follow what, and nothing else', () => {
  const rows = printJobStates.map((state) =>
    printJobEvents.map((event) => nextPrintState(state, event) ?? '–').join(' '),
  );
  // send, confirm, fail, lose, came out, did not, restart
  expect(rows).toEqual([
    'sending – – – – – failed',
    '– confirmed failed unknown – – unknown',
    '– – – – – – –',
    'sending – – – – – –',
    '– – – – came-out did-not –',
    '– – – – – – –',
    'sending – – – – – –',
  ]);
});

it('issued-unseen: only the printer’s word or a person’s eyes make a number issued', () => {
  expect(printJobStates.filter(isIssued)).toEqual(['confirmed', 'came-out']);
  expect(printJobStates.filter(isFree)).toEqual(['failed', 'did-not']);
});

it('answered-twice: an issued number never changes again', () => {
  for (const state of printJobStates.filter(isIssued))
    for (const event of printJobEvents) expect(nextPrintState(state, event)).toBeNull();
});

it('mark-forgotten: once lost, each further paper says so', () => {
  expect(needsMark({ state: 'failed', mark: null })).toBe(false);
  expect(needsMark({ state: 'did-not', mark: null })).toBe(true);
  expect(needsMark({ state: 'failed', mark: 'phiếu trước không ra giấy' })).toBe(true);
});

it('number-skipped, number-twice: any history of a series gives 1, 2, 3 … each once', () => {
  const outcomes = fc.array(
    fc.constantFrom<PrintJobState>('confirmed', 'failed', 'unknown', 'came-out', 'did-not'),
  );
  fc.assert(
    fc.property(outcomes, (history) => {
      const jobs = new Map<number, PrintJobState>();
      for (const state of history) {
        const number = nextNumber([...jobs].map(([known, of]) => ({ number: known, state: of })));
        const before = jobs.get(number);
        expect(before === undefined || isFree(before)).toBe(true);
        jobs.set(number, state);
      }
      const numbers = [...jobs.keys()].sort((one, other) => one - other);
      expect(numbers).toEqual(numbers.map((_, place) => place + 1));
      expect([...jobs.values()].filter(isFree).length).toBeLessThanOrEqual(1);
    }),
  );
});
