/**
 * One city system as the outbox sees it: whether it may be sent to now, by how many dossiers at once, and how it is. What
 * fails here holds up nothing that goes elsewhere. Times are steady milliseconds (timing.ts).
 */
import type { CitySystemView } from '../contract/sync-view.ts';
import type { Clock } from '../domain/clock.ts';
import { createCircuit } from './circuit.ts';
import { createCityHealth } from './health.ts';
import type { CityStatus } from './ports.ts';
import type { CitySystem } from './systems.ts';
import type { Timing } from './timing.ts';

export interface Lane {
  readonly id: string;
  readonly system: CitySystem;
  /** Dossiers under way, each with when it was begun. */
  readonly underWay: Map<string, number>;
  /** How many more dossiers may be begun now. */
  room(): number;
  /** After an outage, until something went through: the least tried goes first. */
  isTrying(): boolean;
  isOpen(): boolean;
  /** `isMinded`: also when nothing waits for it. */
  wantsProbe(itemsWait: boolean, isMinded: boolean): boolean;
  /** Asks the system whether it is there. `back`: again, after an outage. */
  probe(signal: AbortSignal): Promise<'back' | 'there' | 'away' | 'stopped'>;
  /** Something of a dossier went through, whatever the city said to it. */
  wentThrough(): void;
  /** The city was not reached by what was begun at `begunAt`. */
  failed(begunAt: number, reason: string): void;
  /** A person asks: no waiting for the next probe and trial, nor for what the system asked for. */
  hurry(): void;
  status(): CityStatus;
  view(): CitySystemView;
}

export interface LaneParts {
  readonly system: CitySystem;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly random: () => number;
  readonly changed: () => void;
  readonly log: (event: string, fields?: Readonly<Record<string, string | number>>) => void;
}

/** Enough to fill a long thin line on which packets are lost; more only makes each of them slower. */
const mostOverThinLine = 6;
/** Over a quick line: what has ended waits a little to be written down with others, and the line is not idle meanwhile. */
export const mostAtOnce = 16;
/** A line whose messages are answered within this is a quick one, ms. */
const quickMs = 60;
const idleProbeMs = 30_000;
/** A system that asks for longer is asked again after so long, ms. */
const longestWaitMs = 60 * 60_000;

function smoothed(before: number | null, value: number): number {
  return before === null ? value : before * 0.8 + value * 0.2;
}

export function createLane(parts: LaneParts): Lane {
  const { system, clock, timing, random, log } = parts;
  const { id, adapter } = system;
  const { steady } = timing;
  const circuit = createCircuit(random);
  const health = createCityHealth(clock, parts.changed);
  const underWay = new Map<string, number>();
  let lastContact = Number.NEGATIVE_INFINITY;
  let waitUntil = Number.NEGATIVE_INFINITY;
  let openedAt = Number.NEGATIVE_INFINITY;
  /** Of the messages, smoothed; those with files say how much went, not how quick the line is. Null: none yet. */
  let roundTripMs: number | null = null;
  const most = (): number => (roundTripMs !== null && roundTripMs < quickMs ? mostAtOnce : mostOverThinLine);
  /** Grows by one with each that went through and falls to one with a failure: a weak line is not flooded. */
  let width = mostOverThinLine;

  adapter.onExchange((exchange) => {
    health.heard(exchange);
    const { retryAfterMs } = exchange;
    if (!exchange.bulk) roundTripMs = smoothed(roundTripMs, exchange.roundTripMs);
    if (retryAfterMs === undefined) return;
    waitUntil = Math.max(waitUntil, steady() + Math.min(retryAfterMs, longestWaitMs));
    log('city.asks-to-wait', { system: id, ms: Math.round(retryAfterMs) });
    parts.changed();
  });

  const isWaiting = (): boolean => steady() < waitUntil;

  const lost = (reason: string): void => {
    if (health.status().state !== 'down') log('city.lost', { system: id, reason });
    health.lost();
  };

  const reached = (): void => {
    lastContact = steady();
    health.reached();
  };

  return {
    id,
    system,
    underWay,
    room: () => (isWaiting() ? 0 : Math.min(circuit.allowed(most()), width) - underWay.size),
    isTrying: () => circuit.state() !== 'closed',
    isOpen: () => circuit.state() === 'closed' && !isWaiting(),
    wantsProbe: (itemsWait, isMinded) => {
      if (isWaiting()) return false;
      const now = steady();
      const idle = now - lastContact > idleProbeMs && circuit.sinceProbe(now) > idleProbeMs;
      return circuit.wantsProbe(now, itemsWait) || (isMinded && idle);
    },
    probe: async (signal) => {
      const startedAt = steady();
      circuit.probed(startedAt);
      const answer = await adapter.probe(signal);
      if (signal.aborted) return 'stopped';
      if (!answer.ok) {
        if (startedAt > lastContact) {
          openedAt = steady();
          circuit.failed(openedAt);
          lost(String(answer.error.details?.['reason']));
        }
        return 'away';
      }
      const recovered = circuit.answered(steady());
      if (recovered === 'still-failing') return 'away';
      reached();
      if (recovered === 'back') log('city.back', { system: id });
      return recovered === 'back' ? 'back' : 'there';
    },
    wentThrough: () => {
      circuit.succeeded();
      width = Math.min(width + 1, most());
      reached();
    },
    failed: (begunAt, reason) => {
      // Several are under way when the line breaks: those behind the first tell nothing new about the trial after it.
      if (begunAt >= openedAt) {
        openedAt = steady();
        circuit.failed(openedAt);
        width = 1;
      }
      lost(reason);
    },
    hurry: () => {
      waitUntil = Number.NEGATIVE_INFINITY;
      circuit.hurry();
    },
    status: health.status,
    view: () => {
      const { state, since } = health.status();
      const left = waitUntil - steady();
      return { id, state, since, waitUntil: left > 0 ? Math.round(clock.now() + left) : null };
    },
  };
}
