/**
 * The clock of a station that knows how far its machine's clock is from the city's. Between two comparisons it goes by a
 * steady count: when somebody sets the machine's clock, the difference moves along and the station's time does not.
 */
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Instant } from './dossier.ts';

/** What lies within this is no difference: the city tells whole seconds, ms. */
const sameMs = 2_000;
/** A difference that may be believed after a restart of the machine, when nobody knows what was done to its clock, ms. */
const plausibleMs = 2 * 60_000;
const plausibleForMs = 7 * 24 * 60 * 60_000;
const keptAgainMs = 60 * 60_000;

export interface StationClock extends Clock {
  readonly correction: NonNullable<Clock['correction']>;
  /** From now on the difference is kept there, and the kept one counts until the city is heard. */
  remember(memory: ClockMemory): void;
}

export interface ClockMemory {
  read(): string | null;
  write(text: string): void;
}

const Kept = z.object({
  offsetMs: z.number().int(),
  /** Both clocks when it was measured. */
  machineAt: z.number(),
  steadyAt: z.number(),
});
type Kept = z.infer<typeof Kept>;

/** `machine`: epoch ms as the machine believes; `steady`: ms that nobody can set, counting on while it sleeps. */
export function createStationClock(parts: {
  readonly machine: () => Instant;
  readonly steady: () => number;
}): StationClock {
  let offsetMs: number | null = null;
  let memory: ClockMemory | null = null;
  let writtenAt = Number.NEGATIVE_INFINITY;
  const both = () => ({ machineAt: parts.machine(), steadyAt: Math.round(parts.steady()) });
  let seen = both();

  /** The machine's time; notices when it was set. */
  function machine(): Instant {
    const now = both();
    const jumpMs = now.machineAt - seen.machineAt - (now.steadyAt - seen.steadyAt);
    if (Math.abs(jumpMs) > sameMs && offsetMs !== null) offsetMs = difference(offsetMs + jumpMs);
    seen = now;
    return now.machineAt;
  }

  function keep(): void {
    if (!memory || offsetMs === null) return;
    writtenAt = seen.steadyAt;
    memory.write(JSON.stringify({ offsetMs, ...seen } satisfies Kept));
  }

  return {
    now() {
      const at = machine();
      return offsetMs === null ? at : at - offsetMs;
    },
    correction: {
      machine,
      offsetMs() {
        machine();
        return offsetMs;
      },
      measured(measuredMs) {
        machine();
        const next = difference(measuredMs);
        const news = offsetMs === null || Math.abs(next - offsetMs) > sameMs;
        if (news || next === 0) offsetMs = next;
        if (news || seen.steadyAt - writtenAt > keptAgainMs) keep();
      },
    },
    remember(given) {
      memory = given;
      machine();
      offsetMs ??= stillCounts(keptIn(given.read()), seen);
      keep();
    },
  };
}

function difference(ms: number): number {
  return Math.abs(ms) <= sameMs ? 0 : Math.round(ms);
}

function stillCounts(kept: Kept | null, now: Omit<Kept, 'offsetMs'>): number | null {
  if (!kept) return null;
  const passedMs = now.machineAt - kept.machineAt;
  // Both clocks went on alike: the machine has run all the time, and nobody has set its clock.
  if (Math.abs(passedMs - (now.steadyAt - kept.steadyAt)) <= sameMs) return kept.offsetMs;
  const plausible = Math.abs(kept.offsetMs) <= plausibleMs && passedMs >= 0 && passedMs <= plausibleForMs;
  return plausible ? kept.offsetMs : null;
}

function keptIn(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
