/** Opening the store, signing in and out. One officer at a time works at a counter, in all its windows. */
import { ok, fail, type Result } from '../domain/result.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { InputOf } from '../contract/operations.ts';
import type { SessionView, StaffView } from '../contract/views.ts';
import type { Clock } from '../domain/clock.ts';
import type { StaffService } from '../staff/index.ts';
import { createKeys, openKeys } from '../store/key-custody.ts';
import { keysExist } from '../store/key-file.ts';
import type { KeyGuard } from '../store/key-wrapping.ts';
import { openStore } from '../store/open-store.ts';
import type { StaffRecord, Store } from '../store/ports.ts';

export interface SessionParts {
  readonly mode: 'training' | 'production';
  readonly counter: SessionView['counter'];
  readonly version: string;
  readonly trainingHint: SessionView['trainingHint'];
  readonly folder: string;
  readonly escrowPublicKey: () => string;
  /** The keyring's guard, or the training one; null: a person must give a passphrase. */
  readonly guard: () => KeyGuard | null;
  readonly clock: Clock;
  readonly createStaff: (store: Store) => StaffService;
  /** Called once, as soon as the store is open, before anybody can sign in. */
  readonly onOpen: (store: Store, staff: StaffService, dataKey: Uint8Array) => Promise<void>;
  readonly onChange: (session: SessionView) => void;
}

export interface SessionService {
  /** Opens the store where no person is needed for it; never throws, the outcome shows in `state`. */
  begin(): Promise<void>;
  state(): Promise<SessionView>;
  unlock(passphrase: string): Promise<Result<SessionView, ErrorCode>>;
  firstStaff(input: InputOf<'session.firstStaff'>): Promise<Result<SessionView, ErrorCode>>;
  signIn(code: string, pin: string): Promise<Result<SessionView, ErrorCode>>;
  signOut(): Promise<SessionView>;
  addStaff(input: InputOf<'admin.addStaff'>): Promise<Result<StaffView, ErrorCode>>;
  staff(): StaffRecord | null;
}

type Opened = { readonly store: Store; readonly service: StaffService };

export function createSession(parts: SessionParts): SessionService {
  let opened: Opened | null = null;
  let current: StaffRecord | null = null;
  let beginning: Promise<void> = Promise.resolve();
  let opening: Promise<unknown> = Promise.resolve();
  let byPassphrase = false;
  let fault: ErrorCode | null = null;

  function view(): SessionView {
    const exists = keysExist(parts.folder);
    const locked = exists ? 'locked' : 'new';
    return {
      mode: parts.mode,
      store: !opened ? locked : opened.service.isEmpty() ? 'first-staff' : 'open',
      fault: opened ? null : fault,
      passphraseCustody: byPassphrase,
      staff: current ? viewOf(current) : null,
      shiftStartedAt: current ? (opened?.service.shiftOf(current.id) ?? null) : null,
      counter: parts.counter,
      trainingHint: parts.trainingHint,
      version: parts.version,
    };
  }

  function told(): SessionView {
    const session = view();
    parts.onChange(session);
    return session;
  }

  /** One after the other: two windows that unlock at once must not make two keys or open the file twice. */
  function open(guard: KeyGuard): Promise<Result<Opened, ErrorCode>> {
    const mine = opening.then(() => openNow(guard));
    opening = mine.catch(() => undefined);
    return mine;
  }

  async function openNow(guard: KeyGuard): Promise<Result<Opened, ErrorCode>> {
    if (opened) return ok(opened);
    const key = keysExist(parts.folder)
      ? await openKeys({ folder: parts.folder, guard })
      : await createKeys({ folder: parts.folder, guard, escrowPublicKey: parts.escrowPublicKey() });
    if (!key.ok) return key;
    const store = openStore({ folder: parts.folder, dataKey: key.value });
    if (!store.ok) return store;
    const service = parts.createStaff(store.value);
    await parts.onOpen(store.value, service, key.value);
    opened = { store: store.value, service };
    return ok(opened);
  }

  return {
    begin() {
      const guard = parts.guard();
      byPassphrase = guard === null;
      if (guard) {
        // A keyring that fails or no longer opens the key: a person sees "locked", and recovery is by escrow.
        const needsPerson = () => {
          byPassphrase = true;
        };
        beginning = open(guard).then((result) => {
          if (result.ok) return;
          needsPerson();
          // Another key is asked for; what else is wrong no passphrase can mend.
          if (result.error.code !== 'wrong-key') fault = result.error.code;
        }, needsPerson);
      }
      return beginning;
    },

    async state() {
      await beginning;
      return view();
    },

    async unlock(passphrase) {
      await beginning;
      const ownGuard = fault === null ? null : parts.guard();
      const result = await open(ownGuard ?? { kind: 'passphrase', passphrase });
      return result.ok ? ok(told()) : result;
    },

    async firstStaff(input) {
      await beginning;
      if (!opened) return fail('store-locked');
      const added = await opened.service.addFirst({ ...input, admin: true });
      return added.ok ? ok(told()) : added;
    },

    async signIn(code, pin) {
      await beginning;
      if (!opened) return fail('store-locked');
      const result = await opened.service.signIn(code, pin);
      if (!result.ok) return result;
      current = result.value;
      return ok(told());
    },

    async signOut() {
      if (opened && current) opened.service.signOut(current.id);
      current = null;
      return told();
    },

    async addStaff(input) {
      if (!opened) return fail('store-locked');
      const added = await opened.service.add(current ? { ...input, addedBy: current.id } : input);
      return added.ok ? ok(viewOf(added.value)) : added;
    },

    staff: () => current,
  };
}

function viewOf({ id, code, fullName, title, admin }: StaffRecord): StaffView {
  return { id, code, fullName, title, admin };
}
