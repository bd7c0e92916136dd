/**
 * Where pages come to stand, 0-based, counted without themselves (as `capture.movePages` counts).
 */
export function placeBeside(
  pageIds: readonly string[],
  movedIds: readonly string[],
  targetId: string,
  side: 'before' | 'after',
): number | null {
  const at = pageIds.indexOf(targetId);
  if (at === -1) return null;
  const end = side === 'before' ? at : at + 1;
  return pageIds.slice(0, end).filter((id) => !movedIds.includes(id)).length;
}

/** One place to the left (−1) or right (+1), as a block; null at the ends. */
export function placeStepped(
  pageIds: readonly string[],
  movedIds: readonly string[],
  step: 1 | -1,
): number | null {
  const first = pageIds.findIndex((id) => movedIds.includes(id));
  const to = first + step;
  const staying = pageIds.filter((id) => !movedIds.includes(id)).length;
  return first === -1 || to < 0 || to > staying ? null : to;
}

/**
 * A tap where a click would choose one page alone: the list adds or takes out what is tapped, which a finger does not mean.
 * @returns the tapped page alone, or what the list says where more than one page changed
 */
export function touchChoice(
  pageIds: readonly string[],
  before: readonly string[],
  now: readonly string[],
): readonly string[] {
  const changed = pageIds.filter((id) => before.includes(id) !== now.includes(id));
  return changed.length === 1 ? changed : now;
}

/** Which page to look at after some have gone: the one that took the place of the first, else the new last one. */
export function neighbourAfterRemoval(
  pageIds: readonly string[],
  removedIds: readonly string[],
): string | null {
  const at = pageIds.findIndex((id) => removedIds.includes(id));
  const rest = pageIds.filter((id) => !removedIds.includes(id));
  return rest[Math.min(Math.max(at, 0), rest.length - 1)] ?? null;
}
