/** Connected pieces of ink (eight neighbours), measured along and across the direction in which text runs. */
import type { InkMap } from './ink-map.ts';
import type { PageBox } from './page-box.ts';

/** One row of each array is one piece; places in px of the ink map. */
export interface Components {
  readonly count: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly top: Int32Array;
  readonly bottom: Int32Array;
  /** Pixels. */
  readonly area: Int32Array;
  /** Deepest pixel. */
  readonly deepest: Uint8Array;
  /** Extents in the turned frame: `along` the direction of reading, `across` it, downwards. */
  readonly alongStart: Float32Array;
  readonly alongEnd: Float32Array;
  readonly acrossStart: Float32Array;
  readonly acrossEnd: Float32Array;
}

/** More pieces than this are noise: the rest, further down the page, is left out. */
const mostRuns = 600_000;

/** @param turnDeg the direction of reading, degrees clockwise from a row of the picture. */
export function componentsOf(ink: InkMap, leastDepth: number, turnDeg: number): Components {
  const { widthPx, heightPx, depth } = ink;
  let runStart = new Int32Array(4096);
  let runEnd = new Int32Array(4096);
  let runRow = new Int32Array(4096);
  let parent = new Int32Array(4096);
  let deep = new Uint8Array(4096);
  let runs = 0;
  const rootOf = (of: number): number => {
    let root = of;
    while ((parent[root] ?? root) !== root) {
      parent[root] = parent[parent[root] ?? root] ?? root;
      root = parent[root] ?? root;
    }
    return root;
  };
  let aboveFrom = 0;
  let aboveTo = 0;
  for (let y = 0; y < heightPx && runs < mostRuns; y += 1) {
    const row = y * widthPx;
    const first = runs;
    let above = aboveFrom;
    for (let x = 0; x < widthPx; x += 1) {
      if ((depth[row + x] ?? 0) < leastDepth) continue;
      const start = x;
      let most = 0;
      while (x < widthPx) {
        const value = depth[row + x] ?? 0;
        if (value < leastDepth) break;
        if (value > most) most = value;
        x += 1;
      }
      if (runs === runStart.length) {
        runStart = grown(runStart);
        runEnd = grown(runEnd);
        runRow = grown(runRow);
        parent = grown(parent);
        const more = new Uint8Array(deep.length * 2);
        more.set(deep);
        deep = more;
      }
      runStart[runs] = start;
      runEnd[runs] = x - 1;
      runRow[runs] = y;
      parent[runs] = runs;
      deep[runs] = most;
      while (above < aboveTo && (runEnd[above] ?? 0) < start - 1) above += 1;
      for (let near = above; near < aboveTo && (runStart[near] ?? 0) <= x; near += 1) {
        const one = rootOf(near);
        const other = rootOf(runs);
        if (one < other) parent[other] = one;
        else parent[one] = other;
      }
      runs += 1;
    }
    aboveFrom = first;
    aboveTo = runs;
  }
  return gathered({ runStart, runEnd, runRow, deep, runs }, rootOf, turnDeg);
}

/** Upright around one piece, px of the ink map. */
export function pieceBox({ left, right, top, bottom }: Components, piece: number): PageBox {
  const x = left[piece] ?? 0;
  const y = top[piece] ?? 0;
  return { x, y, width: (right[piece] ?? 0) - x + 1, height: (bottom[piece] ?? 0) - y + 1 };
}

function grown(full: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(full.length * 2);
  more.set(full);
  return more;
}

interface Runs {
  readonly runStart: Int32Array;
  readonly runEnd: Int32Array;
  readonly runRow: Int32Array;
  readonly deep: Uint8Array;
  readonly runs: number;
}

function gathered(all: Runs, rootOf: (run: number) => number, turnDeg: number): Components {
  const { runStart, runEnd, runRow, deep, runs } = all;
  const number = new Int32Array(runs);
  let count = 0;
  for (let run = 0; run < runs; run += 1)
    if (rootOf(run) === run) {
      number[run] = count;
      count += 1;
    }
  const left = new Int32Array(count).fill(0x7fffffff);
  const right = new Int32Array(count).fill(-1);
  const top = new Int32Array(count).fill(0x7fffffff);
  const bottom = new Int32Array(count).fill(-1);
  const area = new Int32Array(count);
  const deepest = new Uint8Array(count);
  const alongStart = new Float32Array(count).fill(Infinity);
  const alongEnd = new Float32Array(count).fill(-Infinity);
  const acrossStart = new Float32Array(count).fill(Infinity);
  const acrossEnd = new Float32Array(count).fill(-Infinity);
  const cos = Math.cos((turnDeg * Math.PI) / 180);
  const sin = Math.sin((turnDeg * Math.PI) / 180);
  for (let run = 0; run < runs; run += 1) {
    const at = number[rootOf(run)] ?? 0;
    const from = runStart[run] ?? 0;
    const to = runEnd[run] ?? 0;
    const y = runRow[run] ?? 0;
    if (from < (left[at] ?? 0)) left[at] = from;
    if (to > (right[at] ?? 0)) right[at] = to;
    if (y < (top[at] ?? 0)) top[at] = y;
    if (y > (bottom[at] ?? 0)) bottom[at] = y;
    area[at] = (area[at] ?? 0) + to - from + 1;
    if ((deep[run] ?? 0) > (deepest[at] ?? 0)) deepest[at] = deep[run] ?? 0;
    const alongFrom = from * cos + y * sin;
    const alongTo = to * cos + y * sin;
    const acrossFrom = y * cos - from * sin;
    const acrossTo = y * cos - to * sin;
    alongStart[at] = Math.min(alongStart[at] ?? 0, alongFrom, alongTo);
    alongEnd[at] = Math.max(alongEnd[at] ?? 0, alongFrom, alongTo);
    acrossStart[at] = Math.min(acrossStart[at] ?? 0, acrossFrom, acrossTo);
    acrossEnd[at] = Math.max(acrossEnd[at] ?? 0, acrossFrom, acrossTo);
  }
  return { count, left, right, top, bottom, area, deepest, alongStart, alongEnd, acrossStart, acrossEnd };
}
