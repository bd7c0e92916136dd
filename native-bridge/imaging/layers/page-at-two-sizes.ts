/** A page as the separation works on it: whole, and reduced to about 100 dpi, where most questions are answered. */
import sharp from 'sharp';
import type { Rgb } from '../raster.ts';

/** Resolution of the reduced picture, dots per inch; it is what lies beneath the ink in the written page. */
const reducedDpi = 100;

export interface PageAtTwoSizes {
  /** Its sides are multiples of `factor`: up to `factor - 1` px are repeated at the right and at the bottom. */
  readonly whole: Rgb;
  /** Each pixel is the mean of `factor` × `factor` pixels. */
  readonly reduced: Rgb;
  readonly factor: number;
  /** Side of a block (of thresholds), px of the whole page: three reduced pixels, 0.8 mm. */
  readonly blockPx: number;
  /** Side of a cell (of paper), px of the whole page: twelve reduced pixels, 3 mm. */
  readonly cellPx: number;
}

/** Reduced pixels along the side of a block and of a cell. */
export const blockSide = 3;
export const cellSide = 12;

/**
 * @param source An opaque sRGB picture of three channels.
 * @param dpi Its resolution, 150–400.
 */
export async function pageAtTwoSizes(source: Rgb, dpi: number): Promise<PageAtTwoSizes> {
  const factor = Math.max(2, Math.round(dpi / reducedDpi));
  const whole = filledUp(source, factor);
  const size = { width: whole.widthPx / factor, height: whole.heightPx / factor };
  const data = await sharp(whole.data, {
    raw: { width: whole.widthPx, height: whole.heightPx, channels: 3 },
  })
    .resize({ ...size, fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
    .raw()
    .toBuffer();
  return {
    whole,
    reduced: { widthPx: size.width, heightPx: size.height, data },
    factor,
    blockPx: blockSide * factor,
    cellPx: cellSide * factor,
  };
}

/** A copy whose last column and last row are repeated until both sides can be divided by `factor`. */
function filledUp(source: Rgb, factor: number): Rgb {
  const widthPx = Math.ceil(source.widthPx / factor) * factor;
  const heightPx = Math.ceil(source.heightPx / factor) * factor;
  if (widthPx === source.widthPx && heightPx === source.heightPx) return source;
  const data = new Uint8Array(widthPx * heightPx * 3);
  const from = source.widthPx * 3;
  const row = widthPx * 3;
  for (let y = 0; y < heightPx; y += 1) {
    const line = Math.min(y, source.heightPx - 1) * from;
    data.set(source.data.subarray(line, line + from), y * row);
    for (let at = y * row + from; at < (y + 1) * row; at += 3) data.copyWithin(at, at - 3, at);
  }
  return { widthPx, heightPx, data };
}
