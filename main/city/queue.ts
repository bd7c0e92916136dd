/**
 * What goes next: first what a citizen is waiting for, then what the counter has just accepted, the newest first, then the
 * backlog, the oldest first; every fourth place is the backlog's whatever comes in, so that nothing grows old in it.
 */
import type { Clock } from '../domain/clock.ts';
import type { OutboxItem } from '../store/outbox-port.ts';
import type { Store } from '../store/ports.ts';
import type { Lane } from './lane.ts';
import type { CitySystems } from './systems.ts';
import type { Timing } from './timing.ts';

export interface Begun {
  readonly item: OutboxItem;
  readonly lane: Lane;
}

export interface Queue {
  /**
   * Marks what may leave now as on its way, and gives it. Inside a transaction, so that nothing leaves before it is on
   * disk; after a transaction that failed, `giveBack`.
   */
  take(): Begun[];
  giveBack(begun: readonly Begun[]): void;
}

export interface QueueParts {
  readonly store: Pick<Store, 'outbox' | 'dossiers'>;
  readonly systems: Pick<CitySystems, 'of'>;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly clock: Clock;
  readonly timing: Timing;
  /** Dossiers whose code somebody waits for. */
  readonly awaited: () => readonly string[];
  /** Then only these go. */
  readonly isPaused: () => boolean;
  /** Then one at a time, beside those that are awaited. */
  readonly isGivingWay: () => boolean;
}

/** So long a dossier counts as just accepted, ms. */
const freshMs = 15 * 60_000;
const backlogEvery = 4;
/** Dossiers given to a system in one go: the oldest, and as many of the newest. */
const routedAtOnce = 20;
/** A dossier of a system that the settings do not name any more is looked at again after so long, ms. */
const unroutableMs = 5 * 60_000;
/** After an outage the least tried of so many goes first. */
const trialsAmong = 20;

export function createQueue(parts: QueueParts): Queue {
  const { store, systems, lanes, clock, timing } = parts;
  const { outbox } = store;
  let places = 0;

  const isUnderWay = (dossierId: string): boolean =>
    [...lanes.values()].some(({ underWay }) => underWay.has(dossierId));

  /** Null: to none; it stays visible with why. */
  const laneFor = (item: OutboxItem): Lane | null => {
    const dossier = store.dossiers.get(item.dossierId);
    // A message about nothing is told so by whoever would send it.
    const system = dossier ? systems.of(dossier) : null;
    const lane =
      system === null ? [...lanes.values()][0] : system.ok ? lanes.get(system.value.id) : undefined;
    if (lane) {
      outbox.route(item.dossierId, lane.id);
      return lane;
    }
    if (system && !system.ok) {
      outbox.mark(item.id, { lastError: system.error.code, nextAttemptAt: clock.now() + unroutableMs });
    }
    return null;
  };

  const begin = (item: OutboxItem, lane: Lane): Begun => {
    outbox.mark(item.id, { state: 'sending', attempts: item.attempts + 1 });
    if (item.kind === 'dossier') store.dossiers.setSync(item.dossierId, 'sending');
    lane.underWay.set(item.dossierId, timing.steady());
    return { item, lane };
  };

  const routeSome = (now: number): void => {
    const query = { lane: '', now, limit: routedAtOnce };
    const newest = outbox.due({ ...query, order: 'newest', createdFrom: now - freshMs });
    const routed = new Set<string>();
    for (const item of [...newest, ...outbox.due({ ...query, order: 'oldest' })]) {
      if (routed.has(item.id)) continue;
      routed.add(item.id);
      laneFor(item);
    }
  };

  const next = (lane: Lane, now: number): OutboxItem | null => {
    const query = { lane: lane.id, now, limit: lane.underWay.size + 1 };
    const free = (items: readonly OutboxItem[]): OutboxItem | null =>
      items.find(({ dossierId }) => !isUnderWay(dossierId)) ?? null;
    if (lane.isTrying()) {
      const due = outbox.due({ ...query, order: 'oldest', limit: query.limit + trialsAmong });
      // One dossier that cannot pass must not hold up the others.
      return free(due.sort((a, b) => a.attempts - b.attempts));
    }
    places += 1;
    const fresh = (): OutboxItem | null =>
      free(outbox.due({ ...query, order: 'newest', createdFrom: now - freshMs }));
    const oldest = (): OutboxItem | null => free(outbox.due({ ...query, order: 'oldest' }));
    return places % backlogEvery === 0 ? oldest() : (fresh() ?? oldest());
  };

  return {
    take: () => {
      const begun: Begun[] = [];
      const open = [...lanes.values()].filter((lane) => lane.room() > 0);
      if (open.length === 0) return begun;
      const now = clock.now();
      for (const dossierId of parts.awaited()) {
        const head = isUnderWay(dossierId) ? null : outbox.headOf(dossierId);
        if (head?.state !== 'waiting' || head.nextAttemptAt > now) continue;
        const lane = lanes.get(head.lane) ?? laneFor(head);
        if (lane && lane.room() > 0) begun.push(begin(head, lane));
      }
      if (parts.isPaused()) return begun;
      routeSome(now);
      for (const lane of open) {
        const most = parts.isGivingWay() ? 1 : Number.POSITIVE_INFINITY;
        while (lane.room() > 0 && lane.underWay.size < most) {
          const item = next(lane, now);
          if (!item) break;
          begun.push(begin(item, lane));
        }
      }
      return begun;
    },
    giveBack: (begun) => {
      for (const { item, lane } of begun) lane.underWay.delete(item.dossierId);
    },
  };
}
