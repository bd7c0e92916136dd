/**
 * What stands on the paper: how strongly each pixel absorbs light that the bare paper around it would give back. Asked
 * of the reduced picture first: nine tenths of a page are bare, and are not looked at again.
 */
import { blockSide, cellSide, type PageAtTwoSizes } from './page-at-two-sizes.ts';
import type { PaperLevel } from './paper-level.ts';

/** Absorption of the whole page's pixels that is never ink, and that always may be; the noise decides between. */
const weakest = 18;
const weakestOnNoise = 60;
/** Absorption of a reduced pixel above the paper's noise from which there may be ink in it. */
const weakestReduced = 5;

/** Blocks of `PageAtTwoSizes.blockPx`, rows from the top. */
export interface InkBlocks {
  readonly columns: number;
  readonly rows: number;
  /** 1 where there may be ink in the block or beside it. */
  readonly active: Uint8Array;
  /** Strongest absorption within the block and the eight around it; 0 where not active. */
  readonly around: Uint8Array;
  /** Absorption from which a mark is ink and not the paper's own noise. */
  readonly floor: number;
}

/** Absorption: the largest loss over the three channels against the paper, 0–255, one byte a pixel of the whole page. */
export interface InkOnPage {
  readonly blocks: InkBlocks;
  /** Known in active blocks, 0 elsewhere. */
  readonly absorption: Uint8Array;
}

export function inkOnPage(page: PageAtTwoSizes, paper: PaperLevel): InkOnPage {
  const { reduced } = page;
  const columns = Math.ceil(reduced.widthPx / blockSide);
  const rows = Math.ceil(reduced.heightPx / blockSide);
  const weak = reducedAbsorption(page, paper, columns, rows);
  const usual = median(weak);
  const limit = usual + weakestReduced;
  const marked = new Uint8Array(weak.length);
  for (let at = 0; at < weak.length; at += 1) marked[at] = (weak[at] ?? 0) >= limit ? 1 : 0;
  const active = strongestAround(marked, columns, rows);
  const absorption = new Uint8Array(page.whole.widthPx * page.whole.heightPx);
  const strongest = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      if (active[at]) strongest[at] = absorbedInBlock(page, paper, row, column, absorption);
    }
  // a mean of factor² pixels has a noise that is smaller by the factor
  const noise = usual * page.factor;
  const floor = Math.min(weakestOnNoise, Math.max(weakest, noise + 8));
  const around = strongestAround(strongest, columns, rows);
  return { blocks: { columns, rows, active, around, floor }, absorption };
}

/** Strongest absorption of the reduced picture's pixels in each block. */
function reducedAbsorption(
  { reduced }: PageAtTwoSizes,
  paper: PaperLevel,
  columns: number,
  rows: number,
): Uint8Array {
  const { widthPx, heightPx, data } = reduced;
  const strongest = new Uint8Array(columns * rows);
  const perCell = cellSide / blockSide;
  for (let y = 0; y < heightPx; y += 1) {
    const blocks = Math.floor(y / blockSide) * columns;
    const cells = Math.floor(y / cellSide) * paper.columns;
    let from = y * widthPx * 3;
    for (let column = 0; column < columns; column += 1) {
      const cell = (cells + Math.floor(column / perCell)) * 3;
      const red = paper.level[cell] ?? 0;
      const green = paper.level[cell + 1] ?? 0;
      const blue = paper.level[cell + 2] ?? 0;
      const end = (y * widthPx + Math.min(widthPx, (column + 1) * blockSide)) * 3;
      let most = strongest[blocks + column] ?? 0;
      for (; from < end; from += 3) {
        const ofRed = red - (data[from] ?? 0);
        const ofGreen = green - (data[from + 1] ?? 0);
        const ofBlue = blue - (data[from + 2] ?? 0);
        if (ofRed > most) most = ofRed;
        if (ofGreen > most) most = ofGreen;
        if (ofBlue > most) most = ofBlue;
      }
      strongest[blocks + column] = most;
    }
  }
  return strongest;
}

/** Fills in the absorption of one block's pixels; the strongest of them. */
function absorbedInBlock(
  { whole, blockPx, cellPx }: PageAtTwoSizes,
  paper: PaperLevel,
  row: number,
  column: number,
  absorption: Uint8Array,
): number {
  const { widthPx, heightPx, data } = whole;
  const cellRow = Math.floor((row * blockPx) / cellPx);
  const cell = (cellRow * paper.columns + Math.floor((column * blockPx) / cellPx)) * 3;
  const red = paper.level[cell] ?? 0;
  const green = paper.level[cell + 1] ?? 0;
  const blue = paper.level[cell + 2] ?? 0;
  const bottom = Math.min(heightPx, (row + 1) * blockPx);
  const right = Math.min(widthPx, (column + 1) * blockPx);
  let strongest = 0;
  for (let y = row * blockPx; y < bottom; y += 1) {
    const end = y * widthPx + right;
    for (let at = y * widthPx + column * blockPx, from = at * 3; at < end; at += 1, from += 3) {
      let most = red - (data[from] ?? 0);
      const ofGreen = green - (data[from + 1] ?? 0);
      const ofBlue = blue - (data[from + 2] ?? 0);
      if (ofGreen > most) most = ofGreen;
      if (ofBlue > most) most = ofBlue;
      if (most <= 0) continue;
      absorption[at] = most;
      if (most > strongest) strongest = most;
    }
  }
  return strongest;
}

function median(values: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (const value of values) histogram[value] = (histogram[value] ?? 0) + 1;
  let level = 0;
  for (
    let count = histogram[0] ?? 0;
    count <= values.length >> 1 && level < 255;
    count += histogram[level] ?? 0
  )
    level += 1;
  return level;
}

/** The strongest of each place and the eight around it. */
function strongestAround(values: Uint8Array, columns: number, rows: number): Uint8Array {
  const across = new Uint8Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    let before = 0;
    let here = values[row * columns] ?? 0;
    for (let column = 0, at = row * columns; column < columns; column += 1, at += 1) {
      const after = column + 1 < columns ? (values[at + 1] ?? 0) : 0;
      const most = before > after ? before : after;
      across[at] = here > most ? here : most;
      before = here;
      here = after;
    }
  }
  const around = across.slice();
  for (let at = columns; at < around.length; at += 1) {
    const [above, here] = [across[at - columns] ?? 0, across[at] ?? 0];
    if (above > (around[at] ?? 0)) around[at] = above;
    if (here > (around[at - columns] ?? 0)) around[at - columns] = here;
  }
  return around;
}
