/** Points and quadrilaterals in pixels, y downwards. Pure. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners clockwise as seen, from the top left one. */
export type Quad = readonly [Point, Point, Point, Point];

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Enclosed area, px²; positive for corners in clockwise order. */
export function area([a, b, c, d]: Quad): number {
  return ((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)) / 2;
}

/** The same corners clockwise, beginning with the one nearest to the top left. */
export function inOrder(corners: Quad): Quad {
  const [a, b, c, d] = area(corners) < 0 ? [corners[0], corners[3], corners[2], corners[1]] : corners;
  const turns: readonly Quad[] = [
    [a, b, c, d],
    [b, c, d, a],
    [c, d, a, b],
    [d, a, b, c],
  ];
  return turns.reduce((best, turn) => (turn[0].x + turn[0].y < best[0].x + best[0].y ? turn : best));
}

/** Each corner turns the same way: sides do not cross, and no corner points inwards. */
export function isConvex(quad: Quad): boolean {
  return quad.every((at, index) => {
    const next = quad[(index + 1) % 4] ?? at;
    const after = quad[(index + 2) % 4] ?? at;
    return (next.x - at.x) * (after.y - next.y) - (next.y - at.y) * (after.x - next.x) > 0;
  });
}

export function scaled(quad: Quad, byX: number, byY = byX): Quad {
  const [a, b, c, d] = quad.map(({ x, y }) => ({ x: x * byX, y: y * byY }));
  return a && b && c && d ? [a, b, c, d] : quad;
}

/** Greatest distance between corresponding corners, px. */
export function farthestCorner(one: Quad, other: Quad): number {
  return Math.max(...one.map((at, index) => distance(at, other[index] ?? at)));
}

/** The whole picture. */
export function wholeOf(widthPx: number, heightPx: number): Quad {
  return [
    { x: 0, y: 0 },
    { x: widthPx, y: 0 },
    { x: widthPx, y: heightPx },
    { x: 0, y: heightPx },
  ];
}
