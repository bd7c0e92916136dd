/** A picture turned by a small angle: bilinear, in one pass over its rows. */
import type { Rgb } from './raster.ts';
import { sourceBand } from './turned-row.ts';

/** Places are counted in parts of a pixel: 16 bits, of which the weights take the upper eight. */
const one = 65_536;
/** Target rows that are made of one band of the source's. */
const bandRows = 128;
/** No tap beyond the source's pixels, whatever the rounding of a long row adds up to, px. */
const margin = 0.05;

/**
 * `source` turned about its middle, clockwise positive, laid into a picture of `widthPx` × `heightPx`, middle on middle.
 * What comes in from outside has the colour `border`.
 * @param deg Degrees, ±15. @param source Sides of 2–32,000 px.
 */
export function turned(
  source: Rgb,
  deg: number,
  widthPx: number,
  heightPx: number,
  border: readonly [number, number, number],
): Rgb {
  const data = new Uint8Array(widthPx * heightPx * 3);
  const radians = (deg * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const right = 0.5 - widthPx / 2;
  const stepX = Math.round(cos * one);
  const stepY = Math.round(-sin * one);
  const band = sourceBand(source.widthPx * 3, widthPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    if (y % bandRows === 0) {
      // the slant of a row, and a pixel for rounding and for the lower neighbour
      const middle = (y + 0.5 - heightPx / 2) * cos + source.heightPx / 2 - 0.5;
      const slant = Math.abs((widthPx / 2) * sin);
      const from = Math.max(0, Math.floor(middle - slant) - 1);
      const to = Math.min(source.heightPx, Math.ceil(middle + bandRows * cos + slant) + 3);
      if (from < to) band.load(source.data, from, to);
    }
    const down = y + 0.5 - heightPx / 2;
    // where the row's first pixel comes from, counted from the middle of the source's first one
    const fromX = right * cos + down * sin + source.widthPx / 2 - 0.5;
    const fromY = down * cos - right * sin + source.heightPx / 2 - 0.5;
    // a pixel needs its right and its lower neighbour too
    const across = within(fromX, cos, source.widthPx - 1);
    const along = within(fromY, -sin, source.heightPx - 1);
    const first = Math.max(0, Math.ceil(Math.max(across.first, along.first)));
    const last = Math.min(widthPx - 1, Math.floor(Math.min(across.last, along.last)));
    const row = y * widthPx * 3;
    if (first > last) {
      fill(data, row, row + widthPx * 3, border);
      continue;
    }
    fill(data, row, row + first * 3, border);
    const x = Math.round((fromX + first * cos) * one);
    const lineY = Math.round((fromY - first * sin) * one);
    band.turn(data, row + first * 3, row + last * 3 + 3, x, lineY, stepX, stepY);
    fill(data, row + last * 3 + 3, row + widthPx * 3, border);
  }
  return { widthPx, heightPx, data };
}

/** For which x `from + x * step` lies between 0 and `most`, by a margin. */
function within(from: number, step: number, most: number): { first: number; last: number } {
  if (Math.abs(step) < 1e-9) {
    const inside = from >= margin && from <= most - margin;
    return inside ? { first: -Infinity, last: Infinity } : { first: Infinity, last: -Infinity };
  }
  const low = (margin - from) / step;
  const high = (most - margin - from) / step;
  return { first: Math.min(low, high), last: Math.max(low, high) };
}

function fill(
  data: Uint8Array,
  from: number,
  to: number,
  [red, green, blue]: readonly [number, number, number],
): void {
  for (let at = from; at < to; at += 3) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
  }
}
