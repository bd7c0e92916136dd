/** What a scanner can resolve, dpi: single values, or anything in between two. Pure. */
export type Resolutions = readonly number[] | { readonly low: number; readonly high: number };

/** The one next to `dpi` that loses nothing; `dpi` itself where the scanner names none. */
export function nearestResolution(offered: Resolutions, dpi: number): number {
  if ('low' in offered) return Math.min(offered.high, Math.max(offered.low, dpi));
  const listed = offered.filter((value) => value > 0).toSorted((a, b) => a - b);
  return listed.find((value) => value >= dpi) ?? listed.at(-1) ?? dpi;
}
