/** The four lines that most likely are the sides of one page. Pure. */
import type { Grey } from './grey.ts';
import type { LineSupport } from './side-support.ts';
import type { Point, Quad } from './quad.ts';
import { area, farthestCorner, inOrder } from './quad.ts';

export interface Candidate {
  readonly corners: Quad;
  readonly score: number;
}

/** Opposite sides of a page seen from a document camera differ in direction by no more, degrees. */
const mostTaper = 40;
/** Angle between neighbouring sides at least, degrees. */
const leastCorner = 50;
/** Smallest page, as a part of the picture: an identity card under a camera that is set to A3. */
const leastArea = 0.025;
/** Least part of a side that must be seen: the rest may be under a hand. */
const leastSide = 0.3;
const leastMean = 0.5;
/** Candidates with corners this near are one, px: measuring brings both to the same place. */
const alike = 4;
/** How far the page's sides are looked for beyond its corners, as a part of the side. */
const beyond = 0.12;

interface Pair {
  readonly one: LineSupport;
  readonly other: LineSupport;
  readonly degrees: number;
}

/** Best first, each different from the ones before it. */
export function likelyQuads(picture: Grey, supports: readonly LineSupport[], most: number): Candidate[] {
  const pairs = opposites(picture, supports);
  const found: Candidate[] = [];
  for (let a = 0; a < pairs.length; a += 1) {
    const first = pairs[a];
    if (!first) continue;
    for (let b = a + 1; b < pairs.length; b += 1) {
      const second = pairs[b];
      if (!second || apart(first.degrees, second.degrees) < leastCorner) continue;
      const candidate = judge(picture, first, second);
      if (candidate) found.push(candidate);
    }
  }
  found.sort((one, other) => other.score - one.score);
  const different: Candidate[] = [];
  for (const one of found) {
    if (different.some((other) => farthestCorner(one.corners, other.corners) < alike)) continue;
    different.push(one);
    if (different.length === most) break;
  }
  return different;
}

/** Angle between two undirected directions, 0–90 degrees. */
function apart(a: number, b: number): number {
  const difference = Math.abs(a - b) % 180;
  return Math.min(difference, 180 - difference);
}

function opposites(picture: Grey, supports: readonly LineSupport[]): Pair[] {
  const least = 0.1 * Math.min(picture.width, picture.height);
  const pairs: Pair[] = [];
  supports.forEach((one, index) => {
    for (const other of supports.slice(index + 1)) {
      const a = one.line;
      const b = other.line;
      if (apart(a.degrees, b.degrees) > mostTaper) continue;
      // Seen from the same side, a line beyond the turn of 180° has its distance on the other side.
      const flipped = Math.abs(a.degrees - b.degrees) > 90;
      if (Math.abs(a.rho - (flipped ? -b.rho : b.rho)) < least) continue;
      const middle = (a.degrees + (flipped ? b.degrees + 180 : b.degrees)) / 2;
      pairs.push({ one, other, degrees: middle % 180 });
    }
  });
  return pairs;
}

function crossing({ line: a }: LineSupport, { line: b }: LineSupport): Point | null {
  const across = a.cos * b.sin - a.sin * b.cos;
  if (Math.abs(across) < 0.2) return null;
  return { x: (a.rho * b.sin - b.rho * a.sin) / across, y: (b.rho * a.cos - a.rho * b.cos) / across };
}

/** Where a point is along a line, px from the foot of the perpendicular. */
function along({ line }: LineSupport, point: Point): number {
  return -point.x * line.sin + point.y * line.cos;
}

function judge(picture: Grey, first: Pair, second: Pair): Candidate | null {
  const sides = [first.one, second.one, first.other, second.other] as const;
  const [s0, s1, s2, s3] = sides;
  const a = crossing(s3, s0);
  const b = crossing(s0, s1);
  const c = crossing(s1, s2);
  const d = crossing(s2, s3);
  if (!a || !b || !c || !d) return null;
  const corners: Quad = [a, b, c, d];
  const midX = picture.width / 2;
  const midY = picture.height / 2;
  for (const { x, y } of corners) if (Math.abs(x) > midX + 2 || Math.abs(y) > midY + 2) return null;
  const size = Math.abs(area(corners)) / (picture.width * picture.height);
  if (size < leastArea) return null;
  const turn = Math.sign(area(corners));
  let sum = 0;
  let weakest = 1;
  let bright = 0;
  let overrun = 0;
  for (let index = 0; index < 4; index += 1) {
    const side = sides[index];
    const from = corners[index];
    const to = corners[(index + 1) % 4];
    if (!side || !from || !to) return null;
    const start = along(side, from);
    const end = along(side, to);
    const length = end - start;
    // A thumb's width at the corners is not asked: pages have round and folded ones.
    const support = side.between(start + 0.03 * length, end - 0.03 * length);
    const seen = Math.abs(support);
    if (seen < leastSide) return null;
    sum += seen;
    weakest = Math.min(weakest, seen);
    // Positive: the inside is the brighter one.
    bright += Math.sign(support) * Math.sign(length) * -turn;
    overrun +=
      Math.max(0, Math.sign(support) * side.between(start - beyond * length, start - 0.03 * length)) +
      Math.max(0, Math.sign(support) * side.between(end + 0.03 * length, end + beyond * length));
  }
  const mean = sum / 4;
  if (mean < leastMean) return null;
  const middle = corners.reduce((far, { x, y }) => ({ x: far.x + x / 4, y: far.y + y / 4 }), { x: 0, y: 0 });
  const offCentre = Math.hypot(middle.x / midX, middle.y / midY);
  const score =
    (0.5 * mean + 0.5 * weakest) *
    (0.7 + 0.3 * (Math.abs(bright) / 4)) *
    (1 - 0.8 * (overrun / 8)) *
    size ** 0.3 *
    (1 - 0.15 * Math.min(1, offCentre));
  const placed = corners.map(({ x, y }) => ({ x: x + midX, y: y + midY }));
  const [p, q, r, s] = placed;
  return p && q && r && s ? { corners: inOrder([p, q, r, s]), score } : null;
}
