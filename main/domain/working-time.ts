import type { WorkCalendar } from './calendar.ts';
import type { Instant } from './dossier.ts';
import { addDays, instantOf, localDateOf } from './local-time.ts';
import type { LocalDate } from './person.ts';

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The opening hours of one day as instants; none on a day off. */
function spansOf(date: LocalDate, calendar: WorkCalendar): Span[] {
  if (!calendar.isWorkingDay(date)) return [];
  return calendar.openingHours.map((span) => ({
    from: instantOf(date, 0, span.from),
    to: instantOf(date, 0, span.to),
  }));
}

/** End of the last opening hours of that day, whether or not it is a working day. */
export function closingTime(date: LocalDate, calendar: WorkCalendar): Instant {
  return instantOf(date, 0, calendar.openingHours.at(-1)?.to ?? 24 * 60);
}

/** Milliseconds of opening hours in one working day. */
export function workingDayMs(calendar: WorkCalendar): number {
  return calendar.openingHours.reduce((sum, span) => sum + (span.to - span.from) * 60_000, 0);
}

/**
 * The instant at which `ms` of opening hours have passed since `start`. Time outside the opening hours does not count,
 * so with `ms` 0 it is `start`, or the next opening.
 */
export function addWorkingTime(start: Instant, ms: number, calendar: WorkCalendar): Instant {
  let date = localDateOf(start);
  let left = ms;
  if (!calendar.isWorkingDay(date)) date = calendar.nextWorkingDay(date);
  for (;;) {
    for (const span of spansOf(date, calendar)) {
      const from = Math.max(span.from, start);
      if (from > span.to || (from === span.to && left > 0)) continue;
      if (from + left <= span.to) return from + left;
      left -= span.to - from;
    }
    date = calendar.nextWorkingDay(date);
  }
}

/** Milliseconds of opening hours between two instants; 0 when `to` is not later. */
export function workingTimeBetween(from: Instant, to: Instant, calendar: WorkCalendar): number {
  if (to <= from) return 0;
  const last = localDateOf(to);
  let sum = 0;
  for (let date = localDateOf(from); date <= last; date = addDays(date, 1)) {
    for (const span of spansOf(date, calendar)) {
      sum += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
    }
  }
  return sum;
}
