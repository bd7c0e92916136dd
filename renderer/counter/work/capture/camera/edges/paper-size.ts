/** Which paper a quadrilateral is: its sides' true ratio, seen in perspective, against sizes that exist. Pure. */
import type { Quad } from './quad.ts';
import { distance } from './quad.ts';

/** Ratio-keeping when unknown; `a4` and `a5` have one ratio, so A5 (khổ A5) is only ever chosen by a person. */
export const paperSizes = ['a4', 'a5', 'card', 'free'] as const;
export type PaperSize = (typeof paperSizes)[number];

/** Long and short side, mm: ISO 216, and ISO/IEC 7810 ID-1 (identity cards, licences). */
const millimetres = {
  a4: { long: 297, short: 210 },
  a5: { long: 210, short: 148 },
  card: { long: 85.6, short: 53.98 },
} as const;

/** Two ratios this near (as a factor) are the same: half the way between A4 and a card. */
const tolerance = 1.055;

/** Paper of unknown size is kept as large as A4 allows. */
const freeLong = 297;

export interface FlatSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Dots per inch, so that the page has its size on paper. */
  readonly dpi: number;
}

/** Longest side of a flat page, px: A4 at 300 dpi. No camera of today sees more on a page. */
const mostLongPx = 3508;
const mmPerInch = 25.4;

/** A4 or an identity card when the ratio says so, else `free`. */
export function recognised(
  corners: Quad,
  frame: { readonly width: number; readonly height: number },
): PaperSize {
  const ratio = trueRatio(corners, frame);
  const long = Math.max(ratio, 1 / ratio);
  for (const size of ['a4', 'card'] as const) {
    const known = millimetres[size].long / millimetres[size].short;
    if (long < known * tolerance && long > known / tolerance) return size;
  }
  return 'free';
}

/** Pixels of the flat page: as many as the longest of its sides has in the picture, and never more than A4 at 300 dpi. */
export function flatSize(
  corners: Quad,
  frame: { readonly width: number; readonly height: number },
  size: PaperSize,
): FlatSize {
  const { across, down } = sidesOf(corners);
  const ratio = trueRatio(corners, frame);
  const wide = ratio > 1;
  const known =
    size === 'free' ? Math.max(ratio, 1 / ratio) : millimetres[size].long / millimetres[size].short;
  const longSide = wide ? Math.max(across, down * known) : Math.max(down, across * known);
  const long = Math.round(Math.min(mostLongPx, Math.max(64, longSide)));
  const short = Math.max(48, Math.round(long / known));
  const longMm = size === 'free' ? freeLong : millimetres[size].long;
  const dpi = Math.round((long / (longMm / mmPerInch)) * 100) / 100;
  return { widthPx: wide ? long : short, heightPx: wide ? short : long, dpi };
}

/** The longer of each two opposite sides, px. */
function sidesOf([a, b, c, d]: Quad): { across: number; down: number } {
  return {
    across: Math.max(distance(a, b), distance(d, c)),
    down: Math.max(distance(a, d), distance(b, c)),
  };
}

/**
 * Width over height of the rectangle that is seen as `corners`. After Zhang and He, "Whiteboard scanning and image
 * enhancement" (2003): the two vanishing points give the focal length, and with it the ratio; the optical axis goes
 * through the middle of the picture. Seen straight from above there are no vanishing points, and none are needed.
 */
export function trueRatio(corners: Quad, frame: { readonly width: number; readonly height: number }): number {
  const [tl, tr, br, bl] = corners.map(({ x, y }) => [x - frame.width / 2, y - frame.height / 2, 1] as const);
  if (!tl || !tr || !br || !bl) return 1;
  const k2 = dot(cross(tl, br), bl) / dot(cross(tr, br), bl);
  const k3 = dot(cross(tl, br), tr) / dot(cross(bl, br), tr);
  const n2 = minus(tr, k2, tl);
  const n3 = minus(bl, k3, tl);
  const usual = 1.2 * Math.max(frame.width, frame.height);
  const both = n2[2] * n3[2];
  const squared = -(n2[0] * n3[0] + n2[1] * n3[1]) / both;
  // Nearly parallel sides say nothing about the lens, and what they say is not listened to.
  const told = Math.abs(both) > 1e-9 && Number.isFinite(squared) && squared > 0 ? Math.sqrt(squared) : usual;
  const focal = Math.min(Math.max(told, usual / 2), usual * 2);
  const length = (n: Vector): number => Math.hypot(n[0] / focal, n[1] / focal, n[2]);
  const ratio = length(n2) / length(n3);
  return Number.isFinite(ratio) && ratio > 0.02 && ratio < 50 ? ratio : 1;
}

type Vector = readonly [number, number, number];

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function minus(a: Vector, factor: number, b: Vector): Vector {
  return [factor * a[0] - b[0], factor * a[1] - b[1], factor * a[2] - b[2]];
}
