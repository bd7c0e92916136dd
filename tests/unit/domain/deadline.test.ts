import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import { assessDeadline } from '../../../main/domain/deadline.ts';
import {
  addDays,
  formatDate,
  instantOf,
  isRealDate,
  localDateOf,
  localTimeOf,
} from '../../../main/domain/local-time.ts';
import type { DeadlineRule } from '../../../main/domain/procedure.ts';
import vectors from './deadline-vectors.json' with { type: 'json' };

const { calendar } = loadCatalogue();

function rule(
  unit: DeadlineRule['unit'],
  value: number | null,
  cutoffHour: number | null = null,
): DeadlineRule {
  return { unit, value, cutoffHour, extended: null, note: null, confidence: 'high' };
}

function at(text: string): number {
  return Date.parse(text.length === 16 ? `${text}:00+07:00` : text);
}

function due(of: DeadlineRule, acceptedAt: number): string {
  const { dueAt } = assessDeadline(of, acceptedAt, calendar);
  if (dueAt === null) return 'unknown';
  const { hour, minute } = localTimeOf(dueAt);
  return `${localDateOf(dueAt)} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

describe('published vectors', () => {
  test.each(vectors.working_days)('$working_days working days from $received end on $due', (vector) => {
    for (const hour of [0, 8, 12, 16, 23]) {
      const accepted = instantOf(vector.received, hour, 59);
      expect(due(rule('working_day', vector.working_days), accepted)).toBe(`${vector.due} 17:00`);
    }
  });

  test.each(vectors.in_day)('in the day, received $received, due $due_date', (vector) => {
    expect(due(rule('in_day', 0, 15), at(vector.received))).toBe(`${vector.due_date} 17:00`);
  });
});

describe('in the day', () => {
  test('15:00:00 is in time and one second later is not', () => {
    expect(due(rule('in_day', 0, 15), at('2026-11-23T15:00:00+07:00'))).toBe('2026-11-23 17:00');
    expect(due(rule('in_day', 0, 15), at('2026-11-23T15:00:01+07:00'))).toBe('2026-11-25 17:00');
  });

  test('on a day off it is the next working day, however early', () => {
    expect(due(rule('in_day', 0, 15), at('2026-11-22T09:00'))).toBe('2026-11-23 17:00');
    expect(due(rule('in_day', 0, 15), at('2026-11-24T09:00'))).toBe('2026-11-25 17:00');
  });

  test('without a cut-off it is never due before it was received', () => {
    expect(due(rule('in_day', 0), at('2026-11-23T16:59'))).toBe('2026-11-23 17:00');
    expect(due(rule('in_day', 0), at('2026-11-23T17:01'))).toBe('2026-11-25 17:00');
  });
});

describe('calendar days', () => {
  test('end on a working day as they fall', () => {
    expect(due(rule('day', 15), at('2026-11-11T10:00'))).toBe('2026-11-26 17:00');
  });
  test('ending on a weekend or holiday move to the next working day', () => {
    expect(due(rule('day', 5), at('2026-11-16T10:00'))).toBe('2026-11-23 17:00');
    expect(due(rule('day', 1), at('2026-11-23T10:00'))).toBe('2026-11-25 17:00');
    expect(due(rule('day', 1), at('2026-08-21T10:00'))).toBe('2026-08-22 17:00');
  });
});

describe('hours', () => {
  test('count within opening hours only', () => {
    expect(due(rule('hour', 1), at('2026-11-23T09:30'))).toBe('2026-11-23 10:30');
    expect(due(rule('hour', 1), at('2026-11-23T11:30'))).toBe('2026-11-23 13:30');
    expect(due(rule('hour', 1), at('2026-11-23T11:00'))).toBe('2026-11-23 12:00');
    expect(due(rule('hour', 1), at('2026-11-23T16:30'))).toBe('2026-11-25 08:30');
    expect(due(rule('hour', 8), at('2026-11-23T08:00'))).toBe('2026-11-23 17:00');
    expect(due(rule('hour', 8), at('2026-11-20T10:15'))).toBe('2026-11-23 10:15');
  });
  test('start at the next opening when received outside opening hours', () => {
    expect(due(rule('hour', 1), at('2026-11-22T20:00'))).toBe('2026-11-23 09:00');
    expect(due(rule('hour', 1), at('2026-11-23T06:00'))).toBe('2026-11-23 09:00');
  });
});

describe('a term nobody has told us', () => {
  test.each([
    rule('unknown', null),
    rule('varies', null),
    rule('season', null),
    rule('varies', 3),
    rule('working_day', null),
    { ...rule('working_day', 3), confidence: 'unknown' as const },
    rule('working_day', 1e12),
    rule('hour', Number.NaN),
  ])('is never given a date (%o)', (unknown) => {
    const assessed = assessDeadline(unknown, at('2026-11-23T09:00'), calendar);
    expect(assessed).toMatchObject({ state: 'unknown', dueAt: null, provisional: false });
  });
});

describe('provisional', () => {
  const provisional = (value: number, accepted: string) =>
    assessDeadline(rule('working_day', value), at(accepted), calendar).provisional;

  test('not while the calendar is published and sure', () => {
    expect(provisional(3, '2026-11-23T09:00')).toBe(false);
    expect(provisional(1, '2026-08-28T09:00')).toBe(false);
  });
  test('once the span touches a projected holiday', () => {
    expect(provisional(1, '2027-02-04T09:00')).toBe(true);
  });
  test('once the span reaches into a year that is not published', () => {
    expect(provisional(1, '2026-12-31T09:00')).toBe(true);
    expect(provisional(25, '2026-11-30T09:00')).toBe(true);
  });
});

describe('properties', () => {
  const instants = fc.integer({ min: at('2025-01-01T00:00'), max: at('2027-12-31T00:00') });
  const rules = fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((value) => rule('working_day', value)),
    fc.integer({ min: 0, max: 40 }).map((value) => rule('day', value)),
    fc.integer({ min: 0, max: 60 }).map((value) => rule('hour', value)),
    fc.constantFrom(null, 15).map((cutoff) => rule('in_day', 0, cutoff)),
  );
  const dueAt = (of: DeadlineRule, accepted: number) =>
    assessDeadline(of, accepted, calendar).dueAt ?? Number.NaN;

  test('received later is never due earlier', () => {
    fc.assert(
      fc.property(rules, instants, fc.integer({ min: 0, max: 10 * 86_400_000 }), (of, accepted, later) => {
        expect(dueAt(of, accepted + later)).toBeGreaterThanOrEqual(dueAt(of, accepted));
      }),
    );
  });
  test('a longer term is never due earlier', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('hour' as const, 'working_day' as const, 'day' as const),
        fc.integer({ min: 0, max: 40 }),
        instants,
        (unit, value, accepted) => {
          expect(dueAt(rule(unit, value + 1), accepted)).toBeGreaterThanOrEqual(
            dueAt(rule(unit, value), accepted),
          );
        },
      ),
    );
  });
  test('due falls on a working day, not after closing, and not on the day of receipt for one day or more', () => {
    fc.assert(
      fc.property(rules, instants, (of, accepted) => {
        const end = dueAt(of, accepted);
        expect(calendar.isWorkingDay(localDateOf(end))).toBe(true);
        expect(end).toBeLessThanOrEqual(instantOf(localDateOf(end), 17, 0));
        const counted = (of.unit === 'working_day' || of.unit === 'day') && (of.value ?? 0) > 0;
        if (counted) expect(localDateOf(end) > localDateOf(accepted)).toBe(true);
      }),
    );
  });
});

describe('local time', () => {
  test('the day begins at midnight in the city, not in Greenwich', () => {
    expect(localDateOf(Date.parse('2026-11-23T16:59:59Z'))).toBe('2026-11-23');
    expect(localDateOf(Date.parse('2026-11-23T17:00:00Z'))).toBe('2026-11-24');
    expect(instantOf('2026-11-23', 8, 5)).toBe(Date.parse('2026-11-23T08:05:00+07:00'));
    expect(localTimeOf(Date.parse('2026-11-23T08:05:59.999+07:00'))).toEqual({
      hour: 8,
      minute: 5,
      second: 59,
    });
  });
  test('days are added over month, year and leap day', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });
  test('dates are written day first; a bare year stays one', () => {
    expect(formatDate('2026-11-03')).toBe('03/11/2026');
    expect(formatDate('1950')).toBe('1950');
  });
  test('a day that does not exist is none', () => {
    expect([isRealDate('2026-02-30'), isRealDate('2026-2-3'), isRealDate('2028-02-29')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('calendar', () => {
  test('swapped Saturdays are worked, the days swapped for are not', () => {
    expect(calendar.isWorkingDay('2026-08-22')).toBe(true);
    expect(calendar.isWorkingDay('2026-08-31')).toBe(false);
    expect(calendar.isWorkingDay('2026-08-29')).toBe(false);
  });
  test('the national day of culture is off', () => {
    expect(calendar.isWorkingDay('2026-11-24')).toBe(false);
    expect(calendar.nextWorkingDay('2026-11-23')).toBe('2026-11-25');
  });
});
