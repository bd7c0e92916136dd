/**
 * Which way up a page lies. Along a line of Latin letters the lower ends stand on one line, the upper ends do not, and
 * Vietnamese puts most of its marks above the letters; turned round, it is the other way about.
 */
import type { Components } from './components.ts';
import type { Skew } from './skew.ts';
import { heightOf, type LetterLine } from './text-lines.ts';

export type Turn = 0 | 90 | 180 | 270;

export interface Orientation {
  /** The page lies turned clockwise by so much; turned back by it, its text stands upright. */
  readonly turnDeg: Turn;
  /** Standard deviations of chance; `sureFrom` and more is sure, and below it `turnDeg` is 0. */
  readonly confidence: number;
  readonly sure: boolean;
}

/** Chance gives 4 deviations once in 16,000 pages. */
const sureFrom = 4;

export const lyingAsItIs: Orientation = { turnDeg: 0, confidence: 0, sure: false };

export interface Uprightness {
  /** Above 0: as read in the assumed direction; below 0: upside down. In standard deviations of chance. */
  readonly score: number;
  /** Letters that took part. */
  readonly letters: number;
}

const leastLetters = 4;

/** @param pieces measured along the assumed direction of reading; `lines` of the same. */
function uprightness(pieces: Components, lines: readonly LetterLine[]): Uprightness {
  let sum = 0;
  let squares = 0;
  let letters = 0;
  const used = lines.filter((line) => line.letters.length >= leastLetters);
  for (const line of used) {
    const near = Math.max(0.8, 0.07 * line.heightPx);
    const feet = line.letters.map((letter) => pieces.acrossEnd[letter] ?? 0);
    const heads = line.letters.map((letter) => pieces.acrossStart[letter] ?? 0);
    const onFeet = mostWithin(feet, near);
    const onHeads = mostWithin(heads, near);
    sum += onFeet - onHeads;
    squares += Math.max(1, line.letters.length * 0.35);
    letters += line.letters.length;
  }
  const marks = marksBeside(pieces, used);
  sum += 1.5 * (marks.above - marks.below);
  squares += 2.25 * (marks.above + marks.below) * 0.6;
  return { score: squares > 0 ? sum / Math.sqrt(squares) : 0, letters };
}

/** @param pieces measured along `readingDeg(skew)`; `lines` of the same. */
export function orientationOf(skew: Skew, pieces: Components, lines: readonly LetterLine[]): Orientation {
  const { score } = uprightness(pieces, lines);
  const confidence = Math.abs(score);
  if (confidence < sureFrom) return { turnDeg: 0, confidence, sure: false };
  if (skew.axis === 'rows') return { turnDeg: score > 0 ? 0 : 180, confidence, sure: true };
  return { turnDeg: score > 0 ? 90 : 270, confidence, sure: true };
}

/** The direction in which the lines are taken to be read, degrees clockwise from a row of the picture. */
export function readingDeg({ axis, deg }: Skew): number {
  return axis === 'rows' ? deg : 90 + deg;
}

/** How many of the values lie within ± `near` of the best place. */
function mostWithin(values: readonly number[], near: number): number {
  const sorted = Float64Array.from(values).sort();
  let most = 0;
  for (let from = 0, to = 0; from < sorted.length; from += 1) {
    while (to < sorted.length && (sorted[to] ?? 0) - (sorted[from] ?? 0) <= 2 * near) to += 1;
    if (to - from > most) most = to - from;
  }
  return most;
}

/** Small pieces right above and right below letters: accents, the dots of i, the dots below. */
function marksBeside(pieces: Components, lines: readonly LetterLine[]): { above: number; below: number } {
  const bucketPx = 24;
  const small = new Map<number, number[]>();
  const { alongStart, alongEnd, acrossStart, acrossEnd } = pieces;
  const typical = lines.length > 0 ? Math.max(...lines.map(({ heightPx }) => heightPx)) : 0;
  for (let piece = 0; piece < pieces.count; piece += 1) {
    const width = (alongEnd[piece] ?? 0) - (alongStart[piece] ?? 0) + 1;
    const height = heightOf(pieces, piece);
    if (height > 0.6 * typical || width > 0.9 * typical || (pieces.area[piece] ?? 0) < 3) continue;
    const bucket = Math.floor(((alongStart[piece] ?? 0) + (alongEnd[piece] ?? 0)) / 2 / bucketPx);
    const list = small.get(bucket);
    if (list) list.push(piece);
    else small.set(bucket, [piece]);
  }
  let above = 0;
  let below = 0;
  for (const { letters, heightPx } of lines)
    for (const letter of letters) {
      const start = alongStart[letter] ?? 0;
      const end = alongEnd[letter] ?? 0;
      const top = acrossStart[letter] ?? 0;
      const bottom = acrossEnd[letter] ?? 0;
      for (let bucket = Math.floor(start / bucketPx); bucket <= Math.floor(end / bucketPx); bucket += 1)
        for (const piece of small.get(bucket) ?? []) {
          const middle = ((alongStart[piece] ?? 0) + (alongEnd[piece] ?? 0)) / 2;
          if (middle < start || middle > end || heightOf(pieces, piece) > 0.5 * heightPx) continue;
          const head = top - (acrossEnd[piece] ?? 0);
          const foot = (acrossStart[piece] ?? 0) - bottom;
          if (head > 0 && head < 0.4 * heightPx) above += 1;
          else if (foot > 0 && foot < 0.4 * heightPx) below += 1;
        }
    }
  return { above, below };
}
