/** How wide the edges of print and writing are: what a lens out of focus or a moved sheet spoils first. */
import type { Grey } from '../raster.ts';
import type { InkMap } from './ink-map.ts';
import type { Surround } from './lid.ts';

/** Side of the squares in which edges are looked for, px. */
const side = 32;
/** The lid's own edge tells how flat the sheet lies, not how sharp the picture is: so far from it nothing is looked at, px. */
const fromLid = 12;
/** Ink is darker than the paper around it by so much, levels: noise and what compression leaves behind are not. */
const leastContrast = 60;
/** In writing most of a square is paper; in a photograph it is not. As a share of the ink's depth. */
const mostMiddle = 0.4;
const leastSquares = 12;
/** Of a sharp page some squares are soft: photographs, stamps, pencil. Of a soft page none is sharp. */
const sharpest = 0.25;

/**
 * Contrast by steepest rise, the sharpest quarter of the squares with ink, px. It does not ask for letters: where a page is
 * blurred the most, they run together. A perfect scanner has 1.5 to 2.5. Null where there is hardly any ink.
 */
export function edgeWidthPx(fine: Grey, ink: InkMap, surround: Surround): number | null {
  const widths: number[] = [];
  for (let y = 1; y + side < fine.heightPx; y += side)
    for (let x = 1; x + side < fine.widthPx; x += side) {
      const width = squareWidth(fine, ink, x, y);
      if (width !== null && !nearLid(surround, x, y)) widths.push(width);
    }
  if (widths.length < leastSquares) return null;
  widths.sort((one, other) => one - other);
  return widths[Math.floor((widths.length - 1) * sharpest)] ?? null;
}

function squareWidth({ widthPx, data }: Grey, { depth }: InkMap, left: number, top: number): number | null {
  const depths = new Uint16Array(256);
  const rises = new Uint16Array(362);
  for (let y = top; y < top + side; y += 1)
    for (let x = left, at = y * widthPx + left; x < left + side; x += 1, at += 1) {
      const deep = depth[at] ?? 0;
      depths[deep] = (depths[deep] ?? 0) + 1;
      const across = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
      const down = (data[at + widthPx] ?? 0) - (data[at - widthPx] ?? 0);
      const rise = Math.round(Math.sqrt(across * across + down * down));
      rises[rise] = (rises[rise] ?? 0) + 1;
    }
  const contrast = exceededBy(depths, 0.02);
  if (contrast < leastContrast || exceededBy(depths, 0.5) > contrast * mostMiddle) return null;
  // Over two pixels.
  const steepest = exceededBy(rises, 0.01) / 2;
  return steepest > 0 ? contrast / steepest : null;
}

/** The level that this share of a square's pixels exceeds. */
function exceededBy(histogram: Uint16Array, share: number): number {
  let left = share * side * side;
  for (let level = histogram.length - 1; level > 0; level -= 1) {
    left -= histogram[level] ?? 0;
    if (left < 0) return level;
  }
  return 0;
}

function nearLid({ widthPx, heightPx, data, share }: Surround, left: number, top: number): boolean {
  if (share === 0) return false;
  // The surround is told at half the size.
  const least = (from: number) => Math.max(0, (from - fromLid) >> 1);
  const most = (from: number, size: number) => Math.min(size - 1, (from + side + fromLid) >> 1);
  for (let y = least(top); y <= most(top, heightPx); y += 2)
    for (let x = least(left); x <= most(left, widthPx); x += 2) if (data[y * widthPx + x] === 1) return true;
  return false;
}
