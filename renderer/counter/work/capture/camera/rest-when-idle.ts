/** A camera that nobody uses is released, ms: no page was taken, no corner set and nothing moved under it for so long. */
export const idleMs = 5 * 60_000;

/** Calls `rest` when nothing was used since `lastUseAt`, ms of `performance.now`; returns what stops the wait, for a later use. */
export function restWhenIdle(lastUseAt: number, rest: () => void): () => void {
  const timer = setTimeout(rest, Math.max(0, lastUseAt + idleMs - performance.now()));
  return () => clearTimeout(timer);
}
