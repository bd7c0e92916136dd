/** Where the light of a picture is at fault: shadows on the sheet, and spots that a lamp has blown out. */
import type { Rgb } from '../raster.ts';
import { regionsOf, type GridRegion } from './grid-regions.ts';
import type { InkMap } from './ink-map.ts';
import type { Surround } from './lid.ts';

/** Side of a cell, px of the fine picture; of the coarse ones half of it. */
export const cellPx = 16;

export interface LightFault {
  /** In cells of the fine picture. */
  readonly region: GridRegion;
  /** Shadow: light left, share of the sheet's; glare: share of the sheet's area. */
  readonly value: number;
}

/** Darker than this share of the sheet's light is a shadow. */
const shadowBelow = 0.74;
/** A shadow is soft: from cell to cell the light steps by no more, levels. A photograph's edge steps by more. */
const softStep = 34;
/** Shadows are grey: tint over the sheet's own, levels. */
const greyTint = 26;
const blown = 252;
/** Where the sheet itself is this light, blown out is how the scanner sees white. */
const dullPaper = 244;

interface Cells {
  readonly width: number;
  readonly height: number;
  readonly light: Float32Array;
  readonly inSheet: Uint8Array;
  /** The sheet's light: what four of five of its cells do not exceed. */
  readonly sheet: number;
}

export function cellsOf(ink: InkMap, surround: Surround): Cells {
  const per = cellPx / ink.paperStep;
  const width = Math.floor(ink.paper.widthPx / per);
  const height = Math.floor(ink.paper.heightPx / per);
  const light = new Float32Array(width * height);
  const inSheet = new Uint8Array(width * height);
  const levels: number[] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let most = 0;
      for (let by = 0; by < per; by += 1)
        for (let bx = 0; bx < per; bx += 1)
          most = Math.max(most, ink.paper.data[(y * per + by) * ink.paper.widthPx + x * per + bx] ?? 0);
      const at = y * width + x;
      light[at] = most;
      inSheet[at] = isSheet(surround, x, y) ? 1 : 0;
      if (inSheet[at] === 1) levels.push(most);
    }
  levels.sort((one, other) => one - other);
  return { width, height, light, inSheet, sheet: levels[Math.floor(levels.length * 0.8)] ?? 0 };
}

function isSheet({ widthPx, heightPx, data, share }: Surround, cellX: number, cellY: number): boolean {
  if (share === 0) return true;
  const side = cellPx / 2;
  for (const [dx, dy] of [
    [0, 0],
    [side - 1, 0],
    [0, side - 1],
    [side - 1, side - 1],
  ] as const) {
    const x = Math.min(widthPx - 1, cellX * side + dx);
    const y = Math.min(heightPx - 1, cellY * side + dy);
    if (data[y * widthPx + x] === 1) return false;
  }
  return true;
}

export function shadows(cells: Cells, colour: Rgb, fineDpi: number): LightFault[] {
  const { width, height, light, inSheet, sheet } = cells;
  const dark = new Uint8Array(light.length);
  for (let at = 0; at < dark.length; at += 1)
    dark[at] = inSheet[at] === 1 && (light[at] ?? 0) < shadowBelow * sheet ? 1 : 0;
  return regionsOf({ width, height, cells: dark }, cellsIn(600, fineDpi), 1)
    .filter((region) => isSoft(region, dark, cells) && isGrey(region, colour, width))
    .map((region) => ({ region, value: lowest(region, light) / Math.max(1, sheet) }));
}

function cellsIn(squareMm: number, fineDpi: number): number {
  const cellMm = (cellPx * 25.4) / Math.max(1, fineDpi);
  return Math.max(4, Math.round(squareMm / (cellMm * cellMm)));
}

function lowest({ cells }: GridRegion, light: Float32Array): number {
  const levels = cells.map((at) => light[at] ?? 0).sort((one, other) => one - other);
  return levels[Math.floor(levels.length * 0.1)] ?? 0;
}

function isSoft({ cells: members }: GridRegion, dark: Uint8Array, { width, light, inSheet }: Cells): boolean {
  const steps: number[] = [];
  for (const at of members)
    for (const near of [at - 1, at + 1, at - width, at + width])
      if (dark[near] === 0 && inSheet[near] === 1)
        steps.push(Math.abs((light[near] ?? 0) - (light[at] ?? 0)));
  steps.sort((one, other) => one - other);
  return steps.length > 0 && (steps[steps.length >> 1] ?? 0) <= softStep;
}

function isGrey({ cells }: GridRegion, { widthPx, data }: Rgb, width: number): boolean {
  let tinted = 0;
  for (const at of cells) {
    const x = (at % width) * (cellPx / 2) + cellPx / 4;
    const y = Math.floor(at / width) * (cellPx / 2) + cellPx / 4;
    const from = (y * widthPx + x) * 3;
    const red = data[from] ?? 0;
    const green = data[from + 1] ?? 0;
    const blue = data[from + 2] ?? 0;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > greyTint) tinted += 1;
  }
  return tinted * 4 < cells.length;
}

export function glares(cells: Cells, colour: Rgb, fineDpi: number): LightFault[] {
  const { width, height, inSheet, light } = cells;
  const levels = Float32Array.from(light.filter((_, at) => inSheet[at] === 1)).sort();
  if (levels.length === 0 || (levels[levels.length >> 1] ?? 0) > dullPaper) return [];
  const side = cellPx / 2;
  const white = new Uint8Array(width * height);
  for (let cy = 0, at = 0; cy < height; cy += 1)
    for (let cx = 0; cx < width; cx += 1, at += 1) {
      let full = 0;
      for (let y = cy * side; y < (cy + 1) * side; y += 1)
        for (let x = cx * side; x < (cx + 1) * side; x += 1) {
          const from = (y * colour.widthPx + x) * 3;
          const least = Math.min(
            colour.data[from] ?? 0,
            colour.data[from + 1] ?? 0,
            colour.data[from + 2] ?? 0,
          );
          if (least >= blown) full += 1;
        }
      white[at] = full * 10 >= side * side * 9 && inSheet[at] === 1 ? 1 : 0;
    }
  return regionsOf({ width, height, cells: white }, cellsIn(100, fineDpi), 1).map((region) => ({
    region,
    value: region.cells.length / Math.max(1, levels.length),
  }));
}
