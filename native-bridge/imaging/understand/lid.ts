/** What lies around the sheet: the scanner's lid, a desk, the dark behind a missing corner. */
import type { Grey } from '../raster.ts';

/** One byte a pixel of the coarse picture: 0 the sheet, 1 around it. */
export interface Surround {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
  /** Share of the picture that is not the sheet, 0–1. */
  readonly share: number;
}

/** A lid is at least so much darker than the sheet, levels. */
const leastStep = 26;
/** Within one lid the light falls off by no more, levels. */
const lidSpread = 22;

/** At a sheet's edge the light rises by so much within three pixels; in a shadow it does not. */
const edgeStep = 18;

/** A printed frame that runs out of the picture has two boundaries and little between, px of area by px of boundary. */
const leastThickness = 2.2;

/** Everything that is clearly darker than the sheet, of the border's own lightness, sharply bounded, and reaches the border. */
export function surroundOf(coarse: Grey): Surround {
  const { widthPx, heightPx, data } = coarse;
  const around = new Uint8Array(widthPx * heightPx);
  const most = lightLevel(data) - leastStep;
  let count = 0;
  const from = (at: number): void => {
    if (around[at] !== 0 || (data[at] ?? 0) >= most) return;
    const members = flooded(coarse, around, at, most);
    const { rise, sides } = boundaryOfFlood(coarse, around, members);
    const isLid = rise >= edgeStep && members.length >= leastThickness * sides;
    if (isLid) count += members.length;
    for (const member of members) around[member] = isLid ? 1 : rejected;
  };
  for (let x = 0; x < widthPx; x += 1) {
    from(x);
    from((heightPx - 1) * widthPx + x);
  }
  for (let y = 0; y < heightPx; y += 1) {
    from(y * widthPx);
    from(y * widthPx + widthPx - 1);
  }
  for (let at = 0; at < around.length; at += 1) if (around[at] === rejected) around[at] = 0;
  return { widthPx, heightPx, data: around, share: data.length > 0 ? count / data.length : 0 };
}

const rejected = 2;

/** The pixels of about the start's lightness that hang together with it; they are marked 1. */
function flooded({ widthPx, data }: Grey, around: Uint8Array, start: number, most: number): number[] {
  const level = data[start] ?? 0;
  const members = [start];
  around[start] = 1;
  const reach = (to: number): void => {
    const value = data[to] ?? 0;
    if (around[to] !== 0 || value >= most || Math.abs(value - level) > lidSpread) return;
    around[to] = 1;
    members.push(to);
  };
  for (let next = 0; next < members.length; next += 1) {
    const at = members[next] ?? 0;
    const x = at % widthPx;
    if (x > 0) reach(at - 1);
    if (x < widthPx - 1) reach(at + 1);
    if (at >= widthPx) reach(at - widthPx);
    if (at + widthPx < data.length) reach(at + widthPx);
  }
  return members;
}

/** Median rise of light across the boundary, levels, and its length, px; 255 and 0 where there is none. */
function boundaryOfFlood(
  { widthPx, heightPx, data }: Grey,
  around: Uint8Array,
  members: readonly number[],
): { rise: number; sides: number } {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (const at of members) {
    const x = at % widthPx;
    const y = (at - x) / widthPx;
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const farX = x + 2 * dx;
      const farY = y + 2 * dy;
      const backX = x - dx;
      const backY = y - dy;
      if (Math.min(farX, farY, backX, backY) < 0) continue;
      if (Math.max(farX, backX) >= widthPx || Math.max(farY, backY) >= heightPx) continue;
      if (around[(y + dy) * widthPx + x + dx] === 1) continue;
      const rise = (data[farY * widthPx + farX] ?? 0) - (data[backY * widthPx + backX] ?? 0);
      histogram[Math.max(0, rise)] = (histogram[Math.max(0, rise)] ?? 0) + 1;
      count += 1;
    }
  }
  let below = 0;
  for (let rise = 0; rise < 256; rise += 1) {
    below += histogram[rise] ?? 0;
    if (count > 0 && below * 2 >= count) return { rise, sides: count };
  }
  return { rise: 255, sides: count };
}

/** The lightness that a tenth of the picture reaches. */
function lightLevel(data: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (let at = 0; at < data.length; at += 1) histogram[data[at] ?? 0] = (histogram[data[at] ?? 0] ?? 0) + 1;
  let above = 0;
  for (let level = 255; level > 0; level -= 1) {
    above += histogram[level] ?? 0;
    if (above * 10 >= data.length) return level;
  }
  return 0;
}

/**
 * The same size, 1 where ink cannot be told: along the sheet's edge, `inPx` into the sheet and `outPx` into the
 * surround, whose own lightness the sheet's hides there.
 */
export function edgeBand({ widthPx, heightPx, data }: Surround, inPx: number, outPx: number): Uint8Array {
  const toSheet = distances(data, widthPx, heightPx, 0);
  const toSurround = distances(data, widthPx, heightPx, 1);
  const band = new Uint8Array(data.length);
  for (let at = 0; at < band.length; at += 1)
    band[at] = (data[at] === 1 ? (toSheet[at] ?? 0) <= outPx : (toSurround[at] ?? 0) <= inPx) ? 1 : 0;
  return band;
}

/** Steps (city block) to the nearest pixel of that value; at most 255. */
function distances(data: Uint8Array, widthPx: number, heightPx: number, value: number): Uint8Array {
  const far = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1, at += 1) {
      const left = x > 0 ? (far[at - 1] ?? 0) + 1 : 255;
      const up = y > 0 ? (far[at - widthPx] ?? 0) + 1 : 255;
      far[at] = data[at] === value ? 0 : Math.min(255, left, up);
    }
  for (let y = heightPx - 1, at = data.length - 1; y >= 0; y -= 1)
    for (let x = widthPx - 1; x >= 0; x -= 1, at -= 1) {
      const right = x < widthPx - 1 ? (far[at + 1] ?? 0) + 1 : 255;
      const down = y < heightPx - 1 ? (far[at + widthPx] ?? 0) + 1 : 255;
      far[at] = Math.min(far[at] ?? 0, right, down);
    }
  return far;
}
