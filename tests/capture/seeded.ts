/** Numbers that look random and are the same in every run (mulberry32). */
export interface Seeded {
  /** Evenly from `low` up to `high`. */
  between(low: number, high: number): number;
  /** One of them. */
  of<Item>(items: readonly Item[]): Item;
  chance(part: number): boolean;
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    between: (low, high) => low + next() * (high - low),
    of(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    chance: (part) => next() < part,
  };
}
