/** Where a page shows a picture and not strokes: a portrait on a form, a copied card. There a mask would tear tones apart. */
import type { InkOnPage } from './ink.ts';
import type { PageAtTwoSizes } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** A place on the page, px of the whole page. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Share of a cell's pixels between a quarter and three quarters of the ink around: of text, slopes only, a tenth. */
const toneShare = 0.28;
/** Lightness against the page's paper below which a cell is a picture's dark part. */
const darkShare = 0.72;
/** Least size of a photograph in cells of 3 mm, across and down, and how much of its box it fills. */
const leastCells = 4;
const leastFill = 0.5;

/** Boxes of the photographs, grown by a cell on each side; none overlaps another. */
export function photographsOn(page: PageAtTwoSizes, paper: PaperLevel, ink: InkOnPage): Box[] {
  const { columns, rows } = paper;
  const pictorial = new Uint8Array(columns * rows);
  const lightness = lightnessOf(paper);
  const usual = Uint8Array.from(lightness).sort()[Math.floor(lightness.length * 0.75)] ?? 255;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      const isDark = (lightness[at] ?? 0) < usual * darkShare;
      if (isDark || tones(page, ink, row, column) >= toneShare) pictorial[at] = 1;
    }
  const boxes = groups(pictorial, columns, rows)
    .filter(
      ({ width, height, cells }) =>
        width >= leastCells && height >= leastCells && cells >= width * height * leastFill,
    )
    .map(({ left, top, width, height }) => ({
      left: Math.max(0, left - 1) * page.cellPx,
      top: Math.max(0, top - 1) * page.cellPx,
      right: Math.min(page.whole.widthPx, (left + width + 1) * page.cellPx),
      bottom: Math.min(page.whole.heightPx, (top + height + 1) * page.cellPx),
    }));
  return apart(boxes);
}

function lightnessOf({ columns, rows, level }: PaperLevel): Uint8Array {
  const lightness = new Uint8Array(columns * rows);
  for (let at = 0; at < lightness.length; at += 1)
    lightness[at] = Math.round(
      0.299 * (level[at * 3] ?? 0) + 0.587 * (level[at * 3 + 1] ?? 0) + 0.114 * (level[at * 3 + 2] ?? 0),
    );
  return lightness;
}

/** Share of the cell's pixels that are neither paper nor full ink. */
function tones(page: PageAtTwoSizes, { blocks, absorption }: InkOnPage, row: number, column: number): number {
  const { whole, blockPx, cellPx } = page;
  const bottom = Math.min(whole.heightPx, (row + 1) * cellPx);
  const right = Math.min(whole.widthPx, (column + 1) * cellPx);
  let between = 0;
  for (let y = row * cellPx; y < bottom; y += 2) {
    const line = Math.floor(y / blockPx) * blocks.columns;
    for (let x = column * cellPx; x < right; x += 2) {
      const most = blocks.around[line + Math.floor(x / blockPx)] ?? 0;
      if (most < 2 * blocks.floor) continue;
      const value = absorption[y * whole.widthPx + x] ?? 0;
      if (value * 4 > most && value * 4 < most * 3) between += 1;
    }
  }
  return (between * 4) / (cellPx * cellPx);
}

interface Group {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cells: number;
}

/** Cells that touch, corners included. */
function groups(marked: Uint8Array, columns: number, rows: number): Group[] {
  const left = Uint8Array.from(marked);
  const found: Group[] = [];
  for (let start = 0; start < left.length; start += 1) {
    if (!left[start]) continue;
    let [west, north, east, south, cells] = [columns, rows, 0, 0, 0];
    const open = [start];
    left[start] = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % columns;
      const y = (at - x) / columns;
      cells += 1;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny += 1)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx += 1) {
          const next = ny * columns + nx;
          if (!left[next]) continue;
          left[next] = 0;
          open.push(next);
        }
    }
    found.push({ left: west, top: north, width: east - west + 1, height: south - north + 1, cells });
  }
  return found;
}

/** Boxes that overlap become the one box around them. */
function apart(boxes: readonly Box[]): Box[] {
  const result: Box[] = [];
  for (const box of boxes) {
    let joined = box;
    for (let at = result.findIndex((other) => overlap(other, joined)); at >= 0;) {
      const [other = joined] = result.splice(at, 1);
      joined = {
        left: Math.min(joined.left, other.left),
        top: Math.min(joined.top, other.top),
        right: Math.max(joined.right, other.right),
        bottom: Math.max(joined.bottom, other.bottom),
      };
      at = result.findIndex((each) => overlap(each, joined));
    }
    result.push(joined);
  }
  return result;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
