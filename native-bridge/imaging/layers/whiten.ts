/** Uneven light is evened and the paper made white; tinted paper keeps its tint, what is dark stays dark. */
import type { Rgb } from '../raster.ts';
import { cellSide } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** Lightness that the bare paper gets, and the light that may be added for it at most. */
const paperWhite = 248;
const mostGain = 1.6;
/** From here on lightness is stretched to white: a JPEG of white without noise is nearly nothing. */
const kneeStart = 232;
const kneeEnd = 244;

/** What the samples of a cell are multiplied with, ≥ 1; a float a cell. */
export function gainsOf({ columns, rows, level }: PaperLevel): Float32Array {
  const gains = new Float32Array(columns * rows);
  for (let at = 0; at < gains.length; at += 1) {
    const [red = 0, green = 0, blue = 0] = level.subarray(at * 3, at * 3 + 3);
    const gain = paperWhite / Math.max(1, 0.299 * red + 0.587 * green + 0.114 * blue);
    // a place as dark as that is no paper in the shade but a picture
    gains[at] = gain > mostGain ? 1 : Math.max(1, gain);
  }
  return gains;
}

const curve = Uint8Array.from({ length: 256 }, (_, value) =>
  value <= kneeStart
    ? value
    : Math.min(255, kneeStart + ((value - kneeStart) * (255 - kneeStart)) / (kneeEnd - kneeStart)),
);

/** Changes the reduced picture in place; between the middles of cells the gain runs evenly. */
export function whiten({ widthPx, heightPx, data }: Rgb, paper: PaperLevel, gains: Float32Array): void {
  const row = new Float32Array(paper.columns);
  const near = new Uint16Array(widthPx);
  const share = new Float32Array(widthPx);
  for (let x = 0; x < widthPx; x += 1) {
    const cell = clamped((x + 0.5) / cellSide - 0.5, paper.columns - 1);
    near[x] = Math.floor(cell);
    share[x] = cell - Math.floor(cell);
  }
  for (let y = 0; y < heightPx; y += 1) {
    const cell = clamped((y + 0.5) / cellSide - 0.5, paper.rows - 1);
    const upper = Math.floor(cell);
    const lower = Math.min(paper.rows - 1, upper + 1);
    for (let column = 0; column < paper.columns; column += 1) {
      const above = gains[upper * paper.columns + column] ?? 1;
      const below = gains[lower * paper.columns + column] ?? 1;
      row[column] = above + (below - above) * (cell - upper);
    }
    let at = y * widthPx * 3;
    for (let x = 0; x < widthPx; x += 1, at += 3) {
      const left = row[near[x] ?? 0] ?? 1;
      const right = row[Math.min(paper.columns - 1, (near[x] ?? 0) + 1)] ?? 1;
      const gain = left + (right - left) * (share[x] ?? 0);
      data[at] = curve[Math.min(255, ((data[at] ?? 0) * gain) | 0)] ?? 255;
      data[at + 1] = curve[Math.min(255, ((data[at + 1] ?? 0) * gain) | 0)] ?? 255;
      data[at + 2] = curve[Math.min(255, ((data[at + 2] ?? 0) * gain) | 0)] ?? 255;
    }
  }
}

function clamped(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
