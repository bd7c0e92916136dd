import type { Instant } from './dossier.ts';

/** Time is passed in, never taken: rules get instants, services get this. */
export interface Clock {
  /** Epoch milliseconds: of the city's clock where the difference is known, else as this machine believes. */
  now(): Instant;
  /** Where the city's clock corrects ours (`station-clock.ts`). */
  readonly correction?: {
    /** As this machine believes. */
    machine(): Instant;
    /** Our machine's clock minus the city's, ms; null when never compared. */
    offsetMs(): number | null;
    /** It was compared with the city's. */
    measured(offsetMs: number): void;
  };
}

/** The city, the law and the people live in one zone without daylight saving. */
export const zone = 'Asia/Ho_Chi_Minh';

/** Milliseconds that the zone is ahead of UTC (+07:00). */
export const zoneOffsetMs = 7 * 60 * 60 * 1000;
