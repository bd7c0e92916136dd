/**
 * Where a page comes to stand, 0-based, counted without the page itself (as `capture.movePage` counts).
 */
export function placeBeside(
  pageIds: readonly string[],
  movedId: string,
  targetId: string,
  side: 'before' | 'after',
): number | null {
  const rest = pageIds.filter((id) => id !== movedId);
  const at = rest.indexOf(targetId);
  if (at === -1) return null;
  return side === 'before' ? at : at + 1;
}

/** One place to the left (−1) or right (+1); null at the ends. */
export function placeStepped(pageIds: readonly string[], movedId: string, step: 1 | -1): number | null {
  const at = pageIds.indexOf(movedId);
  const to = at + step;
  return at === -1 || to < 0 || to >= pageIds.length ? null : to;
}

/** Which page to look at after one has gone: the one that took its place, else the new last one. */
export function neighbourAfterRemoval(pageIds: readonly string[], removedId: string): string | null {
  const at = pageIds.indexOf(removedId);
  const rest = pageIds.filter((id) => id !== removedId);
  return rest[Math.min(Math.max(at, 0), rest.length - 1)] ?? null;
}
