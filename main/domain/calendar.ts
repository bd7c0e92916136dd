import { z } from 'zod';
import { addDays, isRealDate, weekdayOf } from './local-time.ts';
import { LocalDate } from './person.ts';
import { Confidence } from './procedure.ts';

const CalendarDate = LocalDate.refine(isRealDate, 'no such day');
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** The working calendar as data: the government publishes it year by year, and swaps days late. */
export const CalendarData = z
  .object({
    /** Days without a published calendar count as provisional: those after this day. */
    publishedUntil: CalendarDate,
    /** When counters work, in order, not overlapping; together they make a working day. */
    openingHours: z.array(z.object({ from: TimeOfDay, to: TimeOfDay })).min(1),
    /** Public holidays, days off in lieu (nghỉ bù) and days off by swap (hoán đổi). */
    daysOff: z.array(
      z.object({
        date: CalendarDate,
        name: z.string().min(1),
        kind: z.enum(['statutory', 'compensatory', 'swap_off', 'projected']),
        confidence: Confidence,
      }),
    ),
    /** Saturdays worked in exchange for a day off (làm bù). */
    workingSaturdays: z.array(
      z.object({ date: CalendarDate, name: z.string().min(1), confidence: Confidence }),
    ),
  })
  .superRefine((data, context) => {
    data.openingHours.forEach((span, index) => {
      const before = data.openingHours[index - 1];
      if (span.from >= span.to || (before && before.to > span.from)) {
        context.addIssue({
          code: 'custom',
          path: ['openingHours', index],
          message: 'hours must be in order and must not overlap',
        });
      }
    });
  });
export type CalendarData = z.infer<typeof CalendarData>;

/** A span of opening hours, minutes after midnight. */
export interface OpeningSpan {
  readonly from: number;
  readonly to: number;
}

/** The calendar of working days (lịch làm việc): Monday to Friday, less days off, plus swapped Saturdays. */
export interface WorkCalendar {
  isWorkingDay(date: LocalDate): boolean;
  /** True when nobody has announced this day for certain: a projected row, or a year not yet published. */
  isProvisional(date: LocalDate): boolean;
  /** The first working day after `date`. */
  nextWorkingDay(date: LocalDate): LocalDate;
  readonly openingHours: readonly OpeningSpan[];
}

/** No run of days off is longer; a calendar that has one is damaged, and looping on would hang. */
const longestBreakDays = 60;
const unsure: readonly Confidence[] = ['medium-low', 'low', 'unknown'];

export function createCalendar(data: CalendarData): WorkCalendar {
  const off = new Set(data.daysOff.map((row) => row.date));
  const workedSaturdays = new Set(data.workingSaturdays.map((row) => row.date));
  const uncertain = new Set(
    [
      ...data.daysOff.filter((row) => row.kind === 'projected' || unsure.includes(row.confidence)),
      ...data.workingSaturdays.filter((row) => unsure.includes(row.confidence)),
    ].map((row) => row.date),
  );

  function isWorkingDay(date: LocalDate): boolean {
    if (off.has(date)) return false;
    const weekday = weekdayOf(date);
    return (weekday >= 1 && weekday <= 5) || workedSaturdays.has(date);
  }

  return {
    isWorkingDay,
    isProvisional: (date) => uncertain.has(date) || date > data.publishedUntil,
    nextWorkingDay(date) {
      for (let days = 1; days <= longestBreakDays; days += 1) {
        const candidate = addDays(date, days);
        if (isWorkingDay(candidate)) return candidate;
      }
      throw new Error(`calendar has no working day within ${longestBreakDays} days after ${date}`);
    },
    openingHours: data.openingHours.map((span) => ({ from: minutesOf(span.from), to: minutesOf(span.to) })),
  };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
