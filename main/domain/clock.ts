import type { Instant } from './dossier.ts';

/** Time is passed in, never taken: rules get instants, services get this. */
export interface Clock {
  /** Epoch milliseconds as this machine believes. */
  now(): Instant;
}

/** The city, the law and the people live in one zone without daylight saving. */
export const zone = 'Asia/Ho_Chi_Minh';

/** Milliseconds that the zone is ahead of UTC (+07:00). */
export const zoneOffsetMs = 7 * 60 * 60 * 1000;
