/** What an ink is coloured with: one colour for all of it where it has one, else its colours at about 37 dpi. */
import type { Rgb } from '../raster.ts';
import { fillGaps } from './fill-gaps.ts';
import type { InkOnPage } from './ink.ts';
import type { Ink } from './inks.ts';
import type { PageAtTwoSizes } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** Share of the strongest ink around from which a pixel is the stroke's own colour, not its slope. */
const coreShare = 0.8;
/** Side of a place, px of the whole page. */
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
  { blocks, absorption }: InkOnPage,
  { left, top, mask }: Ink,
): InkColours {
  const { whole, blockPx, cellPx } = page;
  const columns = Math.ceil(mask.widthPx / placePx);
  const rows = Math.ceil(mask.heightPx / placePx);
  const sums = new Float64Array(columns * rows * 3);
  const counts = new Uint32Array(columns * rows);
  for (let y = 0; y < mask.heightPx; y += 1) {
    const blockLine = Math.floor((top + y) / blockPx) * blocks.columns;
    const cellLine = Math.floor((top + y) / cellPx) * paper.columns;
    for (let x = 0; x < mask.widthPx; x += 1) {
      if (mask.pixels[y * mask.widthPx + x] === 0) continue;
      const at = (top + y) * whole.widthPx + left + x;
      const most = blocks.around[blockLine + Math.floor((left + x) / blockPx)] ?? 0;
      if ((absorption[at] ?? 0) < most * coreShare) continue;
      const to = Math.floor(y / placePx) * columns + Math.floor(x / placePx);
      const gain = gains[cellLine + Math.floor((left + x) / cellPx)] ?? 1;
      for (let channel = 0; channel < 3; channel += 1)
        sums[to * 3 + channel] = (sums[to * 3 + channel] ?? 0) + (whole.data[at * 3 + channel] ?? 0) * gain;
      counts[to] = (counts[to] ?? 0) + 1;
    }
  }
  const colours = new Uint8Array(columns * rows * 3);
  const known = new Uint8Array(columns * rows);
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    known[at] = 1;
    for (let channel = at * 3; channel < at * 3 + 3; channel += 1)
      colours[channel] = Math.min(255, Math.round((sums[channel] ?? 0) / count));
  }
  if (evened(colours, known)) return { kind: 'one', rgb: meanOf(colours, known) };
  fillGaps({ columns, rows, colours, known }, black);
  return { kind: 'many', picture: { widthPx: columns, heightPx: rows, data: colours } };
}

/** Gives places that are the ink's mean colour to the eye just that colour; true when none is another one. */
function evened(colours: Uint8Array, known: Uint8Array): boolean {
  const mean = meanOf(colours, known);
  let one = true;
  for (let at = 0; at < known.length; at += 1) {
    if (!known[at]) continue;
    const place = colours.subarray(at * 3, at * 3 + 3);
    if (mean.every((value, channel) => Math.abs((place[channel] ?? 0) - value) <= oneColour)) place.set(mean);
    else one = false;
  }
  return one;
}

function meanOf(colours: Uint8Array, known: Uint8Array): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let places = 0;
  for (let at = 0; at < known.length; at += 1) {
    if (!known[at]) continue;
    places += 1;
    for (const channel of [0, 1, 2] as const) sum[channel] += colours[at * 3 + channel] ?? 0;
  }
  const [red, green, blue] = sum.map((value) => Math.round(value / Math.max(1, places)));
  return [red ?? 0, green ?? 0, blue ?? 0];
}
