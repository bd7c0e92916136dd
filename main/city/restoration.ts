/**
 * A system restored from yesterday's backup shows a new epoch: it is then asked, in the background and dossier by dossier,
 * for what it had confirmed, the last sent first, and what it lacks waits again. The walk is kept page by page, so that it
 * goes on after a new start. It ends at the beginning, or where a long stretch of time and dossiers was all there.
 *
 * A station restored from its own backup may have sent what it believes to be unsent: all that is unfinished is asked about
 * before it is sent.
 */
import { z } from 'zod';
import type { RestorationView } from '../contract/sync-view.ts';
import type { Clock } from '../domain/clock.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import type { Lane } from './lane.ts';
import type { CityError } from './ports.ts';
import { progressParcelOf } from './send-item.ts';
import { reopenLost } from './settlement.ts';
import type { Timing } from './timing.ts';

export interface Restorations {
  /** Before anything is sent: was this station restored from its own backup? */
  begin(): void;
  /** Asks the system how its data stands. */
  look(lane: Lane, signal: AbortSignal): Promise<void>;
  /** It holds something of ours and tells how its data stands: it is looked at, also when nothing more goes to it. */
  minds(lane: Lane): boolean;
  /** It was asked longer ago than usual. */
  wantsLook(lane: Lane): boolean;
  /** What was begun before then and confirmed since may be among what is gone. */
  setBackSince(lane: Lane, begunAt: number): boolean;
  /** Whether it may have lost what it had confirmed; asks the system how its data stands. */
  isSetBack(lane: Lane, begunAt: number, signal: AbortSignal): Promise<boolean>;
  /** Goes on comparing while the system can be reached; one walk at a time. */
  compare(lane: Lane, signal: AbortSignal): Promise<void>;
  views(): RestorationView[];
}

export interface RestorationParts {
  readonly store: Store;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly newId: () => string;
  /** Something waits again, or there is something to tell. */
  readonly changed: () => void;
  readonly log: (event: string, fields?: Readonly<Record<string, string | number>>) => void;
}

const lookEveryMs = 60_000;
const pageSize = 20;
const askedAtOnce = 4;
/** Where so many dossiers in a row, over so long a time, were all there, the backup is newer than what is behind them. */
const soundDossiers = 1_000;
const soundMs = 7 * 24 * 3_600_000;

const Seen = z.object({
  /** Null: never told. */
  epoch: z.string().nullable(),
  /** Of this station's store. */
  restores: z.number().int(),
  last: z
    .object({
      whose: z.enum(['city', 'station']),
      noticedAt: z.number().int(),
      doneAt: z.number().int().nullable(),
      asked: z.number().int(),
      missing: z.number().int(),
    })
    .nullable(),
  /** Where the walk is; null when none is under way. */
  place: z.object({ sentAt: z.number().int(), position: z.number().int() }).nullable(),
  soundInARow: z.number().int(),
});
type Seen = z.infer<typeof Seen>;

const fromTheTop = { sentAt: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER };

export function createRestorations(parts: RestorationParts): Restorations {
  const { store, lanes, clock, timing, newId, log } = parts;
  const { outbox, settings } = store;
  const lookedAt = new Map<string, number>();
  const setBackAt = new Map<string, number>();
  const walking = new Set<string>();
  const known = new Map<string, Seen>();

  const seen = (id: string): Seen => {
    const before = known.get(id);
    if (before) return before;
    const fresh: Seen = { epoch: null, restores: 0, last: null, place: null, soundInARow: 0 };
    const text = settings.get(`city.seen.${id}`);
    const read = text === null ? fresh : readSeen(text, fresh);
    known.set(id, read);
    return read;
  };

  /** False on a full disk: nothing has changed then. */
  const keep = (id: string, next: Seen, alongside: () => void = () => undefined): boolean => {
    const written = store.transaction(() => {
      settings.set(`city.seen.${id}`, JSON.stringify(next));
      alongside();
    });
    if (written.ok) known.set(id, next);
    return written.ok;
  };

  const tellOf = (type: string, payload: object): void => {
    store.events.append({ id: newId(), at: clock.now(), actor: 'city', type, subject: 'sync', payload });
  };

  /** From which message on the system lacks the dossier; null when all of it is there. */
  const lackingFrom = async (
    lane: Lane,
    dossierId: string,
    signal: AbortSignal,
  ): Promise<Result<number | null, CityError>> => {
    const dossier = store.dossiers.get(dossierId);
    const { adapter } = lane.system;
    if (!dossier) return ok(null);
    const code = dossier.cityCode;
    if (code === null) return ok(1);
    const held = await adapter.standing(code, dossierId, signal);
    if (!held.ok) return held;
    // A system in which nothing can be looked up tells nothing by its answer.
    if (!adapter.canBeAsked()) return fail('city-refused', { message: 'cannot-be-asked' });
    if (held.value.holder !== 'ours') return ok(1);
    if (!held.value.listsSteps) return ok(null);
    for (const item of outbox.sentOf(dossierId)) {
      const step = item.kind === 'progress' ? progressParcelOf(store, dossier, code, item) : null;
      if (step && held.value.look(step, []) === 'absent') return ok(item.sequence);
    }
    return ok(null);
  };

  /** False when it cannot go on now. */
  const comparePage = async (lane: Lane, now: Seen, signal: AbortSignal): Promise<boolean> => {
    if (now.place === null || now.last === null) return false;
    const page = outbox.sentBefore(lane.id, now.place, pageSize);
    const begunAt = timing.steady();
    const lacking = new Map<string, number>();
    for (let from = 0; from < page.length; from += askedAtOnce) {
      const some = page.slice(from, from + askedAtOnce);
      const answers = await Promise.all(some.map(({ dossierId }) => lackingFrom(lane, dossierId, signal)));
      for (const [index, answer] of answers.entries()) {
        if (signal.aborted) return false;
        if (!answer.ok && answer.error.code === 'city-unreachable') {
          lane.failed(begunAt, String(answer.error.details?.['reason']));
          return false;
        }
        if (!answer.ok) return finish(lane, now, 'cannot-be-asked');
        const dossierId = some[index]?.dossierId;
        if (answer.value !== null && dossierId !== undefined) lacking.set(dossierId, answer.value);
      }
    }
    // Set back once more while it was asked: the new walk begins from the top.
    if (known.get(lane.id) !== now) return true;
    const lastOne = page.at(-1);
    if (!lastOne) return finish(lane, now, 'all');
    const soundInARow = lacking.size > 0 ? 0 : now.soundInARow + page.length;
    const { last } = now;
    const counted = { ...last, asked: last.asked + page.length, missing: last.missing + lacking.size };
    const place = { sentAt: lastOne.sentAt, position: lastOne.position };
    const next: Seen = { ...now, place, soundInARow, last: counted };
    const written = keep(lane.id, next, () => {
      for (const [dossierId, fromSequence] of lacking) {
        reopenLost(store, { dossierId, fromSequence, at: clock.now(), id: newId() });
      }
    });
    if (!written) return false;
    parts.changed();
    const farBack = last.noticedAt - place.sentAt > soundMs;
    return soundInARow >= soundDossiers && farBack ? finish(lane, next, 'sound') : true;
  };

  const finish = (lane: Lane, now: Seen, why: string): boolean => {
    if (now.last === null) return false;
    const last = { ...now.last, doneAt: clock.now() };
    keep(lane.id, { ...now, place: null, last }, () => {
      const { asked, missing } = last;
      tellOf('city.compared', { system: lane.id, asked, missing, why });
    });
    log('city.compared', { system: lane.id, asked: last.asked, missing: last.missing });
    parts.changed();
    return false;
  };

  const look: Restorations['look'] = async (lane, signal) => {
    lookedAt.set(lane.id, timing.steady());
    const told = await lane.system.adapter.epoch(signal);
    if (!told.ok || told.value === null) return;
    const now = seen(lane.id);
    if (told.value === now.epoch) return;
    const epoch = told.value;
    if (now.epoch === null) {
      keep(lane.id, { ...now, epoch });
      return;
    }
    const last = { whose: 'city', noticedAt: clock.now(), doneAt: null, asked: 0, missing: 0 } as const;
    const next: Seen = { ...now, epoch, last, place: fromTheTop, soundInARow: 0 };
    if (!keep(lane.id, next, () => tellOf('city.set-back', { system: lane.id }))) return;
    setBackAt.set(lane.id, timing.steady());
    log('city.set-back', { system: lane.id });
    parts.changed();
  };

  const setBackSince: Restorations['setBackSince'] = (lane, begunAt) =>
    begunAt <= (setBackAt.get(lane.id) ?? Number.NEGATIVE_INFINITY);

  return {
    begin: () => {
      const { restores } = store.epoch();
      const behind = [...lanes.keys()].filter((id) => seen(id).restores !== restores);
      if (behind.length === 0) return;
      const at = clock.now();
      const written = store.transaction(() => {
        const asked = outbox.doubt();
        const last = { whose: 'station', noticedAt: at, doneAt: at, asked, missing: 0 } as const;
        tellOf('station.set-back', { unfinished: asked });
        return behind.map((id) => {
          const now = seen(id);
          const next: Seen = { ...now, restores, last: now.place === null ? last : now.last };
          settings.set(`city.seen.${id}`, JSON.stringify(next));
          return [id, next] as const;
        });
      });
      if (!written.ok) return;
      for (const [id, next] of written.value) known.set(id, next);
      log('city.station-set-back', { restores });
    },
    minds: (lane) => seen(lane.id).epoch !== null,
    wantsLook: (lane) => timing.steady() - (lookedAt.get(lane.id) ?? Number.NEGATIVE_INFINITY) > lookEveryMs,
    look,
    setBackSince,
    isSetBack: async (lane, begunAt, signal) => {
      await look(lane, signal);
      return seen(lane.id).place !== null || setBackSince(lane, begunAt);
    },
    compare: async (lane, signal) => {
      if (walking.has(lane.id) || seen(lane.id).place === null) return;
      walking.add(lane.id);
      try {
        while (!signal.aborted && lane.isOpen() && (await comparePage(lane, seen(lane.id), signal)));
      } finally {
        walking.delete(lane.id);
      }
    },
    views: () =>
      [...lanes.keys()]
        .flatMap((system) => {
          const { last } = seen(system);
          return last ? [{ system, ...last }] : [];
        })
        .sort((a, b) => b.noticedAt - a.noticedAt),
  };
}

function readSeen(text: string, otherwise: Seen): Seen {
  try {
    return Seen.parse(JSON.parse(text));
  } catch {
    return otherwise;
  }
}
