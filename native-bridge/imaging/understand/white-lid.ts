/**
 * What surrounds the sheets under a lid about as light as they are. The lid is followed from the picture's border as long
 * as its colour changes gently; a sheet's edge is a step, or the thin shadow that it casts.
 */
import type { Rgb } from '../raster.ts';
import type { Surround } from './lid.ts';

/** Pixels of the coarse colour picture that one of the surround stands for. */
export const whiteLidStep = 2;

/** From pixel to pixel a lid changes by so many times what is usual in the picture, within these bounds, levels. */
const gentle = { times: 4.5, least: 0.3, most: 0.9 };
/** A sheet's colour differs from the lid's by this much in one channel at least, levels. */
const leastDifference = 2.2;

/** Sums of 3 × 3 blocks of `whiteLidStep` × `whiteLidStep` pixels, per channel. */
interface Smooth {
  readonly width: number;
  readonly height: number;
  readonly data: Int32Array;
}

const samples = 9 * whiteLidStep * whiteLidStep;

export interface WhiteLid {
  readonly surround: Surround;
  /** Levels between two places of the picture, px of the surround: the channel that differs most. */
  readonly difference: (ax: number, ay: number, bx: number, by: number) => number;
}

/** Null for pictures of less than a few pixels. */
export function whiteLidOf(colour: Rgb): WhiteLid | null {
  if (Math.min(colour.widthPx, colour.heightPx) < 4 * whiteLidStep) return null;
  const smooth = smoothed(colour);
  const { width, height, data } = smooth;
  const around = new Uint8Array(width * height);
  const queue = new Int32Array(width * height);
  let end = 0;
  const start = (at: number): void => {
    if (around[at] === 1) return;
    around[at] = 1;
    queue[end] = at;
    end += 1;
  };
  for (let x = 0; x < width; x += 1) {
    start(x);
    start((height - 1) * width + x);
  }
  for (let y = 0; y < height; y += 1) {
    start(y * width);
    start(y * width + width - 1);
  }
  const limit = gentleStep(smooth) * samples;
  const reach = (at: number, to: number): void => {
    if (around[to] === 1 || apart(data, at, to) > limit) return;
    around[to] = 1;
    queue[end] = to;
    end += 1;
  };
  for (let next = 0; next < end; next += 1) {
    const at = queue[next] ?? 0;
    const x = at % width;
    if (x > 0) reach(at, at - 1);
    if (x < width - 1) reach(at, at + 1);
    if (at >= width) reach(at, at - width);
    if (at + width < around.length) reach(at, at + width);
  }
  const place = (x: number, y: number): number =>
    Math.max(0, Math.min(height - 1, Math.round(y))) * width +
    Math.max(0, Math.min(width - 1, Math.round(x)));
  return {
    surround: { widthPx: width, heightPx: height, data: around, share: end / Math.max(1, around.length) },
    difference: (ax, ay, bx, by) => apart(data, place(ax, ay), place(bx, by)) / samples,
  };
}

/** The median step from pixel to pixel is grain: most of a picture is lid and paper. */
function gentleStep({ width, height, data }: Smooth): number {
  const steps: number[] = [];
  for (let at = 0; at + 1 < width * height; at += 13) steps.push(apart(data, at, at + 1) / samples);
  steps.sort((one, other) => one - other);
  return Math.max(gentle.least, Math.min(gentle.most, gentle.times * (steps[steps.length >> 1] ?? 0)));
}

function apart(data: Int32Array, one: number, other: number): number {
  const red = Math.abs((data[one * 3] ?? 0) - (data[other * 3] ?? 0));
  const green = Math.abs((data[one * 3 + 1] ?? 0) - (data[other * 3 + 1] ?? 0));
  const blue = Math.abs((data[one * 3 + 2] ?? 0) - (data[other * 3 + 2] ?? 0));
  return red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
}

function smoothed({ widthPx, heightPx, data }: Rgb): Smooth {
  const width = Math.floor(widthPx / whiteLidStep);
  const height = Math.floor(heightPx / whiteLidStep);
  const blocks = new Int32Array(width * height * 3);
  for (let y = 0; y < height * whiteLidStep; y += 1)
    for (let x = 0; x < width * whiteLidStep; x += 1) {
      const to = ((y >> 1) * width + (x >> 1)) * 3;
      const from = (y * widthPx + x) * 3;
      blocks[to] = (blocks[to] ?? 0) + (data[from] ?? 0);
      blocks[to + 1] = (blocks[to + 1] ?? 0) + (data[from + 1] ?? 0);
      blocks[to + 2] = (blocks[to + 2] ?? 0) + (data[from + 2] ?? 0);
    }
  const row = width * 3;
  const across = new Int32Array(blocks.length);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < row; x += 1, at += 1) {
      const here = blocks[at] ?? 0;
      // beyond the border it goes on as at the border
      const left = x >= 3 ? (blocks[at - 3] ?? 0) : here;
      const right = x + 3 < row ? (blocks[at + 3] ?? 0) : here;
      across[at] = left + here + right;
    }
  const smooth = new Int32Array(blocks.length);
  for (let at = 0; at < smooth.length; at += 1) {
    const here = across[at] ?? 0;
    const above = at >= row ? (across[at - row] ?? 0) : here;
    const below = at + row < smooth.length ? (across[at + row] ?? 0) : here;
    smooth[at] = above + here + below;
  }
  return { width, height, data: smooth };
}

type Place = { readonly x: number; readonly y: number };

/** What is this much darker than the lid is a picture on a page, not another paper, levels. */
const mostDifference = 70;
/** A printed frame is a dark line on its sides, the shadow at a sheet's edge is faint and on two sides, levels. */
const frameDepth = 16;

/**
 * Whether four corners are those of a sheet: inside of three sides it differs from what lies outside, and its sides are
 * no printed lines. A frame, a table or a picture on a page is none.
 */
export function looksLikeSheet(
  { difference }: WhiteLid,
  corners: readonly [Place, Place, Place, Place],
  besidePx: number,
): boolean {
  let differing = 0;
  let framed = 0;
  for (let side = 0; side < 4; side += 1) {
    const from = corners[side] ?? corners[0];
    const to = corners[(side + 1) % 4] ?? corners[0];
    const long = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
    const out = { x: (to.y - from.y) / long, y: (from.x - to.x) / long };
    const steps: number[] = [];
    const lines: number[] = [];
    for (let at = 2; at <= 22; at += 1) {
      const x = from.x + ((to.x - from.x) * at) / 24;
      const y = from.y + ((to.y - from.y) * at) / 24;
      const beside = (px: number): Place => ({ x: x + out.x * px, y: y + out.y * px });
      const between = (one: Place, other: Place): number => difference(one.x, one.y, other.x, other.y);
      const outside = beside(besidePx);
      const inside = beside(-besidePx);
      steps.push(between(outside, inside));
      let most = 0;
      for (let px = -2; px <= 2; px += 1)
        most = Math.max(most, Math.min(between(beside(px), outside), between(beside(px), inside)));
      lines.push(most);
    }
    const step = steps.toSorted((one, other) => one - other)[steps.length >> 1] ?? 0;
    const line = lines.toSorted((one, other) => one - other)[lines.length >> 1] ?? 0;
    if (step >= leastDifference && step <= mostDifference) differing += 1;
    if (line >= frameDepth) framed += 1;
  }
  return differing >= 3 && framed <= 2;
}
