/** Letters that stand beside each other, chained into lines along the direction of reading. */
import type { Components } from './components.ts';

export interface LetterLine {
  /** Numbers of the components that are its letters, in no order. */
  readonly letters: readonly number[];
  /** Extents across the direction of reading: the middle half of the letters' starts and ends. */
  readonly alongStart: number;
  readonly alongEnd: number;
  /** Median height of its letters, px. */
  readonly heightPx: number;
}

/** Letters of 4 to 48 points, as parts of an inch. */
const leastHeightInch = 0.035;
const mostHeightInch = 0.42;
/** Height of the shelves into which letters are sorted, px. */
const shelfPx = 16;

export function letterLines(pieces: Components, dpi: number): LetterLine[] {
  const letters = letterLike(pieces, dpi);
  const next = chained(pieces, letters);
  const lines = new Map<number, number[]>();
  for (const letter of letters) {
    let root = letter;
    while ((next[root] ?? root) !== root) root = next[root] ?? root;
    const line = lines.get(root);
    if (line) line.push(letter);
    else lines.set(root, [letter]);
  }
  return [...lines.values()].map((line) => ({
    letters: line,
    alongStart: Math.min(...line.map((letter) => pieces.alongStart[letter] ?? 0)),
    alongEnd: Math.max(...line.map((letter) => pieces.alongEnd[letter] ?? 0)),
    heightPx: median(line.map((letter) => heightOf(pieces, letter))),
  }));
}

export function heightOf({ acrossStart, acrossEnd }: Components, piece: number): number {
  return (acrossEnd[piece] ?? 0) - (acrossStart[piece] ?? 0) + 1;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? 0;
}

function letterLike(pieces: Components, dpi: number): number[] {
  const { count, alongStart, alongEnd, area } = pieces;
  const least = Math.max(4, leastHeightInch * dpi);
  const most = mostHeightInch * dpi;
  const letters: number[] = [];
  for (let piece = 0; piece < count; piece += 1) {
    const height = heightOf(pieces, piece);
    const width = (alongEnd[piece] ?? 0) - (alongStart[piece] ?? 0) + 1;
    if (height < least || height > most || width > height * 5 || width * 12 < height) continue;
    if ((area[piece] ?? 0) * 14 < width * height) continue;
    letters.push(piece);
  }
  return letters;
}

/** Each letter is tied to the nearest one after it on the same line. */
function chained(pieces: Components, letters: readonly number[]): Int32Array {
  const { alongStart, alongEnd, acrossStart, acrossEnd, count } = pieces;
  const parent = Int32Array.from({ length: count }, (_, at) => at);
  const rootOf = (of: number): number => {
    let root = of;
    while ((parent[root] ?? root) !== root) {
      parent[root] = parent[parent[root] ?? root] ?? root;
      root = parent[root] ?? root;
    }
    return root;
  };
  const shelves = new Map<number, number[]>();
  const shelfOf = (letter: number): number =>
    Math.floor(((acrossStart[letter] ?? 0) + (acrossEnd[letter] ?? 0)) / 2 / shelfPx);
  for (const letter of letters.toSorted((one, other) => (alongStart[one] ?? 0) - (alongStart[other] ?? 0))) {
    const height = heightOf(pieces, letter);
    const start = alongStart[letter] ?? 0;
    const top = acrossStart[letter] ?? 0;
    const bottom = acrossEnd[letter] ?? 0;
    const shelf = shelfOf(letter);
    for (let near = shelf - 2; near <= shelf + 2; near += 1) {
      // Letters came in the order of their starts; the last few of a shelf are the nearest.
      const before = shelves.get(near) ?? [];
      for (let back = before.length - 1, tries = 0; back >= 0 && tries < 6; back -= 1, tries += 1) {
        const other = before[back] ?? 0;
        const otherHeight = heightOf(pieces, other);
        const gap = start - (alongEnd[other] ?? 0);
        const overlap = Math.min(bottom, acrossEnd[other] ?? 0) - Math.max(top, acrossStart[other] ?? 0);
        if (gap > 1.4 * Math.max(height, otherHeight)) continue;
        if (overlap < 0.5 * Math.min(height, otherHeight)) continue;
        if (height > 2.4 * otherHeight || otherHeight > 2.4 * height) continue;
        parent[rootOf(letter)] = rootOf(other);
      }
    }
    const own = shelves.get(shelf);
    if (own) own.push(letter);
    else shelves.set(shelf, [letter]);
  }
  return parent;
}
