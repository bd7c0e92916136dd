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
  const closed = extreme(extreme(raw, columns, rows, Math.max), columns, rows, Math.min);
  return { columns, rows, level: smoothed(closed, columns, rows) };
}

function cellPercentiles({ widthPx, heightPx, data }: Rgb, columns: number, rows: number): Uint8Array {
  const level = new Uint8Array(columns * rows * 3);
  const values = new Uint8Array(cellSide * cellSide);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const right = Math.min(widthPx, (column + 1) * cellSide);
      const bottom = Math.min(heightPx, (row + 1) * cellSide);
      for (let channel = 0; channel < 3; channel += 1) {
        let found = 0;
        for (let y = row * cellSide; y < bottom; y += 1)
          for (let x = column * cellSide; x < right; x += 1) {
            values[found] = data[(y * widthPx + x) * 3 + channel] ?? 0;
            found += 1;
          }
        const sorted = values.subarray(0, found).sort();
        level[(row * columns + column) * 3 + channel] =
          sorted[Math.min(found - 1, Math.floor(found * paperPercentile))] ?? 0;
      }
    }
  return level;
}

function extreme(
  level: Uint8Array,
  columns: number,
  rows: number,
  pick: (a: number, b: number) => number,
): Uint8Array {
  return neighbourhood(level, columns, rows, (values, count) => {
    let best = values[0] ?? 0;
    for (let at = 1; at < count; at += 1) best = pick(best, values[at] ?? 0);
    return best;
  });
}

function smoothed(level: Uint8Array, columns: number, rows: number): Uint8Array {
  return neighbourhood(level, columns, rows, (values, count) => {
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += values[at] ?? 0;
    return Math.round(sum / count);
  });
}

/** What `of` makes of each cell and those around it (fewer at the border), channel by channel. */
function neighbourhood(
  level: Uint8Array,
  columns: number,
  rows: number,
  of: (values: Uint8Array, count: number) => number,
): Uint8Array {
  const result = new Uint8Array(level.length);
  const values = new Uint8Array(9);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        let found = 0;
        for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
          for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
            values[found] = level[(y * columns + x) * 3 + channel] ?? 0;
            found += 1;
          }
        result[(row * columns + column) * 3 + channel] = of(values, found);
      }
  return result;
}
