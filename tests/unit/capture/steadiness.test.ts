import { expect, it } from 'vitest';
import type { Quad } from '../../../renderer/counter/work/capture/camera/edges/quad.ts';
import {
  afterTaking,
  looked,
  nothingSeen,
  restedPart,
  stillMs,
  type Steadiness,
} from '../../../renderer/counter/work/capture/camera/steadiness.ts';

const at = (x: number, y: number): Quad => [
  { x, y },
  { x: x + 0.5, y },
  { x: x + 0.5, y: y + 0.7 },
  { x, y: y + 0.7 },
];

/** Looks every 80 ms, as the live view does; returns when the page would have been taken, ms, or null. */
function follow(outlines: readonly (Quad | null)[], from: Steadiness = nothingSeen, begin = 1_000) {
  let state = from;
  let takenAt: number | null = null;
  outlines.forEach((outline, index) => {
    state = looked(state, outline, begin + index * 80);
    if (restedPart(state) >= 1) {
      takenAt ??= begin + index * 80;
      state = afterTaking(state, begin + index * 80);
    }
  });
  return { state, takenAt };
}

const lying = (count: number, quad: Quad | null) => Array.from({ length: count }, () => quad);

it('a page that lies still is taken after 0.7 s and not before', () => {
  const { takenAt } = follow(lying(30, at(0.2, 0.1)));
  expect(takenAt).toBeGreaterThanOrEqual(1_000 + stillMs);
  expect(takenAt).toBeLessThan(1_000 + stillMs + 2 * 80);
});

it('a page that slides slowly is not taken, though each step is small', () => {
  const sliding = Array.from({ length: 60 }, (_, index) => at(0.1 + index * 0.004, 0.1));
  expect(follow(sliding).takenAt).toBeNull();
});

it('the outline lost in between: the wait begins anew', () => {
  const { takenAt } = follow([...lying(6, at(0.2, 0.1)), null, ...lying(20, at(0.2, 0.1))]);
  expect(takenAt).toBeGreaterThanOrEqual(1_000 + 7 * 80 + stillMs);
});

it('a page that stays is taken once, and also when a hand passes over it', () => {
  const first = follow(lying(20, at(0.2, 0.1)));
  const later = follow([...lying(2, null), ...lying(30, at(0.2, 0.1))], first.state, 1_000 + 20 * 80);
  expect(later.takenAt).toBeNull();
});

it('the next page, laid on the same place, is taken', () => {
  const first = follow(lying(20, at(0.2, 0.1)));
  const next = follow([...lying(6, null), ...lying(30, at(0.2, 0.1))], first.state, 1_000 + 20 * 80);
  expect(next.takenAt).not.toBeNull();
});

it('nothing was looked at for a while: what happened then is not taken for rest', () => {
  const before = looked(looked(nothingSeen, at(0.2, 0.1), 1_000), at(0.2, 0.1), 1_080);
  const after = looked(before, at(0.2, 0.1), 9_000);
  expect(restedPart(after)).toBe(0);
});
