/** Whether everything that could be seen on the page can be seen on its layers: measured on what was written, not hoped. */
import type { Rgb } from '../raster.ts';
import { cellSide, type PageAtTwoSizes } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** A mark that absorbs less at 100 dpi is not seen by a reader either. */
const visible = 18;
/** Share of its strength with which a mark must come back, at its place or a pixel beside it. */
const keptShare = 0.3;
/** Difference of lightness that no rounding of a stroke's edge explains, and the share of places that may have it. */
const wrongBy = 96;
const wrongShare = 0.01;

/** Half the widest mark that is looked for, reduced pixels: broader ones no JPEG loses. Across, down, and slanting. */
const halfWidth = 5;
const opposite = [
  [halfWidth, 0],
  [0, halfWidth],
  [4, 4],
  [4, -4],
] as const;

export interface Legibility {
  /** Reduced pixels (index in the reduced picture) that bore a mark and are bare on the layers. */
  readonly lostMarks: readonly number[];
  /** Share of marked reduced pixels whose lightness is another one. */
  readonly wrongTones: number;
  readonly legible: boolean;
}

/**
 * Compares the reduced page with the layers as a reader sees them at the same size (sides of `reduced`).
 * @param gains Light that the layers' paper was given; the page is compared in the same light.
 */
export function legibility(
  page: PageAtTwoSizes,
  paper: PaperLevel,
  gains: Float32Array,
  layers: Rgb,
): Legibility {
  const { widthPx, heightPx, data } = page.reduced;
  const before = new Uint8Array(widthPx * heightPx);
  const after = new Uint8Array(widthPx * heightPx);
  let [marked, wrong] = [0, 0];
  for (let y = 0; y < heightPx; y += 1) {
    const cellLine = Math.floor(y / cellSide) * paper.columns;
    for (let x = 0, at = y * widthPx; x < widthPx; x += 1, at += 1) {
      const cell = cellLine + Math.floor(x / cellSide);
      const gain = gains[cell] ?? 1;
      let [was, is, difference] = [0, 0, 0];
      for (let channel = 0; channel < 3; channel += 1) {
        const bare = Math.min(255, (paper.level[cell * 3 + channel] ?? 0) * gain);
        const seen = Math.min(255, (data[at * 3 + channel] ?? 0) * gain);
        const written = layers.data[at * 3 + channel] ?? 0;
        was = Math.max(was, bare - seen);
        is = Math.max(is, bare - written);
        difference = Math.max(difference, Math.abs(seen - written));
      }
      before[at] = was;
      after[at] = is;
      if (was < visible) continue;
      marked += 1;
      if (difference > wrongBy) wrong += 1;
    }
  }
  const lostMarks: number[] = [];
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0, at = y * widthPx; x < widthPx; x += 1, at += 1) {
      if ((before[at] ?? 0) < visible) continue;
      const mark = standingOut(before, widthPx, heightPx, x, y);
      if (mark >= visible && strongestBeside(after, widthPx, heightPx, x, y) < mark * keptShare)
        lostMarks.push(at);
    }
  const wrongTones = marked === 0 ? 0 : wrong / marked;
  return { lostMarks, wrongTones, legible: lostMarks.length === 0 && wrongTones <= wrongShare };
}

/**
 * By how much a pixel is darker than both of two opposite ones, at best: of a dot or a stroke all of it, of a step
 * from lighter to darker paper nothing.
 */
function standingOut(values: Uint8Array, widthPx: number, heightPx: number, x: number, y: number): number {
  const value = values[y * widthPx + x] ?? 0;
  let most = 0;
  for (const [dx, dy] of opposite) {
    const inside = x - dx >= 0 && x + dx < widthPx && y - Math.abs(dy) >= 0 && y + Math.abs(dy) < heightPx;
    if (!inside) continue;
    const one = values[(y - dy) * widthPx + x - dx] ?? 0;
    const other = values[(y + dy) * widthPx + x + dx] ?? 0;
    most = Math.max(most, value - Math.max(one, other));
  }
  return most;
}

function strongestBeside(
  values: Uint8Array,
  widthPx: number,
  heightPx: number,
  x: number,
  y: number,
): number {
  let strongest = 0;
  for (let line = Math.max(0, y - 1); line <= Math.min(heightPx - 1, y + 1); line += 1)
    for (let column = Math.max(0, x - 1); column <= Math.min(widthPx - 1, x + 1); column += 1)
      strongest = Math.max(strongest, values[line * widthPx + column] ?? 0);
  return strongest;
}
