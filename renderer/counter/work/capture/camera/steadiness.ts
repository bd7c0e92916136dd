/** When a page under the camera has lain still long enough to be taken without a key. Pure; times in ms. */
import type { Quad } from './edges/quad.ts';
import { distance, farthestCorner } from './edges/quad.ts';

/** A page that has lain still this long is taken. */
export const stillMs = 700;
/** Corners that move less than this part of the page's diagonal lie still: half a millimetre of an A4 page. */
const stillPart = 0.008;
/** For the next page something has to move for this long: a hand that only passes by is shorter than a page that is changed. */
const changeMs = 250;
/** Looked at less often than this, nothing is known about what happened between. */
const mostGapMs = 600;

export interface Steadiness {
  /** `still` counts up; `taken` waits until the page is moved or taken away. */
  readonly phase: 'looking' | 'still' | 'taken';
  readonly outline: Quad | null;
  /** Since when the phase holds, or, when `taken`, since when something moves. */
  readonly since: number;
  readonly seenAt: number;
}

export const nothingSeen: Steadiness = { phase: 'looking', outline: null, since: 0, seenAt: 0 };

/** One more look at the desk. */
export function looked(before: Steadiness, outline: Quad | null, at: number): Steadiness {
  const same = outline !== null && before.outline !== null && isSame(before.outline, outline);
  if (before.phase === 'taken') {
    if (same) return { ...before, since: at, seenAt: at };
    return at - before.since >= changeMs
      ? { phase: 'looking', outline, since: at, seenAt: at }
      : { ...before, seenAt: at };
  }
  if (outline === null) return { phase: 'looking', outline: null, since: at, seenAt: at };
  // The first outline of a rest is what later ones are held against: a slow slide is no rest.
  if (same && at - before.seenAt <= mostGapMs) return { ...before, phase: 'still', seenAt: at };
  return { phase: 'looking', outline, since: at, seenAt: at };
}

/** How much of the wait is over, 0–1. */
export function restedPart({ phase, since, seenAt }: Steadiness): number {
  return phase === 'still' ? Math.min(1, (seenAt - since) / stillMs) : 0;
}

/** After a page has been taken, by itself or by a key. */
export function afterTaking(before: Steadiness, at: number): Steadiness {
  return { ...before, phase: 'taken', since: at };
}

function isSame(one: Quad, other: Quad): boolean {
  const diagonal = Math.max(distance(one[0], one[2]), distance(one[1], one[3]));
  return farthestCorner(one, other) <= stillPart * diagonal;
}
