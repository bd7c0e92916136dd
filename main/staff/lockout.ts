import type { Instant } from '../domain/dossier.ts';

/** Wrong PINs in a row until an account is locked, each time. */
export const attemptsUntilLock = 5;

const minuteMs = 60_000;
const longestMinutes = 60;

/** Minutes of the lock after so many wrong PINs in a row: 5 → 5, 10 → 10, 15 → 20, 20 → 40, then 60; else null. */
export function lockMinutes(failedAttempts: number): number | null {
  if (failedAttempts === 0 || failedAttempts % attemptsUntilLock !== 0) return null;
  const doublings = failedAttempts / attemptsUntilLock - 1;
  return Math.min(longestMinutes, 5 * 2 ** Math.min(doublings, 10));
}

export function lockedUntilOf(failedAttempts: number, now: Instant): Instant | null {
  const minutes = lockMinutes(failedAttempts);
  return minutes === null ? null : now + minutes * minuteMs;
}

/**
 * Whole minutes still to wait, at least 1; null when not locked. A lock that seems longer than any we give comes from a
 * clock that was set back since, and is cut to the longest.
 */
export function minutesLeft(
  lockedUntil: Instant | null,
  now: Instant,
): { minutes: number; until: Instant } | null {
  if (lockedUntil === null || lockedUntil <= now) return null;
  const until = Math.min(lockedUntil, now + longestMinutes * minuteMs);
  return { minutes: Math.ceil((until - now) / minuteMs), until };
}
