/** The reduced pictures that every part of the search shares: made in one pass over the captured page. */
import { reducedGrey, type Grey, type Rgb } from '../raster.ts';

export interface WorkingPictures {
  /** Lightness at about 150 dpi. */
  readonly fine: Grey;
  /** Pixels of the page that one pixel of `fine` stands for, along each side. */
  readonly fineFactor: number;
  /** Lightness at about 75 dpi. */
  readonly coarse: Grey;
  /** Colour at about 75 dpi, the same size as `coarse`. */
  readonly colour: Rgb;
  /** Pixels of the page that one pixel of `coarse` and of `colour` stands for. */
  readonly coarseFactor: number;
  /** Dots per inch of `fine` and `coarse`, by what the page claims. */
  readonly fineDpi: number;
  readonly coarseDpi: number;
}

const fineDpi = 150;
/** A tag that claims nonsense shall not make the pictures vanish: no reduction makes a side shorter than this. */
const leastSidePx = 300;

/** @param dpi what the page claims to have, in both directions; anything that is no number counts as 300. */
export function workingPictures(page: Rgb, dpi: number): WorkingPictures {
  const claimed = Number.isFinite(dpi) && dpi > 0 ? dpi : 300;
  const roomy = Math.floor(Math.min(page.widthPx, page.heightPx) / leastSidePx);
  const fineFactor = Math.max(1, Math.min(Math.round(claimed / fineDpi), roomy, 16));
  const { fine, colour } = reducedTogether(page, fineFactor);
  return {
    fine,
    fineFactor,
    coarse: reducedGrey(fine, 2),
    colour,
    coarseFactor: fineFactor * 2,
    fineDpi: claimed / fineFactor,
    coarseDpi: claimed / (fineFactor * 2),
  };
}

interface Reduced {
  readonly fine: Grey;
  readonly colour: Rgb;
}

/** Lightness reduced by `factor`, and colour by twice as much. */
function reducedTogether(page: Rgb, factor: number): Reduced {
  if (factor === 2) return quartered(page);
  return averaged(page, factor);
}

/** The common case, 300 dpi: blocks of 2 × 2, and of 4 × 4 where there is as much; an odd last row or column is left out. */
function quartered({ widthPx, heightPx, data }: Rgb): Reduced {
  const width = widthPx >> 1;
  const height = heightPx >> 1;
  const fine = new Uint8Array(width * height);
  const colourWidth = (width + 1) >> 1;
  const colourHeight = (height + 1) >> 1;
  const colour = new Uint8Array(colourWidth * colourHeight * 3);
  // the sums of a row of blocks, red, green and blue, and of the row above
  let above = new Uint16Array(colourWidth * 6);
  let sums = new Uint16Array(colourWidth * 6);
  for (let y = 0; y < height; y += 1) {
    sumBlocks(data, y * 2 * widthPx * 3, widthPx * 3, width, sums);
    for (let x = 0, from = 0, to = y * width; x < width; x += 1, from += 3, to += 1)
      fine[to] =
        (19_595 * (sums[from] ?? 0) +
          38_470 * (sums[from + 1] ?? 0) +
          7_471 * (sums[from + 2] ?? 0) +
          131_072) >>
        18;
    if ((y & 1) === 0 && y + 1 < height) {
      [above, sums] = [sums, above];
      continue;
    }
    const isPair = (y & 1) === 1;
    const lines = isPair ? 4 : 2;
    let to = (y >> 1) * colourWidth * 3;
    for (let x = 0, from = 0; x < width; x += 2, from += 6, to += 3) {
      const isCut = x + 1 === width;
      const count = isCut ? lines * 2 : lines * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = sums[from + channel] ?? 0;
        if (!isCut) sum += sums[from + 3 + channel] ?? 0;
        if (isPair) sum += (above[from + channel] ?? 0) + (isCut ? 0 : (above[from + 3 + channel] ?? 0));
        colour[to + channel] = sum / count + 0.5;
      }
    }
  }
  return {
    fine: { widthPx: width, heightPx: height, data: fine },
    colour: { widthPx: colourWidth, heightPx: colourHeight, data: colour },
  };
}

/** The sums of `width` blocks of 2 × 2 pixels, channel by channel. */
function sumBlocks(data: Uint8Array, start: number, stride: number, width: number, sums: Uint16Array): void {
  for (let to = 0, upper = start, lower = start + stride; to < width * 3; to += 3, upper += 6, lower += 6) {
    sums[to] = (data[upper] ?? 0) + (data[upper + 3] ?? 0) + (data[lower] ?? 0) + (data[lower + 3] ?? 0);
    sums[to + 1] =
      (data[upper + 1] ?? 0) + (data[upper + 4] ?? 0) + (data[lower + 1] ?? 0) + (data[lower + 4] ?? 0);
    sums[to + 2] =
      (data[upper + 2] ?? 0) + (data[upper + 5] ?? 0) + (data[lower + 2] ?? 0) + (data[lower + 5] ?? 0);
  }
}

/** A block cut off at the edge is averaged over what there is. */
function averaged({ widthPx, heightPx, data }: Rgb, factor: number): Reduced {
  const width = Math.ceil(widthPx / factor);
  const height = Math.ceil(heightPx / factor);
  const colourWidth = Math.ceil(width / 2);
  const colourHeight = Math.ceil(height / 2);
  const fine = new Uint8Array(width * height);
  const colour = new Uint8Array(colourWidth * colourHeight * 3);
  const sums = new Int32Array(width * 3);
  const pairs = new Int32Array(colourWidth * 3);
  let linesOfPair = 0;
  for (let y = 0; y < height; y += 1) {
    const bottom = Math.min(heightPx, (y + 1) * factor);
    const lines = bottom - y * factor;
    sums.fill(0);
    for (let line = y * factor; line < bottom; line += 1)
      addLine(sums, data, line * widthPx * 3, widthPx, factor);
    linesOfPair += lines;
    for (let x = 0, at = 0; x < width; x += 1, at += 3) {
      const columns = Math.min(factor, widthPx - x * factor);
      const red = sums[at] ?? 0;
      const green = sums[at + 1] ?? 0;
      const blue = sums[at + 2] ?? 0;
      fine[y * width + x] = (19_595 * red + 38_470 * green + 7_471 * blue) / (65_536 * columns * lines) + 0.5;
      const pair = (x >>> 1) * 3;
      pairs[pair] = (pairs[pair] ?? 0) + red;
      pairs[pair + 1] = (pairs[pair + 1] ?? 0) + green;
      pairs[pair + 2] = (pairs[pair + 2] ?? 0) + blue;
    }
    if (y % 2 === 0 && y + 1 < height) continue;
    for (let x = 0; x < colourWidth; x += 1) {
      const count = Math.min(2 * factor, widthPx - x * 2 * factor) * linesOfPair;
      const to = ((y >>> 1) * colourWidth + x) * 3;
      colour[to] = (pairs[x * 3] ?? 0) / count + 0.5;
      colour[to + 1] = (pairs[x * 3 + 1] ?? 0) / count + 0.5;
      colour[to + 2] = (pairs[x * 3 + 2] ?? 0) / count + 0.5;
    }
    pairs.fill(0);
    linesOfPair = 0;
  }
  return {
    fine: { widthPx: width, heightPx: height, data: fine },
    colour: { widthPx: colourWidth, heightPx: colourHeight, data: colour },
  };
}

function addLine(sums: Int32Array, data: Uint8Array, start: number, widthPx: number, factor: number): void {
  let from = start;
  for (let x = 0, column = 0; x < widthPx; column += 3) {
    const end = Math.min(widthPx, x + factor);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (; x < end; x += 1, from += 3) {
      red += data[from] ?? 0;
      green += data[from + 1] ?? 0;
      blue += data[from + 2] ?? 0;
    }
    sums[column] = (sums[column] ?? 0) + red;
    sums[column + 1] = (sums[column + 1] ?? 0) + green;
    sums[column + 2] = (sums[column + 2] ?? 0) + blue;
  }
}
