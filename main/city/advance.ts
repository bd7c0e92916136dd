/**
 * What became of the items and which go next, written down together: each commit holds up the whole main process until
 * the disk has it, so what ends within a few milliseconds shares one.
 */
import type { Instant } from '../domain/dossier.ts';
import type { OutboxItem } from '../store/outbox-port.ts';
import type { Store } from '../store/ports.ts';
import type { Begun, Queue } from './queue.ts';
import type { Outcome } from './send-item.ts';
import type { Settlement } from './settlement.ts';
import type { Timing } from './timing.ts';

export interface Finished {
  readonly item: OutboxItem;
  /** Asked when it is written down. */
  readonly outcomeNow: () => Outcome;
  /** Counts only for what is to be tried again. */
  readonly retryAt: Instant;
}

export interface Advance {
  /** Resolves when it is written down, or kept for later on a full disk; soon, or `now` because somebody waits for it. */
  finished(one: Finished, when: 'soon' | 'now'): Promise<void>;
  /** Writes what is gathered, and begins what may leave. */
  now(): void;
}

export interface AdvanceParts {
  readonly store: Pick<Store, 'transaction' | 'outbox'>;
  readonly settlement: Settlement;
  readonly queue: Queue;
  readonly timing: Timing;
  /** How long what has ended may wait for more of it, ms. */
  readonly gatherMs: () => number;
  readonly isRunning: () => boolean;
  readonly launch: (begun: Begun) => void;
  readonly log: (event: string, fields?: Readonly<Record<string, string | number>>) => void;
  readonly bug: (error: unknown) => void;
}

const unexpected: Outcome = { kind: 'later', reason: 'unexpected', unreachable: false };

export function createAdvance(parts: AdvanceParts): Advance {
  const { store, settlement, queue, timing, log, bug } = parts;
  let gathered: (Finished & { readonly written: () => void })[] = [];
  let unplan: (() => void) | null = null;
  let writtenAt = Number.NEGATIVE_INFINITY;

  const settleAlone = ({ item, outcomeNow, retryAt }: Finished): void => {
    // What cannot be written stays visible.
    for (const one of [outcomeNow(), unexpected]) {
      try {
        settlement.settle(item, one, retryAt);
        return;
      } catch (error) {
        bug(error);
      }
    }
  };

  /** False when nothing of it is on disk. */
  const write = (ended: readonly Finished[], begun: Begun[]): boolean => {
    try {
      const written = store.transaction(() => {
        for (const { item, outcomeNow, retryAt } of ended) settlement.write(item, outcomeNow(), retryAt);
        if (parts.isRunning() && store.outbox.counts().waiting > 0) begun.push(...queue.take());
      });
      if (!written.ok) log('city.cannot-begin', { reason: 'disk-full' });
      return written.ok;
    } catch (error) {
      bug(error);
      return false;
    }
  };

  const now = (): void => {
    unplan?.();
    unplan = null;
    const ended = gathered;
    gathered = [];
    const begun: Begun[] = [];
    if (!write(ended, begun)) {
      queue.giveBack(begun.splice(0));
      for (const one of ended) settleAlone(one);
    }
    writtenAt = timing.steady();
    for (const one of begun) parts.launch(one);
    for (const { written } of ended) written();
  };

  return {
    now,
    finished: (one, when) =>
      new Promise((resolve) => {
        gathered.push({ ...one, written: resolve });
        const leftMs = writtenAt + parts.gatherMs() - timing.steady();
        if (when === 'now' || !parts.isRunning() || leftMs <= 0) now();
        else unplan ??= timing.after(leftMs, now);
      }),
  };
}
