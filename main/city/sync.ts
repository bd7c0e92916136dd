/** The outbox on its way to the city: one item at a time a dossier, three dossiers at once, until everything is there. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { Procedure } from '../domain/procedure.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { OutboxItem, Store } from '../store/ports.ts';
import { backoffMs, createCircuit } from './circuit.ts';
import { createCodeWaiters } from './code-waiters.ts';
import { createCityHealth } from './health.ts';
import { createPause } from './pause.ts';
import type { CitySync } from './ports.ts';
import { createItemSender } from './send-item.ts';
import type { Outcome } from './send-item.ts';
import { createSettlement } from './settlement.ts';
import type { CitySystems } from './systems.ts';
import { realTiming, type Timing } from './timing.ts';

export interface CitySyncParts {
  readonly store: Store;
  readonly systems: CitySystems;
  readonly clock: Clock;
  /** Event names and short codes only. */
  readonly log: (event: string, fields?: Readonly<Record<string, string | number>>) => void;
  /** 0 ≤ x < 1, for jitter. */
  readonly random?: () => number;
  readonly timing?: Timing;
  /** The procedure of a dossier, for its field (lĩnh vực) and the names of its papers. */
  readonly procedureOf?: (code: string, catalogueVersion: string) => Procedure | null;
}

const parallelDossiers = 3;
const turnMs = 1_000;
const idleProbeMs = 30_000;
/** Limit of the comparison that a person waits for, ms. */
const askedProbeMs = 4_000;
/** How long an answer under way is awaited when stopping, ms. */
const stopPatienceMs = 2_000;
/** A clock set back by more than this would leave items due in a far future, ms. */
const clockJumpMs = 30_000;

export function createCitySync(parts: CitySyncParts): CitySync {
  const { store, systems, clock, log } = parts;
  const random = parts.random ?? Math.random;
  const { steady, after } = parts.timing ?? realTiming;
  const listeners = new Set<(change: { dossierId: string | null }) => void>();
  const tell = (dossierId: string | null): void => {
    for (const listener of listeners) listener({ dossierId });
  };
  const health = createCityHealth(clock, () => {
    tell(null);
  });
  const circuit = createCircuit(random);
  const sendItem = createItemSender({ store, systems, procedureOf: parts.procedureOf ?? (() => null) });
  const settlement = createSettlement(store, clock);
  const waiters = createCodeWaiters((dossierId) => store.dossiers.get(dossierId));
  const pause = createPause(store, clock, randomUUID);
  const underWay = new Map<string, Promise<void>>();
  let stopping = new AbortController();
  let running = false;
  let unplan: (() => void) | null = null;
  let lastTurn = { wall: clock.now(), steady: steady() };
  let lastContact = Number.NEGATIVE_INFINITY;

  for (const { adapter } of systems.all) {
    adapter.onExchange((exchange) => {
      health.heard(exchange);
    });
  }

  const reached = (): void => {
    lastContact = steady();
    health.reached();
  };

  const lost = (reason: string): void => {
    if (health.status().state !== 'down') log('city.lost', { reason });
    health.lost();
  };

  /** On a full disk the items keep their own times. */
  const wakeAll = (): void => {
    const written = store.transaction(() => {
      store.outbox.wakeAll(clock.now());
    });
    if (!written.ok) log('city.cannot-wake', { reason: written.error.code });
  };

  const probeInBackground = async (): Promise<void> => {
    const startedAt = steady();
    circuit.probed(startedAt);
    const answer = await systems.current().adapter.probe(stopping.signal);
    if (!running) return;
    if (answer.ok) {
      const recovered = circuit.answered(steady());
      if (recovered === 'still-failing') return;
      reached();
      if (recovered === 'back') {
        log('city.back');
        wakeAll();
      }
      turn();
    } else if (startedAt > lastContact) {
      circuit.failed(steady());
      lost(String(answer.error.details?.['reason']));
    }
  };

  const settle = (item: OutboxItem, outcome: Outcome): void => {
    const stopped = outcome.kind === 'later' && outcome.reason === 'stopped';
    if (outcome.kind === 'later' && outcome.unreachable) {
      if (!stopped) {
        circuit.failed(steady());
        lost(outcome.reason);
      }
    } else if (outcome.kind === 'sent' || outcome.kind === 'refused') {
      circuit.succeeded();
      reached();
    }
    const delayMs = stopped ? 0 : backoffMs(item.attempts + 1, random);
    settlement.settle(item, outcome, clock.now() + delayMs);
  };

  /** False when the disk is full and nothing was sent: the next turn tries again, not at once. */
  const work = async (item: OutboxItem): Promise<boolean> => {
    if (!settlement.begin(item)) {
      log('city.cannot-begin', { reason: 'disk-full' });
      return false;
    }
    tell(item.dossierId);
    let outcome: Outcome;
    try {
      outcome = await sendItem(item, stopping.signal);
    } catch (error) {
      log('city.bug', { name: error instanceof Error ? error.name : 'unknown' });
      outcome = { kind: 'later', reason: 'unexpected', unreachable: false };
    }
    try {
      settle(item, outcome);
    } catch (error) {
      // E.g. a code that the city has given to another dossier before: nothing was written, and it stays visible.
      log('city.bug', { name: error instanceof Error ? error.name : 'unknown' });
      settle(item, { kind: 'later', reason: 'unexpected', unreachable: false });
    }
    log('city.item', { kind: item.kind, outcome: outcome.kind, attempts: item.attempts + 1 });
    return true;
  };

  const launch = (item: OutboxItem): void => {
    const job = work(item)
      .catch((error: unknown) => {
        log('city.bug', { name: error instanceof Error ? error.name : 'unknown' });
        return false;
      })
      .then((tried) => {
        underWay.delete(item.dossierId);
        if (!tried) return;
        waiters.check(item.dossierId);
        tell(item.dossierId);
        // Its next item, or somebody else's, need not wait for the clock.
        if (running) plan(0);
      });
    underWay.set(item.dossierId, job);
  };

  const dispatch = (): void => {
    const room = circuit.allowed(parallelDossiers) - underWay.size;
    if (room <= 0 || store.outbox.counts().waiting === 0) return;
    const due = store.outbox
      .due(clock.now(), 20 + underWay.size)
      .filter((item) => !underWay.has(item.dossierId));
    const awaited = new Set(pause.current() ? waiters.awaited() : []);
    const free = pause.current() ? due.filter(({ dossierId }) => awaited.has(dossierId)) : due;
    // After an outage the least tried goes first: one dossier that cannot pass must not hold up the others.
    if (circuit.state() !== 'closed') free.sort((a, b) => a.attempts - b.attempts);
    for (const item of free.slice(0, room)) launch(item);
  };

  const plan = (delayMs: number): void => {
    unplan?.();
    unplan = after(delayMs, turn);
  };

  function turn(): void {
    if (!running) return;
    const now = { wall: clock.now(), steady: steady() };
    const jumpedMs = now.wall - lastTurn.wall - (now.steady - lastTurn.steady);
    lastTurn = now;
    if (jumpedMs < -clockJumpMs) wakeAll();
    settlement.retry();
    const waiting = store.outbox.counts().waiting > 0;
    const idle = now.steady - lastContact > idleProbeMs && circuit.sinceProbe(now.steady) > idleProbeMs;
    if (circuit.wantsProbe(now.steady, waiting) || idle) void probeInBackground();
    dispatch();
    plan(turnMs);
  }

  return {
    start: () => {
      if (running) return;
      running = true;
      stopping = new AbortController();
      lastTurn = { wall: clock.now(), steady: steady() };
      settlement.recover();
      void probeInBackground();
      plan(0);
    },
    stop: async () => {
      running = false;
      unplan?.();
      waiters.end();
      const all = Promise.allSettled([...underWay.values()]);
      const calm = after(stopPatienceMs, () => {
        stopping.abort();
      });
      await all;
      calm();
      stopping.abort();
      settlement.retry();
    },
    status: () => health.status(),
    kick: () => {
      if (!running) return;
      wakeAll();
      circuit.hurry();
      void probeInBackground();
      turn();
    },
    report: () => {
      const { state, since } = health.status();
      return {
        systems: systems.all.map(({ id }) => ({ id, state, since, waitUntil: null })),
        pause: pause.current(),
        bytesPerSecond: null,
        restorations: [],
      };
    },
    pause: (minutes, actor) => {
      const begun = pause.begin(minutes, actor);
      tell(null);
      return begun;
    },
    resume: (actor) => {
      const ended = pause.end(actor);
      tell(null);
      if (ended.ok && running) turn();
      return ended;
    },
    codeOf: (dossierId, timeoutMs) => {
      const code = waiters.wait(dossierId, timeoutMs);
      if (running) turn();
      return code;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    probe: async (): Promise<Result<number, 'city-unreachable'>> => {
      const limit = new AbortController();
      const answered = after(askedProbeMs, () => {
        limit.abort();
      });
      const answer = await systems.current().adapter.probe(limit.signal).finally(answered);
      if (!answer.ok) return answer;
      const offset = health.status().clockOffsetMs;
      return offset === null ? fail('city-unreachable', { reason: 'no-date' }) : ok(offset);
    },
  };
}
