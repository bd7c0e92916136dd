/** The sheets that lie on the glass, where what surrounds them is darker than they are. */
import { boundaryOf, type Corner } from './sheet-boundary.ts';
import type { Surround } from './lid.ts';

export type PaperSize = 'a4' | 'a5' | 'id-card' | 'other';

export interface PaperOnGlass {
  /** Clockwise from the one nearest to the picture's top left, px of the page as captured; a bent corner is completed. */
  readonly corners: readonly [Corner, Corner, Corner, Corner];
  /** Longer side and shorter side by the claimed resolution, mm. */
  readonly longMm: number;
  readonly shortMm: number;
  readonly size: PaperSize;
}

/** mm, longer side first; ID-1 of ISO/IEC 7810. */
const sizes = { a4: [297, 210], a5: [210, 148], 'id-card': [85.6, 53.98] } as const;
const tolerance = 0.03;
/** Smaller bright things are dust on the lid, mm². */
const leastArea = 900;

/** Largest first. Empty where nothing surrounds the sheet: then the picture is the sheet, or the lid is as white as it. */
export function papersOnGlass(surround: Surround, factor: number, coarseDpi: number): PaperOnGlass[] {
  if (surround.share < 0.01) return [];
  const mm = 25.4 / Math.max(1, coarseDpi);
  return brightRegions(surround, leastArea / (mm * mm))
    .map((members) => paperOf(members, surround.widthPx, factor, mm))
    .filter((paper) => paper !== null)
    .toSorted((one, other) => other.longMm * other.shortMm - one.longMm * one.shortMm);
}

function brightRegions({ widthPx, heightPx, data }: Surround, leastPixels: number): Int32Array[] {
  const seen = data.slice();
  const queue = new Int32Array(data.length);
  const regions: Int32Array[] = [];
  for (let start = 0; start < data.length; start += 1) {
    if (seen[start] !== 0) continue;
    let end = 1;
    queue[0] = start;
    seen[start] = 1;
    for (let next = 0; next < end; next += 1) {
      const at = queue[next] ?? 0;
      const x = at % widthPx;
      const y = (at - x) / widthPx;
      for (const near of [
        x > 0 ? at - 1 : -1,
        x < widthPx - 1 ? at + 1 : -1,
        y > 0 ? at - widthPx : -1,
        y < heightPx - 1 ? at + widthPx : -1,
      ]) {
        if (near < 0 || seen[near] !== 0) continue;
        seen[near] = 1;
        queue[end] = near;
        end += 1;
      }
    }
    if (end >= leastPixels) regions.push(queue.slice(0, end));
  }
  return regions;
}

function paperOf(members: Int32Array, widthPx: number, factor: number, mm: number): PaperOnGlass | null {
  const corners = boundaryOf(members, widthPx);
  if (!corners) return null;
  const [a, b, c, d] = corners;
  const one = ((Math.hypot(b.x - a.x, b.y - a.y) + Math.hypot(c.x - d.x, c.y - d.y)) / 2) * mm;
  const other = ((Math.hypot(c.x - b.x, c.y - b.y) + Math.hypot(d.x - a.x, d.y - a.y)) / 2) * mm;
  const longMm = Math.max(one, other);
  const shortMm = Math.min(one, other);
  const fits = ([long, short]: readonly [number, number]): boolean =>
    Math.abs(longMm / long - 1) <= tolerance && Math.abs(shortMm / short - 1) <= tolerance;
  const size = (['a4', 'a5', 'id-card'] as const).find((name) => fits(sizes[name])) ?? 'other';
  const scaled = (corner: Corner): Corner => ({ x: corner.x * factor, y: corner.y * factor });
  return { corners: [scaled(a), scaled(b), scaled(c), scaled(d)], longMm, shortMm, size };
}
