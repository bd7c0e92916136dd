/** Takes the perspective out of a page. Pure. */
import type { Point, Quad } from './quad.ts';

export interface Rgba {
  readonly width: number;
  readonly height: number;
  /** Row by row, four bytes a pixel. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Row by row; maps (x, y, 1). */
type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** What maps the unit square to `corners` (Heckbert, "Fundamentals of texture mapping", 1989). */
function fromUnitSquare([a, b, c, d]: Quad): Matrix {
  const dx = a.x - b.x + c.x - d.x;
  const dy = a.y - b.y + c.y - d.y;
  const x1 = b.x - c.x;
  const x2 = d.x - c.x;
  const y1 = b.y - c.y;
  const y2 = d.y - c.y;
  const under = x1 * y2 - x2 * y1;
  const g = under === 0 ? 0 : (dx * y2 - x2 * dy) / under;
  const h = under === 0 ? 0 : (x1 * dy - dx * y1) / under;
  return [
    b.x - a.x + g * b.x,
    d.x - a.x + h * d.x,
    a.x,
    b.y - a.y + g * b.y,
    d.y - a.y + h * d.y,
    a.y,
    g,
    h,
    1,
  ];
}

/** Where a place of the flat page (0–1 in both directions) is in the picture. */
export function placeIn(corners: Quad, across: number, down: number): Point {
  const m = fromUnitSquare(corners);
  const w = m[6] * across + m[7] * down + m[8];
  return { x: (m[0] * across + m[1] * down + m[2]) / w, y: (m[3] * across + m[4] * down + m[5]) / w };
}

/**
 * The page within `corners` as a flat picture of the given size. Between pixels by bilinear weights; where the picture
 * is much finer than the page, the mean of several places. Outside the picture its border goes on.
 */
export function flattened(picture: Rgba, corners: Quad, width: number, height: number): Rgba {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = fromUnitSquare(corners);
  const data = new Uint8ClampedArray(width * height * 4);
  const from = new Uint32Array(picture.data.buffer, picture.data.byteOffset, picture.width * picture.height);
  const taps = tapsFor(corners, width, height);
  const mostX = picture.width - 1.001;
  const mostY = picture.height - 1.001;
  const share = 1 / (taps * taps);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 4) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = 0; tap < taps * taps; tap += 1) {
        const u = (column + ((tap % taps) + 0.5) / taps) / width;
        const v = (row + (Math.floor(tap / taps) + 0.5) / taps) / height;
        const w = 1 / (m6 * u + m7 * v + m8);
        const px = (m0 * u + m1 * v + m2) * w - 0.5;
        const py = (m3 * u + m4 * v + m5) * w - 0.5;
        const x = px < 0 ? 0 : px > mostX ? mostX : px;
        const y = py < 0 ? 0 : py > mostY ? mostY : py;
        const left = x | 0;
        const top = y | 0;
        const fx = x - left;
        const fy = y - top;
        const cell = top * picture.width + left;
        const p = from[cell] ?? 0;
        const q = from[cell + 1] ?? 0;
        const r = from[cell + picture.width] ?? 0;
        const s = from[cell + picture.width + 1] ?? 0;
        const wp = (1 - fx) * (1 - fy);
        const wq = fx * (1 - fy);
        const wr = (1 - fx) * fy;
        const ws = fx * fy;
        red += (p & 255) * wp + (q & 255) * wq + (r & 255) * wr + (s & 255) * ws;
        green +=
          ((p >> 8) & 255) * wp + ((q >> 8) & 255) * wq + ((r >> 8) & 255) * wr + ((s >> 8) & 255) * ws;
        blue +=
          ((p >> 16) & 255) * wp + ((q >> 16) & 255) * wq + ((r >> 16) & 255) * wr + ((s >> 16) & 255) * ws;
      }
      data[at] = red * share;
      data[at + 1] = green * share;
      data[at + 2] = blue * share;
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

/** How many places in each direction make one pixel: more than one only when the page is made smaller. */
function tapsFor([a, b, c, d]: Quad, width: number, height: number): number {
  const across = Math.max(Math.hypot(b.x - a.x, b.y - a.y), Math.hypot(c.x - d.x, c.y - d.y)) / width;
  const down = Math.max(Math.hypot(d.x - a.x, d.y - a.y), Math.hypot(c.x - b.x, c.y - b.y)) / height;
  return Math.min(3, Math.max(1, Math.round(Math.max(across, down))));
}
