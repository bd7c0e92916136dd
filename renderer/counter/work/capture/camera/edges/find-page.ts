/** Finds the page in a camera's picture. Pure; made for some 640 × 480 pixels, a few times a second. */
import { edgeLines } from './edge-lines.ts';
import { likelyQuads } from './choose-quad.ts';
import type { Grey } from './grey.ts';
import { halved } from './grey.ts';
import type { Quad } from './quad.ts';
import { area, inOrder, isConvex, scaled } from './quad.ts';
import type { Refined } from './refine.ts';
import { refined } from './refine.ts';
import { borders } from './side-support.ts';

export interface FoundPage {
  /** In pixels of the picture; may lie up to a few pixels outside it. */
  readonly corners: Quad;
  /** 0–1: how much of the border is plainly there. */
  readonly confidence: number;
}

/** Below this nothing is told: an outline that jumps about helps nobody. */
const leastConfidence = 0.78;
/** A second page is a page when this much of its border is there. */
const sure = 0.7;
/** Candidates that are measured at full size. */
const looked = 10;
/** Smallest picture that is looked at, px. */
const leastSide = 64;

/** The page with the plainest border, the larger one of two side by side; null when there is none. */
export function findPage(picture: Grey): FoundPage | null {
  if (Math.min(picture.width, picture.height) < leastSide) return null;
  const small = halved(picture);
  const pages: (FoundPage & { readonly score: number })[] = [];
  for (const { corners, score } of likelyQuads(small, borders(small, edgeLines(small)), looked)) {
    const first = refined(picture, inOrder(scaled(corners, 2)), 6);
    const second = first && refined(picture, first.corners, 3);
    if (!second || !isConvex(second.corners) || !isInside(second.corners, picture)) continue;
    const confidence = Math.min(1, confidenceOf(second));
    if (confidence < leastConfidence) continue;
    pages.push({ corners: inOrder(second.corners), confidence, score: score * confidence });
  }
  pages.sort((one, other) => other.score - one.score);
  const [best] = pages;
  if (!best) return null;
  const larger = pages.find((one) => one.confidence > sure && isBeside(one.corners, best.corners));
  const { corners, confidence } = larger && area(larger.corners) > area(best.corners) ? larger : best;
  return { corners, confidence };
}

/** Neither reaches into the middle of the other. */
function isBeside(one: Quad, other: Quad): boolean {
  const holds = (quad: Quad, x: number, y: number): boolean =>
    quad.every((from, index) => {
      const to = quad[(index + 1) % 4] ?? from;
      return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) > 0;
    });
  const middle = (quad: Quad, along: 'x' | 'y'): number => quad.reduce((sum, at) => sum + at[along] / 4, 0);
  return (
    !holds(one, middle(other, 'x'), middle(other, 'y')) && !holds(other, middle(one, 'x'), middle(one, 'y'))
  );
}

function isInside(corners: Quad, { width, height }: Grey): boolean {
  const slack = 0.012 * Math.max(width, height);
  return (
    area(corners) > 0 &&
    corners.every(({ x, y }) => x >= -slack && y >= -slack && x <= width + slack && y <= height + slack)
  );
}

/** Sides that are seen, and all of them lighter (or all darker) than what lies beside them. */
function confidenceOf({ seen, steps }: Refined): number {
  const mean = seen.reduce((sum, part) => sum + part, 0) / 4;
  const weakest = Math.min(...seen);
  const signs = Math.abs(steps.reduce((sum, step) => sum + Math.sign(step), 0)) / 4;
  return (0.5 * mean + 0.5 * Math.min(1, 1.4 * weakest)) * (0.8 + 0.2 * signs);
}
