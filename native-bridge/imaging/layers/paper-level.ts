/** How light the bare paper is, place by place: what ink is measured against, and what uneven light is evened with. */
import type { Rgb } from '../raster.ts';
import { cellSide } from './page-at-two-sizes.ts';

/** Share of a cell's pixels that are darker than its paper. */
const paperPercentile = 0.85;

/** The paper's colour by cells of `cellSide` reduced pixels; three bytes (R, G, B) a cell, rows from the top. */
export interface PaperLevel {
  readonly columns: number;
  readonly rows: number;
  readonly level: Uint8Array;
}

/** Small dark islands (a thick letter, a bar) are bridged by the paper around them, large ones (a photograph) stay. */
export function paperLevel(reduced: Rgb): PaperLevel {
  const columns = Math.ceil(reduced.widthPx / cellSide);
  const rows = Math.ceil(reduced.heightPx / cellSide);
  const raw = cellPercentiles(reduced, columns, rows);
  const closed = extreme(extreme(raw, columns, rows, 1), columns, rows, -1);
  return { columns, rows, level: smoothed(closed, columns, rows) };
}

function cellPercentiles({ widthPx, heightPx, data }: Rgb, columns: number, rows: number): Uint8Array {
  const level = new Uint8Array(columns * rows * 3);
  const histograms = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)] as const;
  const [reds, greens, blues] = histograms;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      for (const histogram of histograms) histogram.fill(0);
      const left = column * cellSide;
      const right = Math.min(widthPx, left + cellSide);
      const bottom = Math.min(heightPx, (row + 1) * cellSide);
      for (let y = row * cellSide; y < bottom; y += 1)
        for (let at = (y * widthPx + left) * 3, end = (y * widthPx + right) * 3; at < end; at += 3) {
          reds[data[at] ?? 0] = (reds[data[at] ?? 0] ?? 0) + 1;
          greens[data[at + 1] ?? 0] = (greens[data[at + 1] ?? 0] ?? 0) + 1;
          blues[data[at + 2] ?? 0] = (blues[data[at + 2] ?? 0] ?? 0) + 1;
        }
      const pixels = (right - left) * (bottom - row * cellSide);
      const lighter = pixels - 1 - Math.min(pixels - 1, Math.floor(pixels * paperPercentile));
      for (let channel = 0; channel < 3; channel += 1)
        level[(row * columns + column) * 3 + channel] = levelUnder(histograms[channel] ?? reds, lighter);
    }
  return level;
}

/** The level of the value than which just `lighter` others are lighter. */
function levelUnder(histogram: Uint8Array, lighter: number): number {
  let level = 255;
  for (let count = histogram[255] ?? 0; count <= lighter && level > 0; count += histogram[level] ?? 0)
    level -= 1;
  return level;
}

/** 1: the lightest of each cell and those around it; -1: the darkest. */
function extreme(level: Uint8Array, columns: number, rows: number, sign: 1 | -1): Uint8Array {
  const across = new Uint8Array(level.length);
  const row = columns * 3;
  for (let y = 0; y < rows; y += 1)
    for (let at = y * row, x = 0; x < row; x += 1, at += 1) {
      let best = level[at] ?? 0;
      if (x >= 3) best = further(best, level[at - 3] ?? 0, sign);
      if (x + 3 < row) best = further(best, level[at + 3] ?? 0, sign);
      across[at] = best;
    }
  const result = new Uint8Array(level.length);
  for (let at = 0; at < level.length; at += 1) {
    let best = across[at] ?? 0;
    if (at >= row) best = further(best, across[at - row] ?? 0, sign);
    if (at + row < level.length) best = further(best, across[at + row] ?? 0, sign);
    result[at] = best;
  }
  return result;
}

function further(one: number, other: number, sign: 1 | -1): number {
  return (other - one) * sign > 0 ? other : one;
}

/** The mean of each cell and those around it (fewer at the border). */
function smoothed(level: Uint8Array, columns: number, rows: number): Uint8Array {
  const result = new Uint8Array(level.length);
  const width = columns * 3;
  for (let row = 0; row < rows; row += 1) {
    const top = Math.max(0, row - 1);
    const bottom = Math.min(rows - 1, row + 1);
    for (let x = 0; x < width; x += 1) {
      const left = x >= 3 ? x - 3 : x;
      const right = x + 3 < width ? x + 3 : x;
      let sum = 0;
      for (let y = top; y <= bottom; y += 1)
        for (let near = left; near <= right; near += 3) sum += level[y * width + near] ?? 0;
      result[row * width + x] = Math.round(sum / ((bottom - top + 1) * ((right - left) / 3 + 1)));
    }
  }
  return result;
}
