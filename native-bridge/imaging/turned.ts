/** A picture turned by a small angle: bilinear, in one pass over its rows. */
import type { Rgb } from './raster.ts';

/** Places are counted in parts of a pixel: 16 bits, of which the weights take the upper eight. */
const one = 65_536;
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
  for (let y = 0; y < heightPx; y += 1) {
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
    copyRow(source, data, row + first * 3, row + last * 3 + 3, x, lineY, cos, sin);
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

function copyRow(
  { widthPx, data }: Rgb,
  target: Uint8Array,
  from: number,
  to: number,
  startX: number,
  startY: number,
  cos: number,
  sin: number,
): void {
  const stepX = Math.round(cos * one);
  const stepY = Math.round(-sin * one);
  const stride = widthPx * 3;
  for (let at = from, x = startX, y = startY; at < to; at += 3, x += stepX, y += stepY) {
    const upper = ((y >> 16) * widthPx + (x >> 16)) * 3;
    const lower = upper + stride;
    const partX = (x >> 8) & 255;
    const partY = (y >> 8) & 255;
    const ofBoth = partX * partY;
    const ofRight = (partX << 8) - ofBoth;
    const ofLower = (partY << 8) - ofBoth;
    const ofUpper = one - ofBoth - ofRight - ofLower;
    target[at] =
      ((data[upper] ?? 0) * ofUpper +
        (data[upper + 3] ?? 0) * ofRight +
        (data[lower] ?? 0) * ofLower +
        (data[lower + 3] ?? 0) * ofBoth +
        32_768) >>
      16;
    target[at + 1] =
      ((data[upper + 1] ?? 0) * ofUpper +
        (data[upper + 4] ?? 0) * ofRight +
        (data[lower + 1] ?? 0) * ofLower +
        (data[lower + 4] ?? 0) * ofBoth +
        32_768) >>
      16;
    target[at + 2] =
      ((data[upper + 2] ?? 0) * ofUpper +
        (data[upper + 5] ?? 0) * ofRight +
        (data[lower + 2] ?? 0) * ofLower +
        (data[lower + 5] ?? 0) * ofBoth +
        32_768) >>
      16;
  }
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
