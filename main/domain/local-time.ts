import { zoneOffsetMs } from './clock.ts';
import type { Instant } from './dossier.ts';
import type { LocalDate } from './person.ts';

/** Wall-clock time of the city. */
export interface LocalTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** The calendar day in Asia/Ho_Chi_Minh on which an instant falls. */
export function localDateOf(instant: Instant): LocalDate {
  return new Date(instant + zoneOffsetMs).toISOString().slice(0, 10);
}

/** The time of day in Asia/Ho_Chi_Minh; milliseconds are cut off, as on a printed receipt. */
export function localTimeOf(instant: Instant): LocalTime {
  const local = new Date(instant + zoneOffsetMs);
  return { hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds() };
}

/** The instant at which the city's clocks show `hour:minute` on that day. */
export function instantOf(date: LocalDate, hour: number, minute: number): Instant {
  return startOfDay(date) + (hour * 60 + minute) * 60_000;
}

/** The day `days` later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return localDateOf(startOfDay(date) + days * dayMs);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / dayMs);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** True for a day that exists: `2026-02-30` has the right shape and is no date. */
export function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

/** `dd/mm/yyyy`; a bare year (birth day unknown) stays a year. */
export function formatDate(date: string): string {
  const [year, month, day] = date.split('-');
  return month && day ? `${day}/${month}/${year}` : date;
}

function startOfDay(date: LocalDate): Instant {
  return Date.parse(`${date}T00:00:00Z`) - zoneOffsetMs;
}
