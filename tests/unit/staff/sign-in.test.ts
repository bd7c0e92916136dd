import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fail } from '../../../main/domain/result.ts';
import { createStaffService, type StaffService } from '../../../main/staff/index.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';

const dataKey = new Uint8Array(32).fill(3);
const minute = 60_000;
/** 2026-11-22 08:00 +07:00. */
const morning = 1_795_309_200_000;
const officer = {
  code: 'CB001',
  fullName: 'Nguyễn Văn An',
  title: 'Chuyên viên',
  pin: '135792',
  admin: true,
};

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-staff-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function openAt(folder: string): Store {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  onTestFinished(() => {
    opened.value.close();
  });
  return opened.value;
}

let ids = 0;
const newId = () => `id-${String((ids += 1))}`;

async function desk(
  folder = newFolder(),
): Promise<{ store: Store; staff: StaffService; time: { now: number } }> {
  const store = openAt(folder);
  const time = { now: morning };
  const staff = createStaffService({ store, clock: { now: () => time.now }, newId });
  await staff.addFirst(officer);
  return { store, staff, time };
}

const types = (store: Store, subject: string) => store.events.of(subject).map((event) => event.type);

describe('adding staff', () => {
  it.each(['13579', '111111', '123456', '987654', 'abcdef', 'CB0017', 'cb0017'])(
    'PIN %s is too weak',
    async (pin) => {
      const { staff } = await desk();
      expect(await staff.add({ ...officer, code: 'CB0017', pin })).toEqual(fail('pin-too-weak'));
    },
  );

  it('a code that exists, in whatever case, is refused', async () => {
    const { staff } = await desk();
    expect(await staff.add({ ...officer, code: 'cb001 ' })).toEqual(fail('staff-exists'));
  });

  it('two windows that make the first account at once make one', async () => {
    const store = openAt(newFolder());
    const staff = createStaffService({ store, clock: { now: () => morning }, newId });
    const both = await Promise.all([staff.addFirst(officer), staff.addFirst({ ...officer, code: 'CB002' })]);
    expect(both.map((each) => each.ok)).toEqual([true, false]);
    expect(store.staff.all()).toHaveLength(1);
  });

  it('the PIN is nowhere in the record', async () => {
    const { store } = await desk();
    expect(JSON.stringify(store.staff.all())).not.toContain(officer.pin);
    expect(store.staff.byCode('CB001')?.pinHash).toMatch(/^scrypt\$32768\$8\$1\$/);
  });
});

describe('signing in', () => {
  it('the right PIN signs in, starts a shift and is told of in events', async () => {
    const { store, staff } = await desk();
    const result = await staff.signIn(' cb001', '135792');
    const id = store.staff.byCode('CB001')?.id ?? '';
    expect(result).toMatchObject({ ok: true, value: { id, fullName: 'Nguyễn Văn An' } });
    expect(staff.shiftOf(id)).toBe(morning);
    staff.signOut(id);
    expect(staff.shiftOf(id)).toBeNull();
    expect(types(store, id)).toEqual([
      'staff.added',
      'staff.signed-in',
      'shift.started',
      'staff.signed-out',
      'shift.ended',
    ]);
  });

  it('an unknown code and a wrong PIN give the same answer', async () => {
    const { staff } = await desk();
    expect(await staff.signIn('CB999', '135792')).toEqual(await staff.signIn('CB001', '246813'));
  });

  it('what was typed as an unknown code is not kept', async () => {
    const { store, staff } = await desk();
    await staff.signIn('864209', 'x');
    expect(JSON.stringify(store.events.of('unknown'))).not.toContain('864209');
    expect(types(store, 'unknown')).toEqual(['staff.failed']);
  });

  it('five wrong PINs lock for 5 minutes, the right one included, then 10, 20, 40, 60, 60', async () => {
    const { store, staff, time } = await desk();
    const id = store.staff.byCode('CB001')?.id ?? '';
    for (const minutes of [5, 10, 20, 40, 60, 60]) {
      for (let wrong = 1; wrong <= 4; wrong += 1) {
        expect(await staff.signIn('CB001', 'wrong-1')).toEqual(fail('sign-in-failed'));
      }
      expect(await staff.signIn('CB001', 'wrong-1')).toEqual(fail('locked-out', { minutes }));
      time.now += minutes * minute - 1;
      expect(await staff.signIn('CB001', '135792')).toEqual(fail('locked-out', { minutes: 1 }));
      time.now += 1;
    }
    expect(types(store, id).filter((type) => type === 'staff.locked')).toHaveLength(6);
    expect((await staff.signIn('CB001', '135792')).ok).toBe(true);
    expect(store.staff.byCode('CB001')).toMatchObject({ failedAttempts: 0, lockedUntil: null });
  });

  it('the lock survives a restart', async () => {
    const folder = newFolder();
    const { staff, store } = await desk(folder);
    for (let wrong = 0; wrong < 5; wrong += 1) await staff.signIn('CB001', 'wrong-1');
    store.close();
    const again = createStaffService({
      store: openAt(folder),
      clock: { now: () => morning + minute },
      newId,
    });
    expect(await again.signIn('CB001', '135792')).toEqual(fail('locked-out', { minutes: 4 }));
  });

  it('guesses made all at once are counted one by one', async () => {
    const { staff } = await desk();
    const guesses = Array.from({ length: 8 }, (_, at) =>
      staff.signIn('CB001', at === 7 ? '135792' : 'wrong-1'),
    );
    const codes = (await Promise.all(guesses)).map((each) => (each.ok ? 'in' : each.error.code));
    expect(codes).toEqual([
      ...Array<string>(4).fill('sign-in-failed'),
      ...Array<string>(4).fill('locked-out'),
    ]);
  });

  it('a clock set back does not lock for longer than an hour', async () => {
    const { staff, time } = await desk();
    for (let wrong = 0; wrong < 5; wrong += 1) await staff.signIn('CB001', 'wrong-1');
    time.now -= 365 * 24 * 60 * minute;
    expect(await staff.signIn('CB001', '135792')).toEqual(fail('locked-out', { minutes: 60 }));
    time.now += 60 * minute;
    expect((await staff.signIn('CB001', '135792')).ok).toBe(true);
  });

  it('a full disk gives no free guesses, and lets the officer in to see what there is', async () => {
    const { store, time } = await desk();
    let full = true;
    const brim: Pick<Store, 'transaction' | 'staff' | 'events' | 'settings'> = {
      staff: store.staff,
      events: store.events,
      settings: store.settings,
      transaction: (work) => (full ? fail('disk-full') : store.transaction(work)),
    };
    const staff = createStaffService({ store: brim, clock: { now: () => time.now }, newId });
    for (let wrong = 0; wrong < 4; wrong += 1) await staff.signIn('CB001', 'wrong-1');
    expect(await staff.signIn('CB001', 'wrong-1')).toEqual(fail('locked-out', { minutes: 5 }));
    expect(await staff.signIn('CB001', '135792')).toEqual(fail('locked-out', { minutes: 5 }));
    time.now += 5 * minute;
    expect((await staff.signIn('CB001', '135792')).ok).toBe(true);
    full = false;
    const id = store.staff.byCode('CB001')?.id ?? '';
    staff.signOut(id);
    expect(types(store, id).filter((type) => type === 'staff.failed')).toHaveLength(5);
    expect(types(store, id)).toContain('staff.signed-in');
  });
});

describe('shifts', () => {
  it('a crash does not end the shift of the day', async () => {
    const folder = newFolder();
    const { staff, store } = await desk(folder);
    await staff.signIn('CB001', '135792');
    store.close();
    const reopened = openAt(folder);
    const again = createStaffService({ store: reopened, clock: { now: () => morning + 30 * minute }, newId });
    await again.signIn('CB001', '135792');
    expect(again.shiftOf(reopened.staff.byCode('CB001')?.id ?? '')).toBe(morning);
  });

  it('a shift that was never ended is ended by the first sign-in of the next day', async () => {
    const { staff, store, time } = await desk();
    await staff.signIn('CB001', '135792');
    time.now += 24 * 60 * minute;
    await staff.signIn('CB001', '135792');
    const id = store.staff.byCode('CB001')?.id ?? '';
    expect(staff.shiftOf(id)).toBe(time.now);
    expect(store.events.of(id).find((event) => event.type === 'shift.ended')?.payload).toEqual({
      startedAt: morning,
      reason: 'not-signed-out',
    });
  });
});
