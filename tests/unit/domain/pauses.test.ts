import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import { assessDeadline, extendForPauses, type Pause } from '../../../main/domain/deadline.ts';
import type { DossierStatus } from '../../../main/domain/dossier.ts';
import { instantOf } from '../../../main/domain/local-time.ts';
import type { DeadlineRule } from '../../../main/domain/procedure.ts';
import { mayMove, movesFrom, pausesClock, pausesOf, statusNames } from '../../../main/domain/status.ts';

const { calendar } = loadCatalogue();
const at = (text: string) => Date.parse(`${text}:00+07:00`);

function deadline(unit: DeadlineRule['unit'], value: number | null, accepted: string) {
  const rule: DeadlineRule = {
    unit,
    value,
    cutoffHour: null,
    extended: null,
    note: null,
    confidence: 'high',
  };
  return assessDeadline(rule, at(accepted), calendar);
}

describe('a paused clock', () => {
  // Taken on Monday 5 October 2026, five working days: due on Monday the 12th.
  const five = deadline('working_day', 5, '2026-10-05T09:00');

  test('gives the remaining working days back when resumed', () => {
    expect(five.dueAt).toBe(at('2026-10-12T17:00'));
    const resumed = extendForPauses(
      five,
      [{ from: at('2026-10-07T17:00'), to: at('2026-10-21T08:00') }],
      calendar,
    );
    expect(resumed.deadline.dueAt).toBe(at('2026-10-23T17:00'));
    expect(resumed.pausedSince).toBeNull();
  });

  test('adds two pauses up', () => {
    const pauses = [
      { from: at('2026-10-21T17:00'), to: at('2026-10-22T17:00') },
      { from: at('2026-10-07T17:00'), to: at('2026-10-21T08:00') },
    ];
    expect(extendForPauses(five, pauses, calendar).deadline.dueAt).toBe(at('2026-10-26T17:00'));
  });

  test('has no due date while it stands', () => {
    const paused = extendForPauses(five, [{ from: at('2026-10-07T10:00'), to: null }], calendar);
    expect(paused).toMatchObject({
      deadline: { state: 'known', dueAt: null },
      pausedSince: at('2026-10-07T10:00'),
    });
  });

  test('does not run over a weekend', () => {
    const weekend = [{ from: at('2026-10-09T17:00'), to: at('2026-10-12T08:00') }];
    expect(extendForPauses(five, weekend, calendar).deadline.dueAt).toBe(five.dueAt);
  });

  test('changes nothing once the dossier is overdue', () => {
    const late = [{ from: at('2026-10-13T08:00'), to: at('2026-10-20T08:00') }];
    expect(extendForPauses(five, late, calendar).deadline.dueAt).toBe(five.dueAt);
  });

  test('gives hours back to the minute', () => {
    const hours = deadline('hour', 4, '2026-10-05T09:00');
    const resumed = extendForPauses(
      hours,
      [{ from: at('2026-10-05T10:30'), to: at('2026-10-06T15:45') }],
      calendar,
    );
    expect(hours.dueAt).toBe(at('2026-10-05T14:00'));
    expect(resumed.deadline.dueAt).toBe(at('2026-10-07T09:15'));
  });

  test('gives calendar days back, and moves off a weekend', () => {
    const days = deadline('day', 15, '2026-10-05T09:00');
    expect(days.dueAt).toBe(at('2026-10-20T17:00'));
    const resumed = extendForPauses(
      days,
      [{ from: at('2026-10-10T09:00'), to: at('2026-10-14T09:00') }],
      calendar,
    );
    expect(resumed.deadline.dueAt).toBe(at('2026-10-26T17:00'));
  });

  test('cannot extend an unknown term', () => {
    const unknown = deadline('varies', null, '2026-10-05T09:00');
    const pause = [{ from: at('2026-10-07T10:00'), to: null }];
    expect(extendForPauses(unknown, pause, calendar)).toEqual({ deadline: unknown, pausedSince: null });
  });

  test('never makes a dossier due earlier', () => {
    const start = instantOf('2026-10-05', 9, 0);
    const offset = fc.integer({ min: 0, max: 40 * 86_400_000 });
    const pauses = fc.array(
      fc
        .tuple(offset, offset)
        .map(([from, length]): Pause => ({ from: start + from, to: start + from + length })),
      { maxLength: 5 },
    );
    const units = fc.constantFrom('working_day' as const, 'hour' as const, 'day' as const);
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 30 }), pauses, (unit, value, list) => {
        const before = deadline(unit, value, '2026-10-05T09:00');
        const after = extendForPauses(before, list, calendar).deadline.dueAt ?? Number.NaN;
        expect(after).toBeGreaterThanOrEqual(before.dueAt ?? Number.NaN);
      }),
    );
  });
});

describe('states', () => {
  const all = Object.keys(statusNames).map(Number) as DossierStatus[];

  test('there are ten, and only 5, 6 and 8 pause the clock', () => {
    expect(all).toHaveLength(10);
    expect(all.filter(pausesClock)).toEqual([5, 6, 8]);
  });

  test('move as the rules say and in no other way', () => {
    const legal = all.flatMap((from) => all.filter((to) => mayMove(from, to)).map((to) => `${from}-${to}`));
    expect(legal.join(' ')).toBe('1-2 1-3 1-5 1-7 2-4 2-7 4-5 4-6 4-7 4-8 4-9 5-2 5-4 5-7 5-8 6-4 6-8 9-10');
    expect(movesFrom(10)).toEqual([]);
  });

  test('a history tells when the clock stood still', () => {
    const history = [
      { at: 10, status: 2 as const },
      { at: 20, status: 4 as const },
      { at: 30, status: 5 as const },
      { at: 40, status: 4 as const },
      { at: 50, status: 6 as const },
      { at: 60, status: 8 as const },
    ];
    expect(pausesOf(history)).toEqual([
      { from: 30, to: 40 },
      { from: 50, to: null },
    ]);
  });
});
