/**
 * Whether a side bears nothing. Asked with the fear of the other mistake: a pencilled number lost is worse than an empty
 * back kept, so whatever is sharp, dark or coloured enough to be somebody's counts as a mark.
 */
import { componentsOf, pieceBox, type Components } from './components.ts';
import type { InkMap } from './ink-map.ts';
import type { Grey, Rgb } from '../raster.ts';
import { isFold, isHole, isSheetEdge } from './blank-not-ink.ts';
import { edgeBand, type Surround } from './lid.ts';
import type { PageBox } from './page-box.ts';

export interface Blankness {
  readonly blank: boolean;
  /** 0 surely written on – 1 surely blank; blank above `blankFrom`. */
  readonly degree: number;
  /** The strongest thing found, px of the fine picture; null where nothing was. */
  readonly strongest: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
}

const blankFrom = 0.5;
/** Shorter than this is dust, mm: a speck of the glass has 0.1 – 0.4. */
const leastLengthMm = 0.8;
/** This deep is ink however soft its edges are, levels; paper lets less of the other side through. */
const surelyDeep = 44;
/** A faint thing shorter than this may be dust on what shows through, mm; so many of them are letters. */
const surelyLongMm = 2;
const leastLetters = 6;
/** Where a stroke's edge rises by this share of its depth within two pixels of 150 dpi, it is on this side of the paper. */
const leastSharpness = 0.5;
/** The strip at the sheet's edge in which ink cannot be told, px of the coarse picture: inside, outside. */
const band = { inPx: 3, outPx: 17 };

export function blankness(
  ink: InkMap,
  fine: Grey,
  colour: Rgb,
  surround: Surround,
  fineDpi: number,
): Blankness {
  const seen = withoutEdges(ink, surround);
  const floor = Math.max(9, ink.grainMiddle + 5.5 * ink.grain);
  const mmPx = fineDpi / 25.4;
  const isNotInk = (at: PageBox, deepest: number): boolean =>
    isHole(at, fine, mmPx) || isFold(at, deepest, surround, mmPx) || isSheetEdge(at, deepest, seen);
  const deep = strongestOf(
    componentsOf(seen, surelyDeep, 0),
    mmPx,
    isNotInk,
    (pieces, piece) => (pieces.deepest[piece] ?? 0) / surelyDeep,
  );
  if (deep.weight >= 1.5) return verdict(deep.weight, deep.box);
  const few: number[] = [];
  const soft = strongestOf(componentsOf(seen, floor, 0), mmPx, isNotInk, (pieces, piece) => {
    if ((pieces.deepest[piece] ?? 0) < floor + 3) return 0;
    const weight = sharpness(seen, pieces, piece) / leastSharpness;
    const { width, height } = pieceBox(pieces, piece);
    if (Math.max(width, height) >= surelyLongMm * mmPx) return weight;
    few.push(weight);
    few.sort((one, other) => other - one);
    return few[leastLetters - 1] ?? 0;
  });
  const strongest = deep.weight >= soft.weight ? deep : soft;
  return verdict(Math.max(strongest.weight, colouredShare(colour, surround) / leastTint), strongest.box);
}

/** @param evidence 1 where it is as likely a mark as none. */
function verdict(evidence: number, strongest: Blankness['strongest']): Blankness {
  const degree = 1 / (1 + evidence * evidence);
  return { blank: degree > blankFrom, degree, strongest };
}

interface Found {
  readonly weight: number;
  readonly box: Blankness['strongest'];
}

/** The weightiest piece that is neither dust nor part of the sheet itself. */
function strongestOf(
  pieces: Components,
  mmPx: number,
  isNotInk: (at: PageBox, deepest: number) => boolean,
  weightOf: (pieces: Components, piece: number) => number,
): Found {
  let weight = 0;
  let box: Blankness['strongest'] = null;
  for (let piece = 0; piece < pieces.count; piece += 1) {
    const at = pieceBox(pieces, piece);
    if (Math.max(at.width, at.height) < Math.max(3, leastLengthMm * mmPx) || (pieces.area[piece] ?? 0) < 6)
      continue;
    const here = weightOf(pieces, piece);
    if (here <= weight || isNotInk(at, pieces.deepest[piece] ?? 0)) continue;
    weight = here;
    box = at;
  }
  return { weight, box };
}

function withoutEdges(ink: InkMap, surround: Surround): InkMap {
  if (surround.share === 0) return ink;
  const hidden = edgeBand(surround, band.inPx, band.outPx);
  const depth = ink.depth.slice();
  for (let y = 0, at = 0; y < ink.heightPx; y += 1) {
    const row = (y >> 1) * surround.widthPx;
    for (let x = 0; x < ink.widthPx; x += 1, at += 1) if (hidden[row + (x >> 1)] === 1) depth[at] = 0;
  }
  return { ...ink, depth };
}

/** The steepest rise of depth over two pixels, less what grain alone makes of the steepest, as a share of the depth: mean of the steepest eighth. */
function sharpness({ widthPx, heightPx, depth, grain }: InkMap, pieces: Components, piece: number): number {
  const { x, y, width, height } = pieceBox(pieces, piece);
  const rises: number[] = [];
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / 40_000)));
  for (let py = Math.max(1, y); py < Math.min(heightPx - 1, y + height); py += step)
    for (let px = Math.max(1, x); px < Math.min(widthPx - 1, x + width); px += step) {
      const at = py * widthPx + px;
      const across = Math.abs((depth[at + 1] ?? 0) - (depth[at - 1] ?? 0));
      const down = Math.abs((depth[at + widthPx] ?? 0) - (depth[at - widthPx] ?? 0));
      rises.push(Math.max(across, down));
    }
  rises.sort((one, other) => other - one);
  // A speck of dust has no more edge than this, the smallest letter has.
  const kept = Math.max(1, Math.min(rises.length, Math.max(24, Math.min(rises.length >> 3, 60))));
  let sum = 0;
  for (let at = 0; at < kept; at += 1) sum += rises[at] ?? 0;
  return Math.max(0, sum / kept - 4.2 * grain) / Math.max(1, pieces.deepest[piece] ?? 1);
}

/** Coloured ink covers at least so much of the sheet's pixels. */
const leastTint = 0.0004;
/** Over the paper's own tint, levels: what a faint stamp has. */
const tintStep = 17;

/** Share of the sheet that is clearly redder or bluer than the paper. */
function colouredShare({ widthPx, heightPx, data }: Rgb, surround: Surround): number {
  const red = new Int32Array(511);
  const blue = new Int32Array(511);
  let count = 0;
  for (let at = 0, from = 0; at < widthPx * heightPx; at += 1, from += 3) {
    if (surround.data[at] === 1) continue;
    const green = data[from + 1] ?? 0;
    const r = (data[from] ?? 0) - green + 255;
    const b = (data[from + 2] ?? 0) - green + 255;
    red[r] = (red[r] ?? 0) + 1;
    blue[b] = (blue[b] ?? 0) + 1;
    count += 1;
  }
  if (count === 0) return 0;
  return (beyond(red, count) + beyond(blue, count)) / count;
}

/** Pixels of a histogram of tints that lie `tintStep` over its median. */
function beyond(tints: Int32Array, count: number): number {
  let below = 0;
  let middle = 0;
  while (middle < tints.length && below * 2 < count) {
    below += tints[middle] ?? 0;
    middle += 1;
  }
  let over = 0;
  for (let tint = middle + tintStep; tint < tints.length; tint += 1) over += tints[tint] ?? 0;
  return over;
}
