/** Which ink a mark is of: a red stamp over a blue signature over black print stay three colours, not one mixture. */
import type { BilevelImage } from '../jbig2/generic-region.ts';
import type { InkBlocks, InkOnPage } from './ink.ts';
import { blockSide, cellSide, type PageAtTwoSizes } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** Print and pencil; red and orange (stamps); blue, green and violet (ink pens). Painted in this order. */
export type InkName = 'dark' | 'warm' | 'cold';
const inkNames: readonly InkName[] = ['dark', 'warm', 'cold'];
const [dark, warm, cold] = [1, 2, 3] as const;

/** One ink's pixels within their bounding box on the page, px of the whole page. */
export interface Ink {
  readonly name: InkName;
  readonly left: number;
  readonly top: number;
  readonly mask: BilevelImage;
}

/** Difference between the most and the least absorbed channel, as a share of the most: above it, ink has a colour. */
const colouredShare = 0.4;
/** A block of which no reduced pixel reaches this has dark ink only. */
const hintShare = 0.2;
/** A reduced pixel that absorbs less says nothing about colour. */
const hintLeast = 8;
/** Ink whose absorption differs by more is other ink, though it touches. */
const sameInk = 40;

/** Splits the mask by colour; every pixel of the mask is in exactly one ink. Inks without a pixel are left out. */
export function inksOf(page: PageAtTwoSizes, paper: PaperLevel, ink: InkOnPage, mask: BilevelImage): Ink[] {
  const kinds = Uint8Array.from(mask.pixels);
  const hinted = colouredBlocks(page, paper, ink.blocks);
  const { widthPx, heightPx } = mask;
  let coloured = false;
  for (let row = 0; row < ink.blocks.rows; row += 1)
    for (let column = 0; column < ink.blocks.columns; column += 1) {
      if (!hinted[row * ink.blocks.columns + column]) continue;
      coloured = true;
      const right = Math.min(widthPx, (column + 1) * page.blockPx);
      for (let y = row * page.blockPx; y < Math.min(heightPx, (row + 1) * page.blockPx); y += 1)
        for (let x = column * page.blockPx; x < right; x += 1)
          if (mask.pixels[y * widthPx + x]) kinds[y * widthPx + x] = kindOf(page, paper, ink, mask, x, y);
    }
  const present = coloured ? inkNames : (['dark'] as const);
  return present.flatMap((name, kind) => croppedInk(name, kind + 1, kinds, widthPx, heightPx));
}

function colouredBlocks(page: PageAtTwoSizes, paper: PaperLevel, blocks: InkBlocks): Uint8Array {
  const { widthPx, heightPx, data } = page.reduced;
  const hinted = new Uint8Array(blocks.columns * blocks.rows);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1) {
      const block = Math.floor(y / blockSide) * blocks.columns + Math.floor(x / blockSide);
      if (!blocks.active[block] || hinted[block]) continue;
      const cell = (Math.floor(y / cellSide) * paper.columns + Math.floor(x / cellSide)) * 3;
      const from = (y * widthPx + x) * 3;
      const red = (paper.level[cell] ?? 0) - (data[from] ?? 0);
      const green = (paper.level[cell + 1] ?? 0) - (data[from + 1] ?? 0);
      const blue = (paper.level[cell + 2] ?? 0) - (data[from + 2] ?? 0);
      const most = Math.max(red, green, blue);
      if (most >= hintLeast && most - Math.max(0, Math.min(red, green, blue)) >= most * hintShare)
        hinted[block] = 1;
    }
  return hinted;
}

/** One pixel's colour is noise, that of the stroke around it is not. */
function kindOf(
  { whole, cellPx }: PageAtTwoSizes,
  paper: PaperLevel,
  { absorption }: InkOnPage,
  mask: BilevelImage,
  x: number,
  y: number,
): 1 | 2 | 3 {
  const { widthPx, heightPx, pixels } = mask;
  const cell = (Math.floor(y / cellPx) * paper.columns + Math.floor(x / cellPx)) * 3;
  const strength = absorption[y * widthPx + x] ?? 0;
  let [red, green, blue] = [0, 0, 0];
  for (let ny = Math.max(0, y - 2); ny <= Math.min(heightPx - 1, y + 2); ny += 1)
    for (let nx = Math.max(0, x - 2); nx <= Math.min(widthPx - 1, x + 2); nx += 1) {
      const near = ny * widthPx + nx;
      if (!pixels[near] || Math.abs((absorption[near] ?? 0) - strength) > sameInk) continue;
      red += Math.max(0, (paper.level[cell] ?? 0) - (whole.data[near * 3] ?? 0));
      green += Math.max(0, (paper.level[cell + 1] ?? 0) - (whole.data[near * 3 + 1] ?? 0));
      blue += Math.max(0, (paper.level[cell + 2] ?? 0) - (whole.data[near * 3 + 2] ?? 0));
    }
  const most = Math.max(red, green, blue);
  if (most - Math.min(red, green, blue) < most * colouredShare) return dark;
  return red < green && red < blue ? warm : cold;
}

function croppedInk(
  name: InkName,
  kind: number,
  kinds: Uint8Array,
  widthPx: number,
  heightPx: number,
): Ink[] {
  let [left, top, right, bottom] = [widthPx, heightPx, -1, -1];
  for (let y = 0; y < heightPx; y += 1) {
    const row = kinds.subarray(y * widthPx, (y + 1) * widthPx);
    const first = row.indexOf(kind);
    if (first < 0) continue;
    if (first < left) left = first;
    right = Math.max(right, row.lastIndexOf(kind));
    if (top === heightPx) top = y;
    bottom = y;
  }
  if (right < 0) return [];
  const width = right - left + 1;
  const height = bottom - top + 1;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (top + y) * widthPx + left;
    for (let x = 0; x < width; x += 1) if (kinds[from + x] === kind) pixels[y * width + x] = 1;
  }
  return [{ name, left, top, mask: { widthPx: width, heightPx: height, pixels } }];
}
