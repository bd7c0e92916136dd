/** The sheets that lie on the glass. */
import { boundaryOf, type Corner } from './sheet-boundary.ts';
import type { Surround } from './lid.ts';
import { looksLikeSheet, whiteLidOf, whiteLidStep } from './white-lid.ts';
import type { Rgb } from '../raster.ts';

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

/** Largest first. Empty where nothing darker surrounds the sheet. */
export function papersOnGlass(surround: Surround, factor: number, coarseDpi: number): PaperOnGlass[] {
  if (surround.share < leastSurround) return [];
  const mm = 25.4 / Math.max(1, coarseDpi);
  return brightRegions(surround, leastArea / (mm * mm))
    .map((members) => paperOf(members, surround.widthPx, { factor, mm, insetPx: 0 })?.paper ?? null)
    .filter((paper) => paper !== null)
    .toSorted((one, other) => other.longMm * other.shortMm - one.longMm * one.shortMm);
}

const leastSurround = 0.01;
/** Under a white lid only what has the shape of a paper counts, lest lines of print be taken for one. */
const leastShortMm = 48;
const mostAspect = 2.4;
/** So far outside of a sheet's edge the smoothed picture begins to change, px of the surround. */
const ramp = 1.2;
/** A sheet fills its four corners; what a frame or a line of shadow encloses may not. */
const leastFilled = 0.88;

/**
 * The same under a lid as white as the sheets. A picture on a page looks like a small sheet on a lid, so nothing is
 * found where print would stand on the lid.
 * @param textAt a place in each line of print, px of the page
 */
export function papersUnderWhiteLid(
  colour: Rgb,
  factor: number,
  coarseDpi: number,
  textAt: readonly Corner[],
): PaperOnGlass[] {
  const mm = (25.4 / Math.max(1, coarseDpi)) * whiteLidStep;
  const lid = whiteLidOf(colour);
  if (!lid) return [];
  const { surround } = lid;
  if (surround.share < leastSurround) return [];
  const besidePx = 3.2 / mm;
  const papers: PaperOnGlass[] = [];
  for (const members of brightRegions(surround, leastArea / (mm * mm))) {
    const found = paperOf(members, surround.widthPx, { factor: factor * whiteLidStep, mm, insetPx: ramp });
    if (!found || members.length < leastFilled * found.areaPx) continue;
    const { longMm, shortMm } = found.paper;
    if (shortMm < leastShortMm || longMm > mostAspect * shortMm) continue;
    if (looksLikeSheet(lid, found.corners, besidePx)) papers.push(found.paper);
  }
  if (papers.length === 0 || textAt.some((place) => !papers.some(({ corners }) => isInside(place, corners))))
    return [];
  return papers.toSorted((one, other) => other.longMm * other.shortMm - one.longMm * one.shortMm);
}

/** @param corners clockwise in a picture whose y goes down. */
function isInside({ x, y }: Corner, corners: PaperOnGlass['corners']): boolean {
  return corners.every((from, at) => {
    const to = corners[(at + 1) % 4] ?? from;
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0;
  });
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

interface Scale {
  /** Pixels of the page, and mm, that one pixel of the surround stands for. */
  readonly factor: number;
  readonly mm: number;
  readonly insetPx: number;
}

interface Found {
  readonly paper: PaperOnGlass;
  /** In px of the surround. */
  readonly corners: PaperOnGlass['corners'];
  readonly areaPx: number;
}

function paperOf(members: Int32Array, widthPx: number, { factor, mm, insetPx }: Scale): Found | null {
  const corners = boundaryOf(members, widthPx, insetPx);
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
  const paper: PaperOnGlass = {
    corners: [scaled(a), scaled(b), scaled(c), scaled(d)],
    longMm,
    shortMm,
    size,
  };
  return { paper, corners, areaPx: (longMm * shortMm) / (mm * mm) };
}
