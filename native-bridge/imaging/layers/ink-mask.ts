import type { BilevelImage } from '../jbig2/generic-region.ts';
import type { InkOnPage } from './ink.ts';
import type { PageAtTwoSizes } from './page-at-two-sizes.ts';

/** Share of the strongest ink around at which a stroke ends: near the middle of its slope, so that its weight stays. */
const strokeShare = 0.45;
/** A stroke's own slope, and the ripple that a JPEG leaves beside it, reach this far, px. */
const slopePx = 2;
/** Above the paper's floor by so much a mark beside strong ink is a mark and not a ripple. */
const ripple = 6;

export interface InkMask {
  readonly mask: BilevelImage;
  /** 1 for pixels of faint marks beside strong ones: their strength says nothing about the strong ones' rim. */
  readonly faint: Uint8Array;
}

/**
 * The pixels that are ink: those that absorb about half of what the strongest ink beside them does, and faint marks
 * (a pencilled dot beside print) that stand free of it.
 */
export function inkMask(page: PageAtTwoSizes, ink: InkOnPage): InkMask {
  const { widthPx, heightPx } = page.whole;
  const mask = { widthPx, heightPx, pixels: new Uint8Array(widthPx * heightPx) };
  const weak = markedStrong(page, ink, mask.pixels);
  const faint = new Uint8Array(mask.pixels.length);
  const free = weak.filter((at) => standsFree(mask, at));
  for (const at of free)
    if ((ink.absorption[at] ?? 0) * 2 >= strongestBeside(ink.absorption, widthPx, at)) faint[at] = 1;
  for (const at of free) if (faint[at]) mask.pixels[at] = 1;
  return { mask, faint };
}

/** Takes the darker half of what reduced pixels hold into the mask: marks that the layers did not show without it. */
export function takeInto(
  { mask, faint }: InkMask,
  page: PageAtTwoSizes,
  ink: InkOnPage,
  reducedPixels: readonly number[],
): void {
  const { widthPx } = page.whole;
  for (const reduced of reducedPixels) {
    const x = (reduced % page.reduced.widthPx) * page.factor;
    const y = Math.floor(reduced / page.reduced.widthPx) * page.factor;
    const within: number[] = [];
    for (let line = y; line < y + page.factor; line += 1)
      for (let at = line * widthPx + x; at < line * widthPx + x + page.factor; at += 1) within.push(at);
    const most = Math.max(...within.map((at) => ink.absorption[at] ?? 0));
    for (const at of within)
      if (mask.pixels[at] === 0 && (ink.absorption[at] ?? 0) * 2 >= most) mask.pixels[at] = faint[at] = 1;
  }
}

/** Marks the strong ink, block by block; what it leaves that may be a faint mark, as indices. */
function markedStrong(
  { whole, blockPx }: PageAtTwoSizes,
  { blocks, absorption }: InkOnPage,
  pixels: Uint8Array,
): number[] {
  const { widthPx, heightPx } = whole;
  const weak: number[] = [];
  const least = blocks.floor + ripple;
  for (let row = 0; row < blocks.rows; row += 1)
    for (let column = 0; column < blocks.columns; column += 1) {
      const most = blocks.around[row * blocks.columns + column] ?? 0;
      if (most < blocks.floor) continue;
      const threshold = Math.max(blocks.floor, Math.ceil(most * strokeShare));
      const right = Math.min(widthPx, (column + 1) * blockPx);
      const bottom = Math.min(heightPx, (row + 1) * blockPx);
      for (let y = row * blockPx; y < bottom; y += 1)
        for (let at = y * widthPx + column * blockPx, end = y * widthPx + right; at < end; at += 1) {
          const value = absorption[at] ?? 0;
          if (value >= threshold) pixels[at] = 1;
          else if (value >= least) weak.push(at);
        }
    }
  return weak;
}

function standsFree({ widthPx, heightPx, pixels }: BilevelImage, at: number): boolean {
  const x = at % widthPx;
  const y = (at - x) / widthPx;
  const left = Math.max(0, x - slopePx);
  const right = Math.min(widthPx, x + slopePx + 1);
  const bottom = Math.min(heightPx - 1, y + slopePx);
  for (let line = Math.max(0, y - slopePx); line <= bottom; line += 1)
    for (let near = line * widthPx + left, end = line * widthPx + right; near < end; near += 1)
      if (pixels[near]) return false;
  return true;
}

function strongestBeside(absorption: Uint8Array, widthPx: number, at: number): number {
  let strongest = 0;
  for (const line of [at - widthPx, at, at + widthPx])
    for (let near = line - 1; near <= line + 1; near += 1)
      strongest = Math.max(strongest, absorption[near] ?? 0);
  return strongest;
}
