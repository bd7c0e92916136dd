/** Which piece of a region to magnify: a fault of a page is seen where there is something to be seen. */
import type { PageRegion } from '../contract-page-look.ts';
import type { Rgb } from './raster.ts';

/** What is shown at once, mm: some words of a line and the lines around it. */
const pieceMm = { width: 36, height: 20 };
const sideMm = 25.4;

/** The liveliest piece of the region, in shares of the page: where neighbouring pixels differ most. */
export function closeUpOf(page: Rgb, dpi: number, region: PageRegion): PageRegion {
  const { widthPx, heightPx } = page;
  const width = Math.min(1, ((pieceMm.width / sideMm) * Math.max(1, dpi)) / widthPx);
  const height = Math.min(1, ((pieceMm.height / sideMm) * Math.max(1, dpi)) / heightPx);
  let best = {
    ...within(region.x + region.width / 2, region.y + region.height / 2, width, height),
    life: -1,
  };
  for (const y of places(region.y, region.height, height))
    for (const x of places(region.x, region.width, width)) {
      const piece = within(x, y, width, height);
      const life = liveliness(page, piece);
      if (life > best.life) best = { ...piece, life };
    }
  const { life: _, ...piece } = best;
  return piece;
}

/** Middles of pieces that cover a stretch, at most 12. */
function places(from: number, length: number, piece: number): number[] {
  const count = Math.min(12, Math.max(1, Math.ceil(length / piece)));
  return Array.from({ length: count }, (_, at) => from + (length * (at + 0.5)) / count);
}

function within(middleX: number, middleY: number, width: number, height: number): PageRegion {
  const x = Math.min(1 - width, Math.max(0, middleX - width / 2));
  const y = Math.min(1 - height, Math.max(0, middleY - height / 2));
  return { x, y, width, height };
}

/** Mean step between pixels two apart, of a sample of the piece. */
function liveliness({ widthPx, heightPx, data }: Rgb, { x, y, width, height }: PageRegion): number {
  const left = Math.floor(x * widthPx);
  const top = Math.floor(y * heightPx);
  const right = Math.min(widthPx - 2, Math.floor((x + width) * widthPx));
  const bottom = Math.min(heightPx, Math.floor((y + height) * heightPx));
  let sum = 0;
  let count = 0;
  for (let row = top; row < bottom; row += 3)
    for (let column = left; column < right; column += 3) {
      const at = (row * widthPx + column) * 3 + 1;
      sum += Math.abs((data[at] ?? 0) - (data[at + 6] ?? 0));
      count += 1;
    }
  return count === 0 ? 0 : sum / count;
}
