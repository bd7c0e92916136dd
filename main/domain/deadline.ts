import type { WorkCalendar } from './calendar.ts';
import type { DeadlineAssessment, Instant } from './dossier.ts';
import { addDays, daysBetween, localDateOf, localTimeOf } from './local-time.ts';
import type { LocalDate } from './person.ts';
import { longestTerm, type DeadlineRule } from './procedure.ts';
import { addWorkingTime, closingTime, workingDayMs, workingTimeBetween } from './working-time.ts';

/** Milliseconds in an hour of work. */
const hourMs = 60 * 60 * 1000;

/**
 * When the result of a dossier is due (ngày hẹn trả). The day of receipt is not counted; a term in calendar days that
 * ends on a day off moves to the next working day (Civil Code 2015 Art. 147–148); "after 15:00" moves an in-day term to
 * the next working day (Decree 23/2015 Art. 7), 15:00:00 itself being in time. A term in days ends with the working
 * day. A term that nobody has told us stays unknown.
 */
export function assessDeadline(
  rule: DeadlineRule,
  acceptedAt: Instant,
  calendar: WorkCalendar,
): DeadlineAssessment {
  const dueAt = dueInstant(rule, acceptedAt, calendar);
  return {
    state: dueAt === null ? 'unknown' : 'known',
    dueAt,
    unit: rule.unit,
    value: rule.value,
    provisional: dueAt !== null && touchesProvisional(localDateOf(acceptedAt), localDateOf(dueAt), calendar),
    note: rule.note,
  };
}

function dueInstant(rule: DeadlineRule, acceptedAt: Instant, calendar: WorkCalendar): Instant | null {
  if (rule.confidence === 'unknown') return null;
  const received = localDateOf(acceptedAt);
  if (rule.unit === 'in_day') {
    const due = inDayDate(received, acceptedAt, rule.cutoffHour, calendar);
    return closingTime(due, calendar);
  }
  const value = rule.value;
  if (value === null || !(value >= 0 && value <= longestTerm)) return null;
  switch (rule.unit) {
    case 'hour':
      return addWorkingTime(acceptedAt, value * hourMs, calendar);
    case 'working_day':
      return Number.isInteger(value)
        ? closingTime(afterWorkingDays(received, value, calendar), calendar)
        : addWorkingTime(acceptedAt, value * workingDayMs(calendar), calendar);
    case 'day':
      return closingTime(onOrAfter(addDays(received, Math.ceil(value)), calendar), calendar);
    case 'varies':
    case 'season':
    case 'unknown':
      return null;
  }
}

function inDayDate(
  received: LocalDate,
  acceptedAt: Instant,
  cutoffHour: number | null,
  calendar: WorkCalendar,
): LocalDate {
  if (!calendar.isWorkingDay(received)) return calendar.nextWorkingDay(received);
  const { hour, minute, second } = localTimeOf(acceptedAt);
  const sinceMidnight = (hour * 60 + minute) * 60 + second;
  const late = cutoffHour !== null && sinceMidnight > cutoffHour * 3600;
  // Without a cut-off a dossier taken after closing would be due before it was received.
  const closed = acceptedAt > closingTime(received, calendar);
  return late || closed ? calendar.nextWorkingDay(received) : received;
}

function afterWorkingDays(date: LocalDate, count: number, calendar: WorkCalendar): LocalDate {
  if (count === 0) return onOrAfter(date, calendar);
  let due = date;
  for (let counted = 0; counted < count; counted += 1) due = calendar.nextWorkingDay(due);
  return due;
}

function onOrAfter(date: LocalDate, calendar: WorkCalendar): LocalDate {
  return calendar.isWorkingDay(date) ? date : calendar.nextWorkingDay(date);
}

function touchesProvisional(from: LocalDate, to: LocalDate, calendar: WorkCalendar): boolean {
  for (let date = from; date <= to; date = addDays(date, 1)) {
    if (calendar.isProvisional(date)) return true;
  }
  return false;
}

/** A stretch during which the clock stood still (status 5, 6 or 8); `to` null = still standing. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant | null;
}

export interface PausedDeadline {
  /** While the clock stands still `dueAt` is null: nobody knows when it will run on. */
  readonly deadline: DeadlineAssessment;
  /** Since when the clock stands still; null = it runs. */
  readonly pausedSince: Instant | null;
}

/**
 * The deadline after pauses: when the dossier is resumed it gets the working time back that was left when it stopped
 * (for a term in calendar days: the days that were left). A term in days still ends with a working day. A pause that
 * starts after the due time changes nothing: the dossier was overdue already.
 */
export function extendForPauses(
  deadline: DeadlineAssessment,
  pauses: readonly Pause[],
  calendar: WorkCalendar,
): PausedDeadline {
  if (deadline.dueAt === null) return { deadline, pausedSince: null };
  const firstDue = deadline.dueAt;
  let dueAt = firstDue;
  let running = Number.NEGATIVE_INFINITY;
  let provisional = deadline.provisional;
  for (const pause of [...pauses].sort((a, b) => a.from - b.from)) {
    const from = Math.max(pause.from, running);
    if (from >= dueAt) continue;
    if (pause.to === null) return { deadline: { ...deadline, dueAt: null, provisional }, pausedSince: from };
    if (pause.to <= from) continue;
    dueAt = resume(deadline.unit, from, pause.to, dueAt, calendar);
    running = pause.to;
    provisional ||= touchesProvisional(localDateOf(pause.to), localDateOf(dueAt), calendar);
  }
  return { deadline: { ...deadline, dueAt, provisional }, pausedSince: null };
}

function resume(
  unit: DeadlineAssessment['unit'],
  stoppedAt: Instant,
  resumedAt: Instant,
  dueAt: Instant,
  calendar: WorkCalendar,
): Instant {
  if (unit === 'day') {
    const left = daysBetween(localDateOf(stoppedAt), localDateOf(dueAt));
    return closingTime(onOrAfter(addDays(localDateOf(resumedAt), left), calendar), calendar);
  }
  const end = addWorkingTime(resumedAt, workingTimeBetween(stoppedAt, dueAt, calendar), calendar);
  return unit === 'hour' ? end : closingTime(localDateOf(end), calendar);
}
