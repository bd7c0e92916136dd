/** Four straight sides around a region: the tightest rectangle first, then each side moved to where its edge runs. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** a·x + b·y = c with a² + b² = 1. */
interface Side {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** How far from the rectangle's side its edge is looked for, px. */
const beside = 5;
/** Of a side's length at both ends left out: corners are bent and round. */
const endShare = 0.08;

/**
 * @param members pixels of the region in a picture `widthPx` wide
 * @param insetPx how much further in than the outermost pixels the edge runs
 * @returns null where it has no area
 */
export function boundaryOf(
  members: Int32Array,
  widthPx: number,
  insetPx: number,
): [Corner, Corner, Corner, Corner] | null {
  const points = outline(members, widthPx);
  const hull = convexHull(points);
  if (hull.length < 3) return null;
  const box = tightest(hull);
  if (!box) return null;
  const { cos, sin, low, high, left, right } = box;
  const sides: Side[] = [
    { a: -sin, b: cos, c: low },
    { a: cos, b: sin, c: right },
    { a: -sin, b: cos, c: high },
    { a: cos, b: sin, c: left },
  ];
  const fitted = sides.map((side, at) =>
    at % 2 === 0
      ? fit(points, side, { x: cos, y: sin }, [left, right])
      : fit(points, side, { x: -sin, y: cos }, [low, high]),
  );
  const inward = fitted.map((side, at) => ({
    ...side,
    c: side.c + (at === 0 || at === 3 ? insetPx : -insetPx),
  }));
  const corners = [
    [3, 0],
    [0, 1],
    [1, 2],
    [2, 3],
  ].map(([one, other]) => crossing(inward[one ?? 0], inward[other ?? 0]));
  const [a, b, c, d] = corners;
  if (!a || !b || !c || !d) return null;
  return fromTopLeft([a, b, c, d]);
}

function fromTopLeft(corners: [Corner, Corner, Corner, Corner]): [Corner, Corner, Corner, Corner] {
  let first = 0;
  corners.forEach(({ x, y }, at) => {
    const best = corners[first] ?? corners[0];
    if (x + y < best.x + best.y) first = at;
  });
  const at = (offset: number): Corner => corners[(first + offset) % 4] ?? corners[0];
  return [at(0), at(1), at(2), at(3)];
}

/** The first and the last pixel of each row and of each column, at their outer sides. */
function outline(members: Int32Array, widthPx: number): Corner[] {
  const rows = new Map<number, [number, number]>();
  const columns = new Map<number, [number, number]>();
  for (const at of members) {
    const x = at % widthPx;
    const y = (at - x) / widthPx;
    const row = rows.get(y);
    if (!row) rows.set(y, [x, x]);
    else if (x < row[0]) row[0] = x;
    else if (x > row[1]) row[1] = x;
    const column = columns.get(x);
    if (!column) columns.set(x, [y, y]);
    else if (y < column[0]) column[0] = y;
    else if (y > column[1]) column[1] = y;
  }
  return [
    ...[...rows].flatMap(([y, [from, to]]) => [
      { x: from, y: y + 0.5 },
      { x: to + 1, y: y + 0.5 },
    ]),
    ...[...columns].flatMap(([x, [from, to]]) => [
      { x: x + 0.5, y: from },
      { x: x + 0.5, y: to + 1 },
    ]),
  ];
}

function convexHull(points: readonly Corner[]): Corner[] {
  const sorted = points.toSorted((one, other) => one.x - other.x || one.y - other.y);
  const half = (order: readonly Corner[]): Corner[] => {
    const chain: Corner[] = [];
    for (const point of order) {
      while (chain.length >= 2 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turn(from: Corner | undefined, by: Corner | undefined, to: Corner): number {
  if (!from || !by) return 1;
  return (by.x - from.x) * (to.y - from.y) - (by.y - from.y) * (to.x - from.x);
}

interface Rectangle {
  readonly cos: number;
  readonly sin: number;
  /** Across and along the direction (cos, sin). */
  readonly low: number;
  readonly high: number;
  readonly left: number;
  readonly right: number;
}

/** One side of the tightest rectangle lies along a side of the hull. */
function tightest(hull: readonly Corner[]): Rectangle | null {
  let best: Rectangle | null = null;
  let least = Infinity;
  hull.forEach((from, at) => {
    const to = hull[(at + 1) % hull.length] ?? from;
    const long = Math.hypot(to.x - from.x, to.y - from.y);
    if (long < 2) return;
    // Within a quarter turn, so that "low" is the upper side and "left" the left one.
    const quarter = Math.atan2(to.y - from.y, to.x - from.x);
    const angle = quarter - Math.round(quarter / (Math.PI / 2)) * (Math.PI / 2);
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    let low = Infinity;
    let high = -Infinity;
    let left = Infinity;
    let right = -Infinity;
    for (const { x, y } of hull) {
      const along = x * cos + y * sin;
      const across = y * cos - x * sin;
      low = Math.min(low, across);
      high = Math.max(high, across);
      left = Math.min(left, along);
      right = Math.max(right, along);
    }
    const area = (high - low) * (right - left);
    if (area < least) {
      least = area;
      best = { cos, sin, low, high, left, right };
    }
  });
  return best;
}

/** The line through the outline's points beside a side; twice, the second time without the worse half of them. */
function fit(
  points: readonly Corner[],
  side: Side,
  way: Corner,
  [from, to]: readonly [number, number],
): Side {
  const room = (to - from) * endShare;
  let kept = points.filter((point) => {
    const along = point.x * way.x + point.y * way.y;
    return (
      Math.abs(side.a * point.x + side.b * point.y - side.c) <= beside &&
      along > from + room &&
      along < to - room
    );
  });
  let line = side;
  for (let round = 0; round < 2; round += 1) {
    if (kept.length < 12) return line;
    line = throughAll(kept, side);
    const off = ({ x, y }: Corner): number => Math.abs(line.a * x + line.b * y - line.c);
    kept = kept.toSorted((one, other) => off(one) - off(other)).slice(0, Math.ceil(kept.length * 0.6));
  }
  return line;
}

function throughAll(points: readonly Corner[], { a, b }: Side): Side {
  let meanX = 0;
  let meanY = 0;
  for (const { x, y } of points) {
    meanX += x / points.length;
    meanY += y / points.length;
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const { x, y } of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  // The direction of the least spread, turned to the side's own.
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy) + Math.PI / 2;
  const sign = Math.cos(angle) * a + Math.sin(angle) * b < 0 ? -1 : 1;
  const normal = { a: Math.cos(angle) * sign, b: Math.sin(angle) * sign };
  return { ...normal, c: normal.a * meanX + normal.b * meanY };
}

function crossing(one: Side | undefined, other: Side | undefined): Corner | null {
  if (!one || !other) return null;
  const det = one.a * other.b - one.b * other.a;
  if (Math.abs(det) < 0.2) return null;
  return { x: (one.c * other.b - one.b * other.c) / det, y: (one.a * other.c - one.c * other.a) / det };
}
