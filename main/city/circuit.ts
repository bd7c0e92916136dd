/**
 * Keeps a dead city from being hammered: after a failure nothing is sent until a cheap probe is answered, then one item
 * alone tries the way, and only its success opens it for all. Times are steady milliseconds (timing.ts).
 */
export interface Circuit {
  state(): 'closed' | 'open' | 'half-open';
  /** How many dossiers may be under way now. */
  allowed(most: number): number;
  succeeded(): void;
  failed(now: number): void;
  probed(now: number): void;
  sinceProbe(now: number): number;
  wantsProbe(now: number, itemsWait: boolean): boolean;
  /** A probe was answered. `back`: the first answer after an outage; `still-failing`: too soon after failed trials. */
  answered(now: number): 'back' | 'same' | 'still-failing';
  /** A person asks: the next probe and trial need not wait. */
  hurry(): void;
}

const firstProbeMs = 500;
const waitingProbeMs = 4_000;
const idleProbeMs = 30_000;
const longestTrialGapMs = 60_000;

/** 1 s, 2 s, 4 s … 5 min, each shortened by chance to as little as half, ms. `attempts` counts from 1. */
export function backoffMs(attempts: number, random: () => number): number {
  const full = Math.min(1_000 * 2 ** Math.min(attempts - 1, 20), 5 * 60_000);
  return Math.round(full * (0.5 + random() / 2));
}

export function createCircuit(random: () => number): Circuit {
  let state: 'closed' | 'open' | 'half-open' = 'closed';
  /** Trials that failed although the probe before them was answered. */
  let failedTrials = 0;
  let nextTrialAt = Number.NEGATIVE_INFINITY;
  let probedAt = Number.NEGATIVE_INFINITY;
  let openedAt = Number.NEGATIVE_INFINITY;

  return {
    state: () => state,
    allowed: (most) => ({ closed: most, 'half-open': 1, open: 0 })[state],
    succeeded: () => {
      state = 'closed';
      failedTrials = 0;
      nextTrialAt = Number.NEGATIVE_INFINITY;
    },
    failed: (now) => {
      if (state === 'half-open') {
        failedTrials += 1;
        const gap = Math.min(waitingProbeMs * 2 ** (failedTrials - 1), longestTrialGapMs);
        nextTrialAt = now + gap * (0.5 + random() / 2);
      }
      if (state === 'closed') openedAt = now;
      state = 'open';
    },
    probed: (now) => {
      probedAt = now;
    },
    sinceProbe: (now) => now - probedAt,
    wantsProbe: (now, itemsWait) => {
      if (state !== 'open') return false;
      if (probedAt < openedAt) return now - openedAt >= firstProbeMs;
      return now - probedAt >= (itemsWait ? waitingProbeMs * (0.5 + random() / 2) : idleProbeMs);
    },
    answered: (now) => {
      if (state !== 'open') return 'same';
      if (now < nextTrialAt) return 'still-failing';
      state = 'half-open';
      return failedTrials === 0 ? 'back' : 'same';
    },
    hurry: () => {
      failedTrials = 0;
      nextTrialAt = Number.NEGATIVE_INFINITY;
      probedAt = Number.NEGATIVE_INFINITY;
      openedAt = Number.NEGATIVE_INFINITY;
    },
  };
}
