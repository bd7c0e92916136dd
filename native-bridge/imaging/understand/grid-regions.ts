/** Connected cells of a coarse grid, as boxes. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  /** 1 where the cell belongs to a region. */
  readonly cells: Uint8Array;
}

/** In cells. */
export interface GridRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly number[];
}

/** Regions of at least `leastCells` cells, eight neighbours, cells up to `gap` apart belonging together. */
export function regionsOf({ width, height, cells }: Grid, leastCells: number, gap: number): GridRegion[] {
  const seen = new Uint8Array(cells.length);
  const regions: GridRegion[] = [];
  for (let start = 0; start < cells.length; start += 1) {
    if (cells[start] !== 1 || seen[start] === 1) continue;
    const members = [start];
    seen[start] = 1;
    let left = width;
    let right = 0;
    let top = height;
    let bottom = 0;
    for (let next = 0; next < members.length; next += 1) {
      const at = members[next] ?? 0;
      const y = Math.floor(at / width);
      const x = at - y * width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let ny = Math.max(0, y - gap); ny <= Math.min(height - 1, y + gap); ny += 1)
        for (let nx = Math.max(0, x - gap); nx <= Math.min(width - 1, x + gap); nx += 1) {
          const near = ny * width + nx;
          if (cells[near] !== 1 || seen[near] === 1) continue;
          seen[near] = 1;
          members.push(near);
        }
    }
    if (members.length < leastCells) continue;
    regions.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1, cells: members });
  }
  return regions;
}
