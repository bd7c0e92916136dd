/** Where a page bears colour that must stay: red stamps, blue ink, other colour. */
import type { Rgb } from '../raster.ts';
import { regionsOf, type GridRegion } from './grid-regions.ts';
import type { Surround } from './lid.ts';
import type { PageBox } from './page-box.ts';

export type ColourKind = 'red' | 'blue' | 'other';

/** Red is most likely a stamp (con dấu), blue a signature or handwriting; both stay in colour, always. */
export interface ColourRegion {
  readonly kind: ColourKind;
  readonly box: PageBox;
  /** Coloured share of the box, 0–1: a stamp has 0.1 to 0.4, a photograph more. */
  readonly fill: number;
  /** A red ring of a stamp's size, 15 to 50 mm, about as wide as high. */
  readonly stampLike: boolean;
}

/** Side of a cell, px of the coarse picture (75 dpi: 1.4 mm). */
const cellPx = 4;
/** Over the paper's own tint, levels; the faintest stamps have 16 to 25. */
const leastTint = 15;
/** Coloured pixels of the 16 of a cell. */
const leastInCell = 2;

interface Tints {
  /** Medians of red − green and of blue − green over the sheet. */
  readonly red: number;
  readonly blue: number;
}

export function colourRegions(
  colour: Rgb,
  surround: Surround,
  factor: number,
  coarseDpi: number,
): ColourRegion[] {
  const paper = paperTints(colour, surround);
  const width = Math.floor(colour.widthPx / cellPx);
  const height = Math.floor(colour.heightPx / cellPx);
  const grids: Record<ColourKind, Uint8Array> = {
    red: new Uint8Array(width * height),
    blue: new Uint8Array(width * height),
    other: new Uint8Array(width * height),
  };
  for (let cy = 0, at = 0; cy < height; cy += 1)
    for (let cx = 0; cx < width; cx += 1, at += 1) {
      const kind = cellKind(colour, surround, paper, cx, cy);
      if (kind) grids[kind][at] = 1;
    }
  const mm = 25.4 / Math.max(1, coarseDpi);
  const regions = (['red', 'blue', 'other'] as const).flatMap((kind) =>
    // A ring broken by print, and the strokes of one signature, lie up to 4 mm apart.
    regionsOf({ width, height, cells: grids[kind] }, 6, 3).map((region) =>
      regionFor(kind, region, factor, mm),
    ),
  );
  return regions.sort((one, other) => other.box.width * other.box.height - one.box.width * one.box.height);
}

function regionFor(kind: ColourKind, region: GridRegion, factor: number, mm: number): ColourRegion {
  const scale = cellPx * factor;
  const box = {
    x: region.x * scale,
    y: region.y * scale,
    width: region.width * scale,
    height: region.height * scale,
  };
  const widthMm = region.width * cellPx * mm;
  const heightMm = region.height * cellPx * mm;
  const round = Math.min(widthMm, heightMm) > 0.72 * Math.max(widthMm, heightMm);
  const fits = Math.min(widthMm, heightMm) >= 15 && Math.max(widthMm, heightMm) <= 50;
  const fill = region.cells.length / (region.width * region.height);
  return { kind, box, fill, stampLike: kind === 'red' && round && fits };
}

function paperTints({ widthPx, heightPx, data }: Rgb, surround: Surround): Tints {
  const red = new Int32Array(511);
  const blue = new Int32Array(511);
  let count = 0;
  for (let at = 0; at < widthPx * heightPx; at += 3) {
    if (surround.data[at] === 1) continue;
    const green = (data[at * 3 + 1] ?? 0) - 255;
    const r = (data[at * 3] ?? 0) - green;
    const b = (data[at * 3 + 2] ?? 0) - green;
    red[r] = (red[r] ?? 0) + 1;
    blue[b] = (blue[b] ?? 0) + 1;
    count += 1;
  }
  return { red: middle(red, count) - 255, blue: middle(blue, count) - 255 };
}

function middle(histogram: Int32Array, count: number): number {
  let below = 0;
  let level = 0;
  while (level < histogram.length - 1 && (below + (histogram[level] ?? 0)) * 2 < count) {
    below += histogram[level] ?? 0;
    level += 1;
  }
  return level;
}

function cellKind(colour: Rgb, surround: Surround, paper: Tints, cx: number, cy: number): ColourKind | null {
  let red = 0;
  let blue = 0;
  let other = 0;
  for (let y = cy * cellPx; y < (cy + 1) * cellPx; y += 1)
    for (let x = cx * cellPx; x < (cx + 1) * cellPx; x += 1) {
      const at = y * colour.widthPx + x;
      if (surround.data[at] === 1) continue;
      const green = colour.data[at * 3 + 1] ?? 0;
      // The paper's tint fades with its light: dark print on yellow paper is not blue.
      const light = Math.min(1, (green + 40) / 255);
      const r = (colour.data[at * 3] ?? 0) - green - paper.red * light;
      const b = (colour.data[at * 3 + 2] ?? 0) - green - paper.blue * light;
      if (r >= leastTint && r > b * 1.3) red += 1;
      else if (b >= leastTint && b > r * 1.3) blue += 1;
      else if (Math.max(r, b, -r, -b) >= leastTint * 1.4) other += 1;
    }
  const most = Math.max(red, blue, other);
  if (most < leastInCell) return null;
  if (most === red) return 'red';
  return most === blue ? 'blue' : 'other';
}
