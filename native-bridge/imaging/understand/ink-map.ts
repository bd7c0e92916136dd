/** What is darker than the paper around it: light that falls off, tinted paper and lids do not count. */
import type { Grey } from '../raster.ts';

export interface InkMap {
  readonly widthPx: number;
  readonly heightPx: number;
  /** How much darker than the paper around it each pixel is, levels of 255; 0 for paper. */
  readonly depth: Uint8Array;
  /** The paper's lightness, one pixel for each block of `paperStep` × `paperStep`. */
  readonly paper: Grey;
  readonly paperStep: number;
  /** Depth of ordinary paper: median, and a standard deviation over it. */
  readonly grainMiddle: number;
  readonly grain: number;
  /** Depth of dark print on this page: what one pixel in two hundred exceeds. */
  readonly dark: number;
}

const paperStep = 4;
/** A stroke thinner than twice this is ink and not another kind of paper; blocks of `paperStep` pixels. */
const reach = 3;
/** Pixels from one to the next that the statistics look at: a prime, so that no column is left out. */
const everyOther = 7;

export function inkMapOf(grey: Grey): InkMap {
  const { widthPx, heightPx, data } = grey;
  const blocks = blockMeans(grey);
  const paper = smoothed(lightestAround(blocks));
  const depth = new Uint8Array(widthPx * heightPx);
  const histogram = new Uint32Array(256);
  const lightness = paper.data;
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    const row = (y >> 2) * paper.widthPx;
    for (let x = 0; x < widthPx; x += 1, at += 1) {
      const deep = (lightness[row + (x >> 2)] ?? 0) - (data[at] ?? 0);
      depth[at] = deep > 0 ? deep : 0;
    }
  }
  let count = 0;
  for (let at = 0; at < depth.length; at += everyOther, count += 1) {
    const deep = depth[at] ?? 0;
    histogram[deep] = (histogram[deep] ?? 0) + 1;
  }
  const grainMiddle = quantile(histogram, count, 0.5);
  // Three quarters of a normal distribution lie below 0.674 deviations over the middle.
  const grain = Math.max(0.5, (quantile(histogram, count, 0.75) - grainMiddle) / 0.674);
  const dark = quantile(histogram, count, 0.995);
  return { widthPx, heightPx, depth, paper, paperStep, grainMiddle, grain, dark };
}

/** The level below which `share` of the counted pixels lie, with a fraction. */
function quantile(histogram: Uint32Array, count: number, share: number): number {
  let below = 0;
  for (let level = 0; level < 256; level += 1) {
    const here = histogram[level] ?? 0;
    if (below + here >= share * count) return level + (here > 0 ? (share * count - below) / here - 0.5 : 0);
    below += here;
  }
  return 255;
}

function blockMeans({ widthPx, heightPx, data }: Grey): Grey {
  const width = Math.ceil(widthPx / paperStep);
  const height = Math.ceil(heightPx / paperStep);
  const means = new Uint8Array(width * height);
  const sums = new Int32Array(width);
  for (let y = 0; y < height; y += 1) {
    const bottom = Math.min(heightPx, (y + 1) * paperStep);
    sums.fill(0);
    for (let line = y * paperStep; line < bottom; line += 1) {
      let at = line * widthPx;
      const end = at + widthPx;
      let column = 0;
      for (; at + paperStep <= end; at += paperStep, column += 1)
        sums[column] =
          (sums[column] ?? 0) +
          (data[at] ?? 0) +
          (data[at + 1] ?? 0) +
          (data[at + 2] ?? 0) +
          (data[at + 3] ?? 0);
      for (; at < end; at += 1) sums[column] = (sums[column] ?? 0) + (data[at] ?? 0);
    }
    for (let x = 0; x < width; x += 1) {
      const pixels = (bottom - y * paperStep) * Math.min(paperStep, widthPx - x * paperStep);
      means[y * width + x] = (sums[x] ?? 0) / pixels + 0.5;
    }
  }
  return { widthPx: width, heightPx: height, data: means };
}

function lightestAround({ widthPx, heightPx, data }: Grey): Grey {
  const across = new Uint8Array(data.length);
  for (let y = 0; y < heightPx; y += 1) {
    const row = y * widthPx;
    for (let x = 0; x < widthPx; x += 1) {
      let most = 0;
      const end = Math.min(widthPx - 1, x + reach);
      for (let near = Math.max(0, x - reach); near <= end; near += 1) {
        const value = data[row + near] ?? 0;
        if (value > most) most = value;
      }
      across[row + x] = most;
    }
  }
  const lightest = new Uint8Array(data.length);
  for (let y = 0; y < heightPx; y += 1) {
    const top = Math.max(0, y - reach);
    const end = Math.min(heightPx - 1, y + reach);
    for (let x = 0; x < widthPx; x += 1) {
      let most = 0;
      for (let near = top; near <= end; near += 1) {
        const value = across[near * widthPx + x] ?? 0;
        if (value > most) most = value;
      }
      lightest[y * widthPx + x] = most;
    }
  }
  return { widthPx, heightPx, data: lightest };
}

/** The mean of nine, so that no edge of a block shows as ink. */
function smoothed({ widthPx, heightPx, data }: Grey): Grey {
  const smooth = new Uint8Array(data.length);
  for (let y = 0; y < heightPx; y += 1) {
    const above = Math.max(0, y - 1) * widthPx;
    const here = y * widthPx;
    const below = Math.min(heightPx - 1, y + 1) * widthPx;
    for (let x = 0; x < widthPx; x += 1) {
      const left = Math.max(0, x - 1);
      const right = Math.min(widthPx - 1, x + 1);
      const sum =
        (data[above + left] ?? 0) +
        (data[above + x] ?? 0) +
        (data[above + right] ?? 0) +
        (data[here + left] ?? 0) +
        (data[here + x] ?? 0) +
        (data[here + right] ?? 0) +
        (data[below + left] ?? 0) +
        (data[below + x] ?? 0) +
        (data[below + right] ?? 0);
      smooth[here + x] = sum / 9 + 0.5;
    }
  }
  return { widthPx, heightPx, data: smooth };
}
