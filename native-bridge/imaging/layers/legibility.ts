/** Whether everything that could be seen on the page can be seen on its layers: measured on what was written, not hoped. */
import type { Rgb } from '../raster.ts';
import { cellSide, type PageAtTwoSizes } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** A mark that absorbs less at 100 dpi is not seen by a reader either. */
const visible = 18;
/** Share of its strength with which a mark must come back, at its place or a pixel beside it. */
const keptShare = 0.3;
/**
 * No rounding of a stroke's edges explains a larger difference of lightness: half a pixel of the page on either side of
 * a stroke is 1 / `factor` of a reduced one. And the share of places that may have it.
 */
const wrongBy = (factor: number): number => 255 / factor + 11;
const wrongShare = 0.01;

/** Half the widest mark that is looked for, reduced pixels: broader ones no JPEG loses: across or down, and on the slant. */
const halfWidth = 5;
const slantWidth = 4;

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
  const mostOff = wrongBy(page.factor);
  let [marked, wrong] = [0, 0];
  const written = layers.data;
  for (let y = 0; y < heightPx; y += 1) {
    const cellLine = Math.floor(y / cellSide) * paper.columns;
    for (let x = 0; x < widthPx; x += cellSide) {
      const cell = cellLine + x / cellSide;
      // 8 bits of fraction
      const gain = Math.round((gains[cell] ?? 1) * 256);
      const bareRed = lit(paper.level[cell * 3] ?? 0, gain);
      const bareGreen = lit(paper.level[cell * 3 + 1] ?? 0, gain);
      const bareBlue = lit(paper.level[cell * 3 + 2] ?? 0, gain);
      const end = y * widthPx + Math.min(widthPx, x + cellSide);
      for (let at = y * widthPx + x, from = at * 3; at < end; at += 1, from += 3) {
        const red = lit(data[from] ?? 0, gain);
        const green = lit(data[from + 1] ?? 0, gain);
        const blue = lit(data[from + 2] ?? 0, gain);
        const nowRed = written[from] ?? 0;
        const nowGreen = written[from + 1] ?? 0;
        const nowBlue = written[from + 2] ?? 0;
        const was = largest(bareRed - red, bareGreen - green, bareBlue - blue);
        before[at] = was > 0 ? was : 0;
        const is = largest(bareRed - nowRed, bareGreen - nowGreen, bareBlue - nowBlue);
        after[at] = is > 0 ? is : 0;
        if (was < visible) continue;
        marked += 1;
        if (largest(Math.abs(red - nowRed), Math.abs(green - nowGreen), Math.abs(blue - nowBlue)) > mostOff)
          wrong += 1;
      }
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

function lit(value: number, gain: number): number {
  const light = (value * gain) >> 8;
  return light > 255 ? 255 : light;
}

function largest(one: number, other: number, third: number): number {
  const two = one > other ? one : other;
  return two > third ? two : third;
}

/**
 * By how much a pixel is darker than both of two opposite ones, at best: of a dot or a stroke all of it, of a step
 * from lighter to darker paper nothing.
 */
function standingOut(values: Uint8Array, widthPx: number, heightPx: number, x: number, y: number): number {
  const at = y * widthPx + x;
  const value = values[at] ?? 0;
  const slant = slantWidth * widthPx;
  let least = 255;
  const isAway = (px: number): boolean => x >= px && x + px < widthPx;
  const isOff = (px: number): boolean => y >= px && y + px < heightPx;
  if (isAway(halfWidth)) least = darker(values, at, halfWidth);
  if (isOff(halfWidth)) least = Math.min(least, darker(values, at, halfWidth * widthPx));
  if (isAway(slantWidth) && isOff(slantWidth)) {
    least = Math.min(least, darker(values, at, slant + slantWidth));
    least = Math.min(least, darker(values, at, slant - slantWidth));
  }
  return Math.max(0, value - least);
}

/** The darker of two opposite places. */
function darker(values: Uint8Array, at: number, apart: number): number {
  const one = values[at - apart] ?? 0;
  const other = values[at + apart] ?? 0;
  return one > other ? one : other;
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
