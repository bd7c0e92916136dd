/** Whether the city can be reached, how quick it is, and how far its clock is from ours. */
import type { Clock } from '../domain/clock.ts';
import type { CityExchange, CityStatus } from './ports.ts';

/** An answer that takes longer than this makes the city "slow", ms. */
const slowMs = 3_000;
/** `Date` has whole seconds: what lies within this is no difference, ms. */
const clockToleranceMs = 2_000;

export interface CityHealth {
  status(): CityStatus;
  /** Any answer: only its time and its `Date` count. */
  heard(exchange: CityExchange): void;
  /** The city answered as it should. */
  reached(): void;
  lost(): void;
}

export function createCityHealth(clock: Clock, changed: () => void): CityHealth {
  let status: CityStatus = { state: 'unknown', since: null, clockOffsetMs: null };
  let lastRoundTripMs = 0;

  const become = (state: CityStatus['state']): void => {
    if (state === status.state) return;
    status = { ...status, state, since: clock.now() };
    changed();
  };

  return {
    status: () => (clock.correction ? { ...status, clockOffsetMs: clock.correction.offsetMs() } : status),
    heard: ({ roundTripMs, cityTime, bulk }) => {
      if (bulk) return;
      lastRoundTripMs = roundTripMs;
      if (cityTime === null) return;
      // The city wrote its time about half a round trip ago, somewhere in that second.
      const machine = clock.correction?.machine() ?? clock.now();
      const offset = Math.round(machine - roundTripMs / 2 - (cityTime + 500));
      const clockOffsetMs = Math.abs(offset) <= clockToleranceMs + roundTripMs / 2 ? 0 : offset;
      clock.correction?.measured(clockOffsetMs);
      const moved =
        Math.abs(clockOffsetMs - (status.clockOffsetMs ?? Number.POSITIVE_INFINITY)) > clockToleranceMs;
      // A clock that is off is told once, not again for every second of jitter.
      if (!moved && clockOffsetMs !== 0) return;
      if (clockOffsetMs === status.clockOffsetMs) return;
      status = { ...status, clockOffsetMs };
      changed();
    },
    reached: () => {
      become(lastRoundTripMs > slowMs ? 'slow' : 'up');
    },
    lost: () => {
      become('down');
    },
  };
}
