/** What lies beneath the ink: the paper, faint things on it and photographs, at the reduced size. */
import type { BilevelImage } from '../jbig2/generic-region.ts';
import type { Rgb } from '../raster.ts';
import { fillGaps } from './fill-gaps.ts';
import type { InkBlocks } from './ink.ts';
import type { Box } from './photographs.ts';
import { blockSide, type PageAtTwoSizes } from './page-at-two-sizes.ts';

/** A stroke's slope reaches this far beyond the stroke, px of the whole page; it must not grey the paper. */
const slopePx = 2;
const white = [255, 255, 255] as const;

/** The reduced picture without ink and photographs: what they cover is made of what is beside it. */
export function background(
  page: PageAtTwoSizes,
  blocks: InkBlocks,
  mask: BilevelImage,
  photographs: readonly Box[],
): Rgb {
  const { widthPx: columns, heightPx: rows, data } = page.reduced;
  const colours = new Uint8Array(data);
  const known = new Uint8Array(columns * rows).fill(1);
  const near = aroundInk(mask);
  for (let y = 0; y < rows; y += 1) {
    const line = Math.floor(y / blockSide) * blocks.columns;
    for (let x = 0; x < columns; x += 1) {
      if (!blocks.active[line + Math.floor(x / blockSide)]) continue;
      withoutInk(page, near, x, y, colours, known);
    }
  }
  // photographs are laid over it: what is under them need not be told twice
  for (const { left, top, right, bottom } of photographs)
    for (let y = Math.ceil(top / page.factor); y < Math.floor(bottom / page.factor); y += 1)
      known.fill(
        0,
        y * columns + Math.ceil(left / page.factor),
        y * columns + Math.floor(right / page.factor),
      );
  fillGaps({ columns, rows, colours, known }, white);
  return { widthPx: columns, heightPx: rows, data: colours };
}

/** The mean of the pixels of one place that are not ink; a gap when less than a third of them are. */
function withoutInk(
  { whole, reduced, factor }: PageAtTwoSizes,
  near: Uint8Array,
  column: number,
  row: number,
  colours: Uint8Array,
  known: Uint8Array,
): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  let count = 0;
  for (let y = row * factor; y < (row + 1) * factor; y += 1) {
    const start = y * whole.widthPx + column * factor;
    for (let at = start; at < start + factor; at += 1) {
      if (near[at]) continue;
      red += whole.data[at * 3] ?? 0;
      green += whole.data[at * 3 + 1] ?? 0;
      blue += whole.data[at * 3 + 2] ?? 0;
      count += 1;
    }
  }
  if (count === factor * factor) return;
  const to = row * reduced.widthPx + column;
  if (count * 3 < factor * factor) {
    known[to] = 0;
    return;
  }
  colours[to * 3] = Math.round(red / count);
  colours[to * 3 + 1] = Math.round(green / count);
  colours[to * 3 + 2] = Math.round(blue / count);
}

/** 1 where a pixel is ink or nearer than `slopePx` to it. */
function aroundInk({ widthPx, heightPx, pixels }: BilevelImage): Uint8Array {
  const near = new Uint8Array(pixels.length);
  for (let y = 0; y < heightPx; y += 1) {
    const row = pixels.subarray(y * widthPx, (y + 1) * widthPx);
    const top = Math.max(0, y - slopePx) * widthPx;
    const bottom = Math.min(heightPx - 1, y + slopePx) * widthPx;
    for (let from = row.indexOf(1); from >= 0;) {
      const gap = row.indexOf(0, from);
      const to = gap < 0 ? widthPx : gap;
      const left = Math.max(0, from - slopePx);
      const right = Math.min(widthPx, to + slopePx);
      for (let line = top; line <= bottom; line += widthPx) near.fill(1, line + left, line + right);
      from = gap < 0 ? -1 : row.indexOf(1, gap);
    }
  }
  return near;
}
