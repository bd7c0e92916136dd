/**
 * How far text lines are off the nearest axis. The lower edges of letters are projected along lines of each angle; where
 * the angle is that of the lines, they pile up on the baselines. Coarse steps over the whole range, fine ones around the
 * best, a parabola between the last.
 */
import type { InkMap } from './ink-map.ts';

/** The direction in which lines of text run: along rows, or along columns where the page lies on its side. */
export type LineAxis = 'rows' | 'columns';

export interface Skew {
  /** Degrees, clockwise positive (a line falls to the right): how far the lines are off the axis. ±15. */
  readonly deg: number;
  readonly axis: LineAxis;
  /** How much higher the pile is than at other angles, times the spread there. */
  readonly prominence: number;
  /** The same for the other axis at its best angle. */
  readonly otherProminence: number;
}

const reachDeg = 15;
const coarseStepDeg = 0.5;
const coarsePoints = 10_000;
const middlePoints = 20_000;
const finePoints = 60_000;
/** Below these a page is taken to have no lines. */
const leastPoints = 250;
const leastProminence = 9;

interface Edges {
  /** Along the lines, and across them. */
  readonly along: Float32Array;
  readonly across: Float32Array;
  readonly count: number;
  /** The longest way across, px. */
  readonly reach: number;
}

/** Null where the page has no lines to go by (blank, a photograph, a few specks). */
export function skewOf(ink: InkMap): Skew | null {
  const rows = lowerEdges(ink, 'rows');
  const columns = lowerEdges(ink, 'columns');
  const ofRows = coarseSearch(rows);
  const ofColumns = coarseSearch(columns);
  const axis: LineAxis = ofRows.prominence >= ofColumns.prominence ? 'rows' : 'columns';
  const best = axis === 'rows' ? ofRows : ofColumns;
  const other = axis === 'rows' ? ofColumns : ofRows;
  const edges = axis === 'rows' ? rows : columns;
  if (edges.count < leastPoints || best.prominence < leastProminence) return null;
  const deg = fineSearch(edges, best.deg);
  // Columns lean the other way in the same picture: a line that runs down and leans left is turned clockwise.
  return {
    deg: axis === 'rows' ? deg : -deg,
    axis,
    prominence: best.prominence,
    otherProminence: other.prominence,
  };
}

/** Ink from this depth on is a stroke. */
export function strokeDepth({ grainMiddle, grain, dark }: InkMap): number {
  return Math.max(14, grainMiddle + 6 * grain, 0.4 * dark);
}

function lowerEdges(ink: InkMap, axis: LineAxis): Edges {
  const { widthPx, heightPx, depth } = ink;
  const least = strokeDepth(ink);
  const step = axis === 'rows' ? widthPx : 1;
  const lastX = axis === 'rows' ? widthPx : widthPx - 1;
  const lastY = axis === 'rows' ? heightPx - 1 : heightPx;
  let total = 0;
  const found = new Uint32Array(finePoints * 2);
  // Every n-th edge where there are too many, n a power of two found on the way.
  let stride = 1;
  let kept = 0;
  for (let y = 0; y < lastY; y += 1) {
    const row = y * widthPx;
    for (let x = 0; x < lastX; x += 1) {
      const at = row + x;
      if ((depth[at] ?? 0) < least || (depth[at + step] ?? 0) >= least) continue;
      total += 1;
      if (total % stride !== 0) continue;
      if (kept === found.length) {
        for (let each = 0; each * 2 < kept; each += 1) found[each] = found[each * 2 + 1] ?? 0;
        kept >>= 1;
        stride *= 2;
        if (total % stride !== 0) continue;
      }
      found[kept] = at;
      kept += 1;
    }
  }
  const along = new Float32Array(kept);
  const across = new Float32Array(kept);
  for (let each = 0; each < kept; each += 1) {
    const at = found[each] ?? 0;
    const y = Math.floor(at / widthPx);
    const x = at - y * widthPx;
    // The edge lies between the two pixels where their depths say so.
    const inside = depth[at] ?? 0;
    const outside = depth[at + step] ?? 0;
    const share = inside > outside ? (inside - least) / (inside - outside) : 0;
    along[each] = axis === 'rows' ? x : y;
    across[each] = (axis === 'rows' ? y : x) + share;
  }
  return { along, across, count: kept, reach: Math.ceil(Math.hypot(widthPx, heightPx)) };
}

/** How the edges pile up along lines of one angle, in bins of `binPx`: the sum of squared steps from bin to bin. */
function pile(edges: Edges, deg: number, bins: Float32Array, binPx: number, stride: number): number {
  const { along, across, count, reach } = edges;
  const radians = (deg * Math.PI) / 180;
  const sin = Math.sin(radians) / binPx;
  const cos = Math.cos(radians) / binPx;
  const offset = reach / binPx + 1;
  bins.fill(0);
  for (let each = 0; each < count; each += stride) {
    const place = (across[each] ?? 0) * cos - (along[each] ?? 0) * sin + offset;
    const bin = place | 0;
    const share = place - bin;
    bins[bin] = (bins[bin] ?? 0) + 1 - share;
    bins[bin + 1] = (bins[bin + 1] ?? 0) + share;
  }
  let sum = 0;
  for (let bin = 1, before = 0; bin < bins.length; bin += 1) {
    const here = bins[bin] ?? 0;
    sum += (here - before) * (here - before);
    before = here;
  }
  return sum;
}

function binsFor(edges: Edges, binPx: number): Float32Array {
  return new Float32Array(Math.ceil((2 * edges.reach) / binPx) + 4);
}

function coarseSearch(edges: Edges): { deg: number; prominence: number } {
  const binPx = 2;
  const bins = binsFor(edges, binPx);
  const stride = Math.max(1, Math.round(edges.count / coarsePoints));
  const steps = (2 * reachDeg) / coarseStepDeg;
  const piles = new Float64Array(steps + 1);
  let best = 0;
  for (let step = 0; step <= steps; step += 1) {
    piles[step] = pile(edges, -reachDeg + step * coarseStepDeg, bins, binPx, stride);
    if ((piles[step] ?? 0) > (piles[best] ?? 0)) best = step;
  }
  const sorted = piles.slice().sort();
  const middle = sorted[sorted.length >> 1] ?? 0;
  const spread = Math.max(1e-9, middle - (sorted[sorted.length >> 3] ?? 0), 0.02 * middle);
  return { deg: -reachDeg + best * coarseStepDeg, prominence: ((piles[best] ?? 0) - middle) / spread };
}

function fineSearch(edges: Edges, around: number): number {
  const stride = Math.max(1, Math.ceil(edges.count / finePoints));
  const middle = bestOf(edges, around, 0.1, 7, 1, Math.max(stride, Math.round(edges.count / middlePoints)));
  return bestOf(edges, middle, 0.02, 8, 0.75, stride);
}

/** The best of `2 * side + 1` angles, and between them where a parabola over three has its top. */
function bestOf(
  edges: Edges,
  around: number,
  stepDeg: number,
  side: number,
  binPx: number,
  stride: number,
): number {
  const bins = binsFor(edges, binPx);
  const piles: number[] = [];
  for (let step = -side; step <= side; step += 1)
    piles.push(pile(edges, around + step * stepDeg, bins, binPx, stride));
  let best = 0;
  for (let step = 1; step < piles.length; step += 1) if ((piles[step] ?? 0) > (piles[best] ?? 0)) best = step;
  const here = piles[best] ?? 0;
  const before = piles[best - 1] ?? here;
  const after = piles[best + 1] ?? here;
  const bend = before - 2 * here + after;
  const between = bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0;
  return around + (best - side + between) * stepDeg;
}
