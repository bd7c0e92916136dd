/** Uneven light is evened and the paper made white; tinted paper keeps its tint, what is dark stays dark. */
import type { Rgb } from '../raster.ts';
import { cellSide } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** Lightness that the bare paper gets. */
const paperWhite = 248;
/** Paper as dark as this share of white is brown or grey paper: it is lightened, and stays what it is. */
const mostPageGain = 1.6;
/** What the strongest channel of the usual paper is lightened to at most. */
const mostInChannel = 252;
/** Paper in the shade is so many times darker than the page's usual paper; from the second number on it is a picture. */
const shade = { evened: 1.45, picture: 1.9 };
/** Cells of a page that are darker than its usual paper. */
const usualShare = 0.75;
/** From here on lightness is stretched to white: a JPEG of white without noise is nearly nothing. */
const kneeStart = 232;
const kneeEnd = 244;

/**
 * What the samples of a cell are multiplied with, ≥ 1; a float a cell. Without a jump between neighbours: where shade
 * becomes too deep to be shade, the gain falls back to that of the whole page by and by.
 */
export function gainsOf({ columns, rows, level }: PaperLevel): Float32Array {
  const lightness = new Float32Array(columns * rows);
  const strongest = new Float32Array(columns * rows);
  for (let at = 0; at < lightness.length; at += 1) {
    const red = level[at * 3] ?? 0;
    const green = level[at * 3 + 1] ?? 0;
    const blue = level[at * 3 + 2] ?? 0;
    lightness[at] = Math.max(1, 0.299 * red + 0.587 * green + 0.114 * blue);
    strongest[at] = Math.max(1, red, green, blue);
  }
  const usual = usualOf(lightness);
  // tinted paper would turn gaudy where its strongest channel is cut off
  const pageGain = Math.max(
    1,
    Math.min(mostPageGain, paperWhite / usual, mostInChannel / usualOf(strongest)),
  );
  return lightness.map((light) => Math.max(1, pageGain * evening(usual / light)));
}

function usualOf(values: Float32Array): number {
  return Float32Array.from(values).sort()[Math.floor(values.length * usualShare)] ?? paperWhite;
}

/** @param darker How many times darker than usual the place is; below 1 it is lighter. */
function evening(darker: number): number {
  if (darker <= shade.evened) return darker;
  if (darker >= shade.picture) return 1;
  return 1 + ((shade.evened - 1) * (shade.picture - darker)) / (shade.picture - shade.evened);
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
