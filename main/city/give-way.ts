/**
 * Sending goes on in the process that answers the counter. While somebody works there, what nobody waits for is sent one
 * piece at a time with rests between, so that hardly any press of a key finds the process busy.
 */
import type { Timing } from './timing.ts';

export interface GivingWay {
  /** Somebody does something at the counter now. */
  counterWorks(): void;
  isGiving(): boolean;
  /** Resolves at this piece's turn: at once while nobody works at the counter. */
  turn(signal: AbortSignal): Promise<void>;
}

/** So long after the last thing done, somebody is still at work, ms. */
const lingersMs = 1_000;
/** A piece (one file, one message) holds the process for a few ms: a small part of this, ms. */
const restMs = 60;

export function createGivingWay({ steady, after }: Timing): GivingWay {
  let until = Number.NEGATIVE_INFINITY;
  let nextTurn = Number.NEGATIVE_INFINITY;
  const isGiving = (): boolean => steady() < until;
  return {
    counterWorks: () => {
      until = steady() + lingersMs;
    },
    isGiving,
    turn: (signal) => {
      if (!isGiving() || signal.aborted) return Promise.resolve();
      const now = steady();
      nextTurn = Math.max(nextTurn, now) + restMs;
      return new Promise((resolve) => {
        const done = (): void => {
          unplan();
          signal.removeEventListener('abort', done);
          resolve();
        };
        const unplan = after(nextTurn - now, done);
        signal.addEventListener('abort', done, { once: true });
      });
    },
  };
}
