/** Shifts (ca làm việc): from the first sign-in of a day to the sign-out; a crash in between does not end one. */
import { zoneOffsetMs } from '../domain/clock.ts';
import type { Instant } from '../domain/dossier.ts';
import type { NewEvent, Store } from '../store/ports.ts';

export interface ShiftDesk {
  /** Start of the running shift, or null. */
  runningOf(staffId: string): Instant | null;
  /** Goes on with today's shift or starts one; a shift of an earlier day is ended first. Call inside a transaction. */
  begin(staffId: string, now: Instant): void;
  end(staffId: string, now: Instant): void;
}

type EventMaker = (type: string, staffId: string, at: Instant, payload: unknown) => NewEvent;

export function shiftDesk(store: Pick<Store, 'settings' | 'events'>, make: EventMaker): ShiftDesk {
  const name = (staffId: string) => `shift:${staffId}`;

  const runningOf = (staffId: string): Instant | null => {
    const value = Number(store.settings.get(name(staffId)) ?? '');
    return value > 0 ? value : null;
  };

  const finish = (staffId: string, now: Instant, reason: 'signed-out' | 'not-signed-out') => {
    const startedAt = runningOf(staffId);
    if (startedAt === null) return;
    store.settings.set(name(staffId), '');
    store.events.append(make('shift.ended', staffId, now, { startedAt, reason }));
  };

  return {
    runningOf,
    begin(staffId, now) {
      const startedAt = runningOf(staffId);
      if (startedAt !== null && dayOf(startedAt) === dayOf(now)) return;
      finish(staffId, now, 'not-signed-out');
      store.settings.set(name(staffId), String(now));
      store.events.append(make('shift.started', staffId, now, {}));
    },
    end(staffId, now) {
      finish(staffId, now, 'signed-out');
    },
  };
}

/** Days since the epoch, in the city's zone. */
function dayOf(at: Instant): number {
  return Math.floor((at + zoneOffsetMs) / 86_400_000);
}
