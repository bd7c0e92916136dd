import type { Timing } from '../../../main/city/timing.ts';

/** Time that passes when it is told to. */
export function handClock(): { timing: Timing; pass: (ms: number) => Promise<void> } {
  let now = 0;
  const planned = new Set<{ at: number; work: () => void }>();
  const timing: Timing = {
    steady: () => now,
    after: (ms, work) => {
      const one = { at: now + ms, work };
      planned.add(one);
      return () => planned.delete(one);
    },
  };
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    for (;;) {
      const next = [...planned].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      planned.delete(next);
      now = next.at;
      next.work();
      await Promise.resolve();
    }
    now = end;
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { timing, pass };
}
