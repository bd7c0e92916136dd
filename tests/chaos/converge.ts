/** After the faults: everything that can be sent is, within a time that is bounded by progress. */
import type { Line } from './proxy.ts';
import type { Workers } from './workers.ts';

/** Without any progress for so long, the run has not converged. */
const patienceMs = 60_000;
/** Quiet must last so long (of the machine), for what is looked at only now and then. */
const restMs = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Null when everything that can be sent was; else what was left. */
export async function converge(parts: {
  readonly workers: Workers;
  readonly lines: ReadonlyMap<number, readonly Line[]>;
  readonly numbers: readonly number[];
  readonly say: (what: string) => void;
}): Promise<string | null> {
  const { workers, lines, numbers, say } = parts;
  for (const line of [...lines.values()].flat()) line.setDown(false);
  await Promise.all([...lines.values()].flat().map((line) => line.settled()));
  let least = Number.POSITIVE_INFINITY;
  let progressAt = performance.now();
  let quietSince: number | null = null;
  for (let round = 1; ; round += 1) {
    await pause(100);
    if (workers.failure() !== null) return null;
    const states = workers.states();
    const busy = numbers.filter(
      (station) =>
        workers.pending(station) > 0 || states.find((one) => one.station === station)?.quiet !== true,
    );
    if (busy.length > 0) quietSince = null;
    else quietSince ??= performance.now();
    if (quietSince !== null && performance.now() - quietSince > restMs) return null;
    const left = states.reduce((sum, { waiting }) => sum + waiting, 0) + busy.length;
    if (left < least || quietSince !== null) {
      least = left;
      progressAt = performance.now();
    }
    if (performance.now() - progressAt > patienceMs)
      return `nothing went on for ${String(patienceMs / 1_000)} s; stations with something to send: ${busy.join(', ')}`;
    if (round % 50 === 0) say('converging');
  }
}
