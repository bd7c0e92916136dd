/** Colours known in some places only, made known everywhere: smooth, so that a JPEG of it stays small. */

/** Colours of places, three bytes each, and which of them are known (1) and not gaps (0). */
export interface Patchy {
  readonly columns: number;
  readonly rows: number;
  readonly colours: Uint8Array;
  readonly known: Uint8Array;
}

/**
 * Gives each gap the mean of the smallest square of places around it (2 × 2, 4 × 4, and so on) in which something is
 * known; `otherwise` where nothing at all is.
 */
export function fillGaps(patchy: Patchy, otherwise: readonly [number, number, number]): void {
  const { columns, rows, colours, known } = patchy;
  if (!known.includes(0)) return;
  const coarse = columns * rows === 1 ? null : halved(patchy);
  if (coarse) fillGaps(coarse, otherwise);
  const from = coarse?.colours ?? Uint8Array.from(otherwise);
  const across = coarse?.columns ?? 1;
  for (let y = 0; y < rows; y += 1)
    for (let x = 0, at = y * columns; x < columns; x += 1, at += 1) {
      if (known[at]) continue;
      const source = coarse ? ((y >> 1) * across + (x >> 1)) * 3 : 0;
      colours[at * 3] = from[source] ?? 0;
      colours[at * 3 + 1] = from[source + 1] ?? 0;
      colours[at * 3 + 2] = from[source + 2] ?? 0;
    }
}

function halved({ columns, rows, colours, known }: Patchy): Patchy {
  const small = { columns: (columns + 1) >> 1, rows: (rows + 1) >> 1 };
  const places = small.columns * small.rows;
  const result = { ...small, colours: new Uint8Array(places * 3), known: new Uint8Array(places) };
  for (let y = 0, to = 0; y < small.rows; y += 1)
    for (let x = 0; x < small.columns; x += 1, to += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let count = 0;
      const bottom = Math.min(rows, 2 * y + 2);
      const right = Math.min(columns, 2 * x + 2);
      for (let line = 2 * y; line < bottom; line += 1)
        for (let at = line * columns + 2 * x, end = line * columns + right; at < end; at += 1) {
          if (!known[at]) continue;
          red += colours[at * 3] ?? 0;
          green += colours[at * 3 + 1] ?? 0;
          blue += colours[at * 3 + 2] ?? 0;
          count += 1;
        }
      if (count === 0) continue;
      result.known[to] = 1;
      result.colours[to * 3] = Math.round(red / count);
      result.colours[to * 3 + 1] = Math.round(green / count);
      result.colours[to * 3 + 2] = Math.round(blue / count);
    }
  return result;
}
