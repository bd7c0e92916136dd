/** The outbox on its way to the city: many dossiers at once, one item at a time a dossier, until everything is there. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { Procedure } from '../domain/procedure.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import { createAdvance } from './advance.ts';
import { backoffMs } from './circuit.ts';
import { createCodeWaiters } from './code-waiters.ts';
import { createGivingWay } from './give-way.ts';
import { examined, hear, unlessSetBack } from './hearing.ts';
import { createLane, type Lane } from './lane.ts';
import { createPacer } from './pace.ts';
import { createPause } from './pause.ts';
import type { CitySync } from './ports.ts';
import { createQueue, type Begun } from './queue.ts';
import { createRestorations } from './restoration.ts';
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
  /** Cap on the bytes of files per second, all systems together; without it none. */
  readonly bytesPerSecond?: number | undefined;
}

const turnMs = 1_000;
/** Limit of the comparison that a person waits for, ms. */
const askedProbeMs = 4_000;
/** How long an answer under way is awaited when stopping, ms. */
const stopPatienceMs = 2_000;
/** A clock set back by more than this would leave items due in a far future, ms. */
const clockJumpMs = 30_000;

/** What ends within so long is written down together: each commit holds up everything else until the disk has it, ms. */
const gatherMs = 20;
/** While somebody works at the counter, ms. */
const gatherLongerMs = 80;

export function createCitySync(parts: CitySyncParts): CitySync {
  const { store, systems, clock, log } = parts;
  const random = parts.random ?? Math.random;
  const timing = parts.timing ?? realTiming;
  const { steady, after } = timing;
  const bytesPerSecond = parts.bytesPerSecond ?? null;
  const listeners = new Set<(change: { dossierId: string | null }) => void>();
  const tell = (dossierId: string | null): void => {
    for (const listener of listeners) listener({ dossierId });
  };
  const changed = (): void => {
    tell(null);
  };
  const lanes: ReadonlyMap<string, Lane> = new Map(
    systems.all.map((system) => [system.id, createLane({ system, clock, timing, random, changed, log })]),
  );
  const current = (): Lane | undefined => lanes.get(systems.current().id);
  const waiters = createCodeWaiters((dossierId) => store.dossiers.get(dossierId));
  const isAwaited = (dossierId: string): boolean => waiters.awaited().includes(dossierId);
  const way = createGivingWay(timing);
  const pacer = createPacer(bytesPerSecond, timing);
  const sendItem = createItemSender({
    ...{ store, systems, procedureOf: parts.procedureOf ?? (() => null) },
    paceOf: (dossierId) => {
      // Whole files where nothing holds them back: pieces each cost a journey over the line.
      if (bytesPerSecond === null && !way.isGiving()) return undefined;
      const pace = pacer.paceOf(() => isAwaited(dossierId));
      return async (bytes, signal) => {
        if (!isAwaited(dossierId)) await way.turn(signal);
        await pace(bytes, signal);
      };
    },
  });
  const settlement = createSettlement(store, clock);
  const pause = createPause(store, clock, randomUUID);
  const isPaused = (): boolean => pause.current() !== null;
  const queue = createQueue({
    ...{ store, systems, lanes, clock, timing, isPaused },
    awaited: waiters.awaited,
    isGivingWay: way.isGiving,
  });
  const restorations = createRestorations({
    ...{ store, lanes, clock, timing, log, newId: randomUUID },
    changed: () => {
      changed();
      if (running) plan(0);
    },
  });
  const jobs = new Set<Promise<void>>();
  let stopping = new AbortController();
  let running = false;
  let wasPaused = false;
  let unplan: (() => void) | null = null;
  let lastTurn = { wall: clock.now(), steady: steady() };

  const bug = (error: unknown): void => {
    log('city.bug', { name: error instanceof Error ? error.name : 'unknown' });
  };

  /** On a full disk the items keep their own times. */
  const wakeAll = (): void => {
    const written = store.transaction(() => {
      store.outbox.wakeAll(clock.now());
    });
    if (!written.ok) log('city.cannot-wake', { reason: written.error.code });
  };

  /** Whether the data of the system is where it was, before it is relied upon. */
  const lookAt = async (lane: Lane): Promise<void> => {
    const signal = stopping.signal;
    await restorations.look(lane, signal);
    await restorations.compare(lane, signal);
  };

  const probing = new Set<Lane>();
  const probeInBackground = (lane: Lane): void => {
    const { signal } = stopping;
    if (probing.has(lane)) return;
    probing.add(lane);
    const asking = async (): Promise<void> => {
      const found = await lane.probe(signal).finally(() => probing.delete(lane));
      if (!running || found === 'away' || found === 'stopped') return;
      if (found === 'back' || restorations.wantsLook(lane)) void lookAt(lane).catch(bug);
      if (found === 'back') wakeAll();
      turn();
    };
    asking().catch(bug);
  };

  const work = async ({ item, lane }: Begun): Promise<void> => {
    const begunAt = lane.underWay.get(item.dossierId) ?? steady();
    tell(item.dossierId);
    let outcome: Outcome;
    try {
      const { signal } = stopping;
      if (!isAwaited(item.dossierId)) await way.turn(signal);
      const isSetBack = (): Promise<boolean> => restorations.isSetBack(lane, begunAt, signal);
      const sent = await sendItem(item, signal, isSetBack);
      outcome = await examined(restorations, lane, sent, begunAt, signal);
    } catch (error) {
      bug(error);
      outcome = { kind: 'later', reason: 'unexpected', unreachable: false };
    }
    hear(lane, outcome, begunAt);
    lane.underWay.delete(item.dossierId);
    const stopped = outcome.kind === 'later' && outcome.reason === 'stopped';
    const delayMs = stopped ? 0 : backoffMs(item.attempts + 1, random);
    log('city.item', { kind: item.kind, outcome: outcome.kind, attempts: item.attempts + 1 });
    const when = isAwaited(item.dossierId) ? 'now' : 'soon';
    // The system may turn out to have been set back while this waits to be written.
    const outcomeNow = () => unlessSetBack(restorations, lane, outcome, begunAt);
    await advance.finished({ item, outcomeNow, retryAt: clock.now() + delayMs }, when);
    waiters.check(item.dossierId);
    tell(item.dossierId);
  };

  const launch = (begun: Begun): void => {
    const job = work(begun)
      .catch(bug)
      .finally(() => jobs.delete(job));
    jobs.add(job);
  };

  const advance = createAdvance({
    ...{ store, settlement, queue, timing, launch, log, bug },
    gatherMs: () => (way.isGiving() ? gatherLongerMs : gatherMs),
    isRunning: () => running,
  });

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
    if (wasPaused !== isPaused()) {
      wasPaused = !wasPaused;
      changed();
    }
    settlement.retry();
    const waits = store.outbox.counts().waiting > 0;
    for (const lane of lanes.values()) {
      const isMinded = lane === current() || restorations.minds(lane);
      if (lane.wantsProbe(waits, isMinded)) probeInBackground(lane);
      if (!lane.isOpen() || lane.status().state === 'unknown') continue;
      if (restorations.wantsLook(lane)) void lookAt(lane).catch(bug);
      else void restorations.compare(lane, stopping.signal).catch(bug);
    }
    advance.now();
    plan(turnMs);
  }

  const begin = (): void => {
    const written = store.transaction(() => {
      store.outbox.resume(clock.now());
      store.outbox.unroute([...lanes.keys()]);
    });
    if (!written.ok) log('city.cannot-wake', { reason: written.error.code });
    restorations.begin();
  };

  return {
    start: () => {
      if (running) return;
      running = true;
      stopping = new AbortController();
      lastTurn = { wall: clock.now(), steady: steady() };
      begin();
      for (const lane of lanes.values()) if (lane === current()) probeInBackground(lane);
      plan(0);
    },
    stop: async () => {
      running = false;
      unplan?.();
      waiters.end();
      advance.now();
      const all = Promise.allSettled([...jobs]);
      const calm = after(stopPatienceMs, () => {
        stopping.abort();
      });
      await all;
      calm();
      stopping.abort();
      settlement.retry();
    },
    status: () => current()?.status() ?? { state: 'unknown', since: null, clockOffsetMs: null },
    report: () => ({
      systems: [...lanes.values()].map((lane) => lane.view()),
      pause: pause.current(),
      bytesPerSecond,
      restorations: restorations.views(),
    }),
    pause: (minutes, actor) => {
      const begun = pause.begin(minutes, actor);
      changed();
      return begun;
    },
    resume: (actor) => {
      const ended = pause.end(actor);
      changed();
      turn();
      return ended;
    },
    kick: () => {
      if (!running) return;
      wakeAll();
      for (const lane of lanes.values()) {
        lane.hurry();
        if (lane === current() || lane.status().state === 'down') probeInBackground(lane);
      }
      turn();
    },
    counterWorks: way.counterWorks,
    notice: () => {
      turn();
    },
    codeOf: (dossierId, timeoutMs) => {
      const code = waiters.wait(dossierId, timeoutMs);
      turn();
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
      const offset = current()?.status().clockOffsetMs ?? null;
      return offset === null ? fail('city-unreachable', { reason: 'no-date' }) : ok(offset);
    },
  };
}
