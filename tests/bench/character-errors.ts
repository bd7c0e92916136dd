/** Character error rate: edits that turn what was read into what stands there, per character that stands there. */
export function errorRate(read: string, truth: string): number {
  const [from, to] = [plain(read), plain(truth)];
  let row = Uint32Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let y = 1; y <= from.length; y += 1) {
    const next = new Uint32Array(to.length + 1);
    next[0] = y;
    for (let x = 1; x <= to.length; x += 1) {
      const swap = (row[x - 1] ?? 0) + (from[y - 1] === to[x - 1] ? 0 : 1);
      next[x] = Math.min(swap, (row[x] ?? 0) + 1, (next[x - 1] ?? 0) + 1);
    }
    row = next;
  }
  return (row[to.length] ?? 0) / Math.max(1, to.length);
}

/** How lines are broken and words are spaced is not what is asked. */
function plain(text: string): string[] {
  return [...text.normalize('NFC').replace(/\s+/g, ' ').trim()];
}
