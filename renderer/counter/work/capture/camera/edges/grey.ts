/** 8-bit grey pictures and sums over their rectangles. Pure. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  /** Row by row, one byte a pixel. */
  readonly data: Uint8Array;
}

/** Luma (Rec. 601) of RGBA samples, as a canvas gives them. */
export function greyOf(rgba: Uint8ClampedArray, width: number, height: number): Grey {
  const data = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < data.length; at += 1, from += 4) {
    data[at] = ((rgba[from] ?? 0) * 77 + (rgba[from + 1] ?? 0) * 150 + (rgba[from + 2] ?? 0) * 29) >> 8;
  }
  return { width, height, data };
}

/** Half the size; each pixel the mean of four. */
export function halved({ width, height, data }: Grey): Grey {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y += 1) {
    let from = 2 * y * width;
    for (let x = 0; x < w; x += 1, from += 2) {
      const four =
        (data[from] ?? 0) + (data[from + 1] ?? 0) + (data[from + width] ?? 0) + (data[from + width + 1] ?? 0);
      out[y * w + x] = (four + 2) >> 2;
    }
  }
  return { width: w, height: h, data: out };
}

/** Sum of all pixels above and left of (x, y), in rows of `width + 1`. */
export function integralOf({ width, height, data }: Grey): Uint32Array {
  const stride = width + 1;
  const sums = new Uint32Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += data[y * width + x] ?? 0;
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

/** Brightness between pixels, 0–255; outside the picture its border goes on. */
export function sample({ width, height, data }: Grey, x: number, y: number): number {
  const left = Math.min(Math.max(x, 0), width - 1.001);
  const top = Math.min(Math.max(y, 0), height - 1.001);
  const x0 = left | 0;
  const y0 = top | 0;
  const fx = left - x0;
  const fy = top - y0;
  const at = y0 * width + x0;
  const above = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
  const below = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
  return above * (1 - fy) + below * fy;
}
