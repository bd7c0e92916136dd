/** What an ink is coloured with: one colour for all of it where it has one, else its colours at about 37 dpi. */
import type { Rgb } from '../raster.ts';
import { fillGaps } from './fill-gaps.ts';
import type { InkOnPage } from './ink.ts';
import type { Ink } from './inks.ts';
import type { PageAtTwoSizes } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** Share of the strongest ink of a place from which a pixel is the stroke's own colour, not its slope. */
const coreShare = 0.8;
/** A place whose own ink is weaker than this share of its neighbour's holds only that neighbour's rim. */
const rimShare = 0.7;
/** Side of a place at most, px of the whole page. */
const placePx = 8;
/** Difference in one channel up to which an ink is one colour to the eye. */
const oneColour = 28;
const black = [0, 0, 0] as const;

/** A colour for the whole ink, or a picture to be spread over the ink's box. */
export type InkColours =
  | { readonly kind: 'one'; readonly rgb: readonly [number, number, number] }
  | { readonly kind: 'many'; readonly picture: Rgb };

export function inkColours(
  page: PageAtTwoSizes,
  paper: PaperLevel,
  gains: Float32Array,
  { absorption }: InkOnPage,
  faint: Uint8Array,
  ink: Ink,
): InkColours {
  const { whole, cellPx } = page;
  const columns = Math.ceil(ink.mask.widthPx / placePx);
  const rows = Math.ceil(ink.mask.heightPx / placePx);
  // the picture of colours is spread over the ink's box: its places are as wide as that makes them, not `placePx`
  const placeAcross = placesOf(ink.mask.widthPx, columns);
  const placeDown = placesOf(ink.mask.heightPx, rows);
  const strong = new Uint8Array(columns * rows);
  const weak = new Uint8Array(columns * rows);
  eachRun(ink, whole.widthPx, (from, to, x, y) => {
    const places = (placeDown[y] ?? 0) * columns;
    for (let at = from, across = x; at < to; at += 1, across += 1) {
      const place = places + (placeAcross[across] ?? 0);
      const most = faint[at] ? weak : strong;
      const value = absorption[at] ?? 0;
      if (value > (most[place] ?? 0)) most[place] = value;
    }
  });
  const sums = new Float64Array(columns * rows * 3);
  const counts = new Uint32Array(columns * rows);
  eachRun(ink, whole.widthPx, (from, to, x, y) => {
    const places = (placeDown[y] ?? 0) * columns;
    const cells = Math.floor((ink.top + y) / cellPx) * paper.columns;
    for (let at = from, across = x; at < to; at += 1, across += 1) {
      const place = places + (placeAcross[across] ?? 0);
      const ofStrong = strong[place] ?? 0;
      if (ofStrong && faint[at]) continue;
      if ((absorption[at] ?? 0) < (ofStrong ? ofStrong : (weak[place] ?? 0)) * coreShare) continue;
      const gain = gains[cells + Math.floor((ink.left + across) / cellPx)] ?? 1;
      sums[place * 3] = (sums[place * 3] ?? 0) + (whole.data[at * 3] ?? 0) * gain;
      sums[place * 3 + 1] = (sums[place * 3 + 1] ?? 0) + (whole.data[at * 3 + 1] ?? 0) * gain;
      sums[place * 3 + 2] = (sums[place * 3 + 2] ?? 0) + (whole.data[at * 3 + 2] ?? 0) * gain;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  });
  const colours = new Uint8Array(columns * rows * 3);
  const known = new Uint8Array(columns * rows);
  for (let place = 0; place < counts.length; place += 1) {
    if (!counts[place]) continue;
    const from = strong[place] ? ownerOf(place, columns, rows, strong) : place;
    known[place] = 1;
    for (let channel = 0; channel < 3; channel += 1)
      colours[place * 3 + channel] = Math.min(
        255,
        Math.round((sums[from * 3 + channel] ?? 0) / (counts[from] ?? 1)),
      );
  }
  if (evened(colours, known)) return { kind: 'one', rgb: meanOf(colours, known) };
  fillGaps({ columns, rows, colours, known }, black);
  return { kind: 'many', picture: { widthPx: columns, heightPx: rows, data: colours } };
}

/** For each of `pixels` in which of `places` equal parts it lies. */
function placesOf(pixels: number, places: number): Uint16Array {
  return Uint16Array.from({ length: pixels }, (_, at) => Math.floor(((at + 0.5) * places) / pixels));
}

/** Every run of the ink's pixels: from and to, as indices on the page, and where it begins in the ink's box. */
function eachRun(
  { left, top, mask }: Ink,
  pageWidthPx: number,
  visit: (from: number, to: number, x: number, y: number) => void,
): void {
  for (let y = 0; y < mask.heightPx; y += 1) {
    const row = mask.pixels.subarray(y * mask.widthPx, (y + 1) * mask.widthPx);
    const line = (top + y) * pageWidthPx + left;
    for (let x = row.indexOf(1); x >= 0;) {
      const gap = row.indexOf(0, x);
      const end = gap < 0 ? mask.widthPx : gap;
      visit(line + x, line + end, x, y);
      x = gap < 0 ? -1 : row.indexOf(1, gap);
    }
  }
}

/** The place itself; the strongest beside it when it holds only the rim of what stands there. */
function ownerOf(place: number, columns: number, rows: number, strong: Uint8Array): number {
  const x = place % columns;
  const y = (place - x) / columns;
  let best = place;
  for (let line = Math.max(0, y - 1); line <= Math.min(rows - 1, y + 1); line += 1)
    for (
      let beside = line * columns + Math.max(0, x - 1);
      beside <= line * columns + Math.min(columns - 1, x + 1);
      beside += 1
    )
      if ((strong[beside] ?? 0) > (strong[best] ?? 0)) best = beside;
  return (strong[place] ?? 0) < (strong[best] ?? 0) * rimShare ? best : place;
}

/** Gives places that are the ink's mean colour to the eye just that colour; true when none is another one. */
function evened(colours: Uint8Array, known: Uint8Array): boolean {
  const mean = meanOf(colours, known);
  let one = true;
  for (let at = 0; at < known.length; at += 1) {
    if (!known[at]) continue;
    const isMean =
      Math.abs((colours[at * 3] ?? 0) - mean[0]) <= oneColour &&
      Math.abs((colours[at * 3 + 1] ?? 0) - mean[1]) <= oneColour &&
      Math.abs((colours[at * 3 + 2] ?? 0) - mean[2]) <= oneColour;
    if (isMean) colours.set(mean, at * 3);
    else one = false;
  }
  return one;
}

function meanOf(colours: Uint8Array, known: Uint8Array): [number, number, number] {
  let red = 0;
  let green = 0;
  let blue = 0;
  let places = 0;
  for (let at = 0; at < known.length; at += 1) {
    if (!known[at]) continue;
    places += 1;
    red += colours[at * 3] ?? 0;
    green += colours[at * 3 + 1] ?? 0;
    blue += colours[at * 3 + 2] ?? 0;
  }
  const mean = (sum: number): number => Math.round(sum / Math.max(1, places));
  return [mean(red), mean(green), mean(blue)];
}
