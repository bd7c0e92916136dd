/** Dark things on an empty sheet that nobody wrote: punched holes, folded corners, the shadow at the sheet's own edge. */
import type { Grey } from '../raster.ts';
import type { InkMap } from './ink-map.ts';
import type { Surround } from './lid.ts';
import type { PageBox } from './page-box.ts';

/** Punched holes, mm. */
const hole = { least: 4, most: 9, fromEdge: 50 };
/** The back of a folded corner, mm; it is no deeper than this, levels. */
const fold = { most: 28, beside: 2.5, deepest: 100 };
/** The shadow between sheet and lid: no deeper, levels; as long as this share of a side; outside of this inner part. */
const sheetEdge = { deepest: 90, share: 0.55, inset: 0.17 };

/** A round dark spot near the side of the sheet, dark in its middle too. */
export function isHole({ x, y, width, height }: PageBox, fine: Grey, mmPx: number): boolean {
  const size = Math.max(width, height);
  if (size < hole.least * mmPx || size > hole.most * mmPx || Math.min(width, height) < 0.85 * size)
    return false;
  const nearest = Math.min(x, y, fine.widthPx - x - width, fine.heightPx - y - height);
  if (nearest > hole.fromEdge * mmPx) return false;
  const middle = fine.data[(y + (height >> 1)) * fine.widthPx + x + (width >> 1)] ?? 0;
  const corner = fine.data[y * fine.widthPx + x] ?? 0;
  if (corner - middle < 30) return false;
  // Even all over: nothing is punched through a letter.
  for (let part = 0; part < 8; part += 1) {
    const px = x + Math.round(width * (0.5 + 0.33 * Math.cos((part * Math.PI) / 4)));
    const py = y + Math.round(height * (0.5 + 0.33 * Math.sin((part * Math.PI) / 4)));
    if (Math.abs((fine.data[py * fine.widthPx + px] ?? 0) - middle) > 25) return false;
  }
  return true;
}

/** A patch beside what lies around the sheet, or in a corner of the picture. */
export function isFold(at: PageBox, deepest: number, surround: Surround, mmPx: number): boolean {
  if (deepest > fold.deepest || Math.max(at.width, at.height) > fold.most * mmPx) return false;
  const beside = Math.ceil((fold.beside * mmPx) / 2);
  const left = Math.max(0, (at.x >> 1) - beside);
  const right = Math.min(surround.widthPx - 1, ((at.x + at.width) >> 1) + beside);
  const top = Math.max(0, (at.y >> 1) - beside);
  const bottom = Math.min(surround.heightPx - 1, ((at.y + at.height) >> 1) + beside);
  let around = 0;
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) around += surround.data[y * surround.widthPx + x] ?? 0;
  // A fold lies along the surround, not at one point of it.
  return around > (right - left + bottom - top) / 4;
}

/** A long faint line in the outer part of the picture, nothing of it further in. */
export function isSheetEdge(at: PageBox, deepest: number, { widthPx, heightPx, depth }: InkMap): boolean {
  if (deepest > sheetEdge.deepest) return false;
  if (at.width < sheetEdge.share * widthPx && at.height < sheetEdge.share * heightPx) return false;
  const insetX = Math.round(widthPx * sheetEdge.inset);
  const insetY = Math.round(heightPx * sheetEdge.inset);
  const least = 0.6 * deepest;
  const right = Math.min(at.x + at.width, widthPx - insetX);
  const bottom = Math.min(at.y + at.height, heightPx - insetY);
  for (let y = Math.max(at.y, insetY); y < bottom; y += 1)
    for (let x = Math.max(at.x, insetX); x < right; x += 1)
      if ((depth[y * widthPx + x] ?? 0) >= least) return false;
  return true;
}
