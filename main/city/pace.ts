/**
 * A cap on the bytes of files per second, over all city systems together: so much gathers each second, and who sends
 * waits until there is enough for it. What a citizen is waiting for goes before the others, within the cap.
 */
import type { Pace } from './ports.ts';
import type { Timing } from './timing.ts';

export interface Pacer {
  /** `isUrgent` is asked at each turn: somebody may begin to wait meanwhile. */
  paceOf(isUrgent: () => boolean): Pace;
}

/** What gathers while nothing is sent, seconds' worth. */
const burstSeconds = 1;

interface Waiting {
  readonly bytes: number;
  readonly isUrgent: () => boolean;
  readonly go: () => void;
}

export function createPacer(bytesPerSecond: number | null, { steady, after }: Timing): Pacer {
  if (bytesPerSecond === null) return { paceOf: () => () => Promise.resolve() };
  const burst = bytesPerSecond * burstSeconds;
  const queue = new Set<Waiting>();
  let gathered = burst;
  let countedAt = steady();
  let unplan: (() => void) | null = null;

  const serve = (): void => {
    unplan?.();
    unplan = null;
    const now = steady();
    gathered = Math.min(burst, gathered + ((now - countedAt) / 1_000) * bytesPerSecond);
    countedAt = now;
    while (queue.size > 0) {
      const next = [...queue].find(({ isUrgent }) => isUrgent()) ?? [...queue][0];
      if (!next) return;
      // A piece larger than a whole burst goes when the burst is full, and what it took more is waited for after it.
      if (gathered < Math.min(next.bytes, burst)) {
        const shortMs = ((Math.min(next.bytes, burst) - gathered) / bytesPerSecond) * 1_000;
        unplan = after(Math.max(1, Math.ceil(shortMs)), serve);
        return;
      }
      gathered -= next.bytes;
      queue.delete(next);
      next.go();
    }
  };

  return {
    paceOf: (isUrgent) => (bytes, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const done = (): void => {
          signal.removeEventListener('abort', given);
          resolve();
        };
        const waiting: Waiting = { bytes, isUrgent, go: done };
        const given = (): void => {
          queue.delete(waiting);
          done();
        };
        signal.addEventListener('abort', given, { once: true });
        queue.add(waiting);
        serve();
      }),
  };
}
