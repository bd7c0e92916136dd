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
/** Ink that absorbs this much, with a share so low or so high, is what it looks like. */
const clearFrom = 80;
const clearlyDark = 0.2;
const clearlyColoured = 0.6;
/** A block of which no reduced pixel reaches this has dark ink only. */
const hintShare = 0.2;
/** A reduced pixel that absorbs less says nothing about colour. */
const hintLeast = 8;
/** Ink whose absorption differs by more is other ink, though it touches. */
const sameInk = 40;

/** Splits the mask by colour; every pixel of the mask is in exactly one ink. Inks without a pixel are left out. */
export function inksOf(page: PageAtTwoSizes, paper: PaperLevel, ink: InkOnPage, mask: BilevelImage): Ink[] {
  // one byte a pixel, 0 or the number of its ink; a mask of one ink is that already
  let kinds = mask.pixels;
  const hinted = colouredBlocks(page, paper, ink.blocks);
  const { widthPx, heightPx } = mask;
  let coloured = false;
  for (let row = 0; row < ink.blocks.rows; row += 1)
    for (let column = 0; column < ink.blocks.columns; column += 1) {
      if (!hinted[row * ink.blocks.columns + column]) continue;
      if (!coloured) kinds = kinds.slice();
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
  const perCell = cellSide / blockSide;
  for (let y = 0; y < heightPx; y += 1) {
    const line = Math.floor(y / blockSide) * blocks.columns;
    const cells = Math.floor(y / cellSide) * paper.columns;
    for (let column = 0; column < blocks.columns; column += 1) {
      if (!blocks.active[line + column] || hinted[line + column]) continue;
      const cell = (cells + Math.floor(column / perCell)) * 3;
      const end = (y * widthPx + Math.min(widthPx, (column + 1) * blockSide)) * 3;
      for (let from = (y * widthPx + column * blockSide) * 3; from < end; from += 3) {
        const red = (paper.level[cell] ?? 0) - (data[from] ?? 0);
        const green = (paper.level[cell + 1] ?? 0) - (data[from + 1] ?? 0);
        const blue = (paper.level[cell + 2] ?? 0) - (data[from + 2] ?? 0);
        const most = Math.max(red, green, blue);
        if (most >= hintLeast && most - Math.max(0, Math.min(red, green, blue)) >= most * hintShare)
          hinted[line + column] = 1;
      }
    }
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
  const { data } = whole;
  const cell = (Math.floor(y / cellPx) * paper.columns + Math.floor(x / cellPx)) * 3;
  const paperRed = paper.level[cell] ?? 0;
  const paperGreen = paper.level[cell + 1] ?? 0;
  const paperBlue = paper.level[cell + 2] ?? 0;
  const here = y * widthPx + x;
  const strength = absorption[here] ?? 0;
  const own = colourOf(
    paperRed - (data[here * 3] ?? 0),
    paperGreen - (data[here * 3 + 1] ?? 0),
    paperBlue - (data[here * 3 + 2] ?? 0),
  );
  if (own !== null) return own;
  let red = 0;
  let green = 0;
  let blue = 0;
  const left = x < 2 ? 0 : x - 2;
  const right = x + 2 < widthPx ? x + 2 : widthPx - 1;
  const bottom = y + 2 < heightPx ? y + 2 : heightPx - 1;
  for (let ny = y < 2 ? 0 : y - 2; ny <= bottom; ny += 1)
    for (let near = ny * widthPx + left, end = ny * widthPx + right; near <= end; near += 1) {
      if (!pixels[near]) continue;
      const unlike = (absorption[near] ?? 0) - strength;
      if (unlike > sameInk || unlike < -sameInk) continue;
      const ofRed = paperRed - (data[near * 3] ?? 0);
      const ofGreen = paperGreen - (data[near * 3 + 1] ?? 0);
      const ofBlue = paperBlue - (data[near * 3 + 2] ?? 0);
      if (ofRed > 0) red += ofRed;
      if (ofGreen > 0) green += ofGreen;
      if (ofBlue > 0) blue += ofBlue;
    }
  const most = Math.max(red, green, blue);
  if (most - Math.min(red, green, blue) < most * colouredShare) return dark;
  return red < green && red < blue ? warm : cold;
}

/** What strong ink says by itself, beyond any noise; null where the pixels around must be asked. */
function colourOf(red: number, green: number, blue: number): 1 | 2 | 3 | null {
  const most = Math.max(red, green, blue);
  if (most < clearFrom) return null;
  const spread = most - Math.min(red, green, blue);
  if (spread < most * clearlyDark) return dark;
  if (spread < most * clearlyColoured) return null;
  return red < green && red < blue ? warm : cold;
}

function croppedInk(
  name: InkName,
  kind: number,
  kinds: Uint8Array,
  widthPx: number,
  heightPx: number,
): Ink[] {
  const holds = (y: number): boolean => kinds.subarray(y * widthPx, (y + 1) * widthPx).includes(kind);
  let top = 0;
  while (top < heightPx && !holds(top)) top += 1;
  if (top === heightPx) return [];
  let bottom = heightPx - 1;
  while (!holds(bottom)) bottom -= 1;
  let left = widthPx;
  let right = -1;
  for (let y = top; y <= bottom; y += 1) {
    // only what widens the box is of interest
    const first = kinds.subarray(y * widthPx, y * widthPx + left).indexOf(kind);
    if (first >= 0) left = first;
    const last = kinds.subarray(y * widthPx + right + 1, (y + 1) * widthPx).lastIndexOf(kind);
    if (last >= 0) right += 1 + last;
  }
  const width = right - left + 1;
  const height = bottom - top + 1;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = kinds.subarray((top + y) * widthPx + left, (top + y) * widthPx + right + 1);
    for (let x = row.indexOf(kind); x >= 0; x = row.indexOf(kind, x))
      for (; row[x] === kind; x += 1) pixels[y * width + x] = 1;
  }
  return [{ name, left, top, mask: { widthPx: width, heightPx: height, pixels } }];
}
