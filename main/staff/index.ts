/** Staff accounts at this machine: adding, signing in with a PIN, lock-out, shifts. */
import type { Clock } from '../domain/clock.ts';
import type { Instant } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { NewEvent, StaffRecord, Store } from '../store/ports.ts';
import { lockedUntilOf, minutesLeft } from './lockout.ts';
import { hashPin, isPinStrong, nobodysHash, pinMatches } from './pin.ts';
import { shiftDesk } from './shift.ts';

export interface NewStaff {
  /** Sign-in name, e.g. `CB001`; upper and lower case are the same. */
  readonly code: string;
  readonly fullName: string;
  readonly title: string;
  readonly pin: string;
  readonly admin: boolean;
  /** Staff id of who adds, for the event log; absent: the new one themselves. */
  readonly addedBy?: string;
}

export type AddError = 'staff-exists' | 'pin-too-weak' | 'disk-full';

export interface StaffService {
  /** True when nobody can sign in yet. */
  isEmpty(): boolean;
  add(staff: NewStaff): Promise<Result<StaffRecord, AddError>>;
  /** As `add`, but `staff-exists` as soon as there is anybody, also when two windows ask at once. */
  addFirst(staff: NewStaff): Promise<Result<StaffRecord, AddError>>;
  /**
   * Five wrong PINs in a row lock the account for 5 minutes, five more for 10, up to 60 (`locked-out`, details:
   * minutes). An unknown code costs the same time as a wrong PIN and gives the same answer. Starts the shift.
   */
  signIn(code: string, pin: string): Promise<Result<StaffRecord, 'sign-in-failed' | 'locked-out'>>;
  /** Ends the shift as well. */
  signOut(staffId: string): void;
  /** Start of the running shift, or null. */
  shiftOf(staffId: string): Instant | null;
}

/** Events that a full disk kept back and that go in first when there is space again; more than these are dropped. */
const maxKeptBack = 200;

export function createStaffService(parts: {
  store: Pick<Store, 'transaction' | 'staff' | 'events' | 'settings'>;
  clock: Clock;
  newId: () => string;
}): StaffService {
  const { store, clock, newId } = parts;
  const eventOf = (type: string, subject: string, at: Instant, payload: unknown): NewEvent => ({
    id: newId(),
    at,
    actor: subject,
    type,
    subject,
    payload,
  });
  const shifts = shiftDesk(store, eventOf);

  /** Counts that a full disk kept from being written: a full disk must not give unlimited guesses. */
  const unwritten = new Map<string, Pick<StaffRecord, 'failedAttempts' | 'lockedUntil'>>();
  let keptBack: NewEvent[] = [];

  const write = (events: readonly NewEvent[], change: () => void): boolean => {
    const all = [...keptBack, ...events];
    const done = store.transaction(() => {
      for (const event of all) store.events.append(event);
      for (const [id, counts] of unwritten) {
        store.staff.setAttempts(id, counts.failedAttempts, counts.lockedUntil);
      }
      change();
    });
    if (done.ok) {
      keptBack = [];
      unwritten.clear();
    } else {
      keptBack = all.slice(0, maxKeptBack);
    }
    return done.ok;
  };

  const setCounts = (id: string, failedAttempts: number, lockedUntil: Instant | null, events: NewEvent[]) => {
    const written = write(events, () => {
      store.staff.setAttempts(id, failedAttempts, lockedUntil);
    });
    if (!written) unwritten.set(id, { failedAttempts, lockedUntil });
  };

  const attempt = async (
    code: string,
    pin: string,
  ): Promise<Result<StaffRecord, 'sign-in-failed' | 'locked-out'>> => {
    const found = store.staff.byCode(code.trim());
    if (!found) {
      await pinMatches(pin, nobodysHash);
      // The code is not kept: people type their PIN into the wrong field.
      write([eventOf('staff.failed', 'unknown', clock.now(), {})], () => undefined);
      return fail('sign-in-failed');
    }
    const counts = unwritten.get(found.id) ?? found;
    const locked = minutesLeft(counts.lockedUntil, clock.now());
    if (locked) {
      if (locked.until !== counts.lockedUntil) setCounts(found.id, counts.failedAttempts, locked.until, []);
      return fail('locked-out', { minutes: locked.minutes });
    }
    const right = await pinMatches(pin, found.pinHash);
    const now = clock.now();
    if (right) {
      setCounts(found.id, 0, null, [eventOf('staff.signed-in', found.id, now, {})]);
      // On a full disk the officer still gets in, to see what there is.
      write([], () => {
        shifts.begin(found.id, now);
      });
      return ok({ ...found, failedAttempts: 0, lockedUntil: null });
    }
    const failedAttempts = counts.failedAttempts + 1;
    const lockedUntil = lockedUntilOf(failedAttempts, now);
    const left = minutesLeft(lockedUntil, now);
    const failed = eventOf('staff.failed', found.id, now, { failedAttempts });
    if (!left) {
      setCounts(found.id, failedAttempts, null, [failed]);
      return fail('sign-in-failed');
    }
    setCounts(found.id, failedAttempts, lockedUntil, [
      failed,
      eventOf('staff.locked', found.id, now, { minutes: left.minutes }),
    ]);
    return fail('locked-out', { minutes: left.minutes });
  };

  const add = async (staff: NewStaff): Promise<Result<StaffRecord, AddError>> => {
    const code = staff.code.trim().normalize('NFC');
    if (!isPinStrong(staff.pin, code)) return fail('pin-too-weak');
    if (store.staff.byCode(code)) return fail('staff-exists');
    const record: StaffRecord = {
      id: newId(),
      code,
      fullName: staff.fullName.normalize('NFC').trim(),
      title: staff.title.normalize('NFC').trim(),
      admin: staff.admin,
      pinHash: await hashPin(staff.pin),
      failedAttempts: 0,
      lockedUntil: null,
    };
    const added = store.transaction(() => {
      store.staff.insert(record);
      store.events.append({
        ...eventOf('staff.added', record.id, clock.now(), { code, admin: record.admin }),
        actor: staff.addedBy ?? record.id,
      });
    });
    return added.ok ? ok(record) : added;
  };

  // One at a time, or guesses made at once would all be looked at before the first of them is counted.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    isEmpty: () => store.staff.all().length === 0,

    add: (staff) => inTurn(() => add(staff)),
    addFirst: (staff) =>
      inTurn(async () => (store.staff.all().length > 0 ? fail('staff-exists') : add(staff))),

    signIn: (code, pin) => inTurn(() => attempt(code, pin)),

    signOut(staffId) {
      const now = clock.now();
      write([eventOf('staff.signed-out', staffId, now, {})], () => {
        shifts.end(staffId, now);
      });
    },

    shiftOf: (staffId) => shifts.runningOf(staffId),
  };
}
