/** Pictures in memory, as the page's search and cleaning work on them: rows from the top, no padding. */

/** Lightness, one byte a pixel: 0 black – 255 white; `widthPx * heightPx` bytes. */
export interface Grey {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** sRGB, three bytes a pixel; `widthPx * heightPx * 3` bytes. */
export interface Rgb {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** Lightness of sRGB samples by the weights of Rec. 601 (the Y of JPEG), rounded. */
export function greyOf({ widthPx, heightPx, data }: Rgb): Grey {
  const grey = new Uint8Array(widthPx * heightPx);
  for (let at = 0, from = 0; at < grey.length; at += 1, from += 3) {
    // 16 bits of fraction: 0.299, 0.587, 0.114
    const sum = 19_595 * (data[from] ?? 0) + 38_470 * (data[from + 1] ?? 0) + 7_471 * (data[from + 2] ?? 0);
    grey[at] = (sum + 32_768) >>> 16;
  }
  return { widthPx, heightPx, data: grey };
}

/**
 * Each block of `factor` × `factor` pixels becomes its mean; a rest of less than a block at the right and at the bottom
 * is averaged over what there is. Size: the sides divided by `factor`, rounded up.
 */
export function reducedGrey({ widthPx, heightPx, data }: Grey, factor: number): Grey {
  if (factor === 1) return { widthPx, heightPx, data };
  if (factor === 2 && widthPx % 2 === 0 && heightPx % 2 === 0) return halvedGrey({ widthPx, heightPx, data });
  const width = Math.ceil(widthPx / factor);
  const height = Math.ceil(heightPx / factor);
  const small = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  const counts = new Uint32Array(width);
  for (let y = 0; y < height; y += 1) {
    const bottom = Math.min(heightPx, (y + 1) * factor);
    sums.fill(0);
    counts.fill(0);
    for (let line = y * factor; line < bottom; line += 1) {
      const start = line * widthPx;
      for (let x = 0, column = 0, left = factor; x < widthPx; x += 1) {
        sums[column] = (sums[column] ?? 0) + (data[start + x] ?? 0);
        counts[column] = (counts[column] ?? 0) + 1;
        left -= 1;
        if (left === 0) {
          column += 1;
          left = factor;
        }
      }
    }
    for (let x = 0; x < width; x += 1)
      small[y * width + x] = Math.round((sums[x] ?? 0) / Math.max(1, counts[x] ?? 0));
  }
  return { widthPx: width, heightPx: height, data: small };
}

function halvedGrey({ widthPx, heightPx, data }: Grey): Grey {
  const width = widthPx >> 1;
  const height = heightPx >> 1;
  const small = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1)
    for (let x = 0, at = y * 2 * widthPx; x < width; x += 1, at += 2, to += 1) {
      const upper = (data[at] ?? 0) + (data[at + 1] ?? 0);
      small[to] = (upper + (data[at + widthPx] ?? 0) + (data[at + widthPx + 1] ?? 0) + 2) >> 2;
    }
  return { widthPx: width, heightPx: height, data: small };
}
