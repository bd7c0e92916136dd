import { describe, expect, it } from 'vitest';
import { roles } from '../../../main/contract/define.ts';
import { contract, operationNames, type OperationName } from '../../../main/contract/operations.ts';
import {
  createRouter,
  type Caller,
  type CurrentStaff,
  type Handlers,
} from '../../../main/shell/contract-router.ts';

const origin = 'app://mot-cua';
const counter: Caller = { role: 'counter', isMainFrame: true, origin };
const admin: CurrentStaff = { id: 'staff-1', admin: true };

/** A router whose handlers note that they were reached: a refusal must come before. */
function routerWith(staff: CurrentStaff | null) {
  const reached: string[] = [];
  const logged: unknown[] = [];
  const handlers = Object.fromEntries(
    operationNames.map((name) => [
      name,
      () => {
        reached.push(name);
        return { ok: true, value: { not: 'the promised output' } };
      },
    ]),
  ) as unknown as Handlers;
  const dispatch = createRouter({
    handlers,
    origin,
    currentStaff: () => staff,
    log: (event, fields) => logged.push([event, fields]),
  });
  return { dispatch, reached, logged };
}

/** Something that no operation takes: every input is a named object. */
const shapeless: Record<OperationName, unknown> = Object.fromEntries(
  operationNames.map((name) => [name, 'not an object']),
) as Record<OperationName, unknown>;

describe.each(operationNames)('%s', (name) => {
  const operation = contract[name];
  const strangers = roles.filter((role) => !(operation.roles as readonly string[]).includes(role));

  it('refuses every role that it does not name', async () => {
    expect(strangers.length).toBeGreaterThan(0);
    for (const role of strangers) {
      const { dispatch, reached } = routerWith(admin);
      expect(await dispatch({ ...counter, role }, name, {})).toMatchObject({
        ok: false,
        error: { code: 'wrong-role' },
      });
      expect(reached).toEqual([]);
    }
  });

  it('refuses a window that we did not make', async () => {
    const { dispatch, reached } = routerWith(admin);
    expect(await dispatch({ ...counter, role: null }, name, {})).toMatchObject({
      error: { code: 'wrong-role' },
    });
    expect(reached).toEqual([]);
  });

  it('refuses a frame inside the window and a foreign origin', async () => {
    for (const caller of [
      { ...counter, isMainFrame: false },
      { ...counter, origin: 'https://dichvucong.example' },
      { ...counter, origin: 'app://mot-cua.evil' },
      { ...counter, origin: 'file://' },
    ]) {
      const { dispatch, reached } = routerWith(admin);
      expect(await dispatch(caller, name, {})).toMatchObject({ error: { code: 'foreign-frame' } });
      expect(reached).toEqual([]);
    }
  });

  it('refuses the wrong shape without repeating what was sent', async () => {
    const { dispatch, reached, logged } = routerWith(admin);
    const answer = await dispatch(counter, name, shapeless[name]);
    expect(answer).toMatchObject({ error: { code: 'wrong-shape' } });
    expect(reached).toEqual([]);
    expect(JSON.stringify([answer, logged])).not.toContain('not an object');
  });

  it('asks for the staff that it needs', async () => {
    const { dispatch, reached } = routerWith(null);
    const answer = await dispatch(counter, name, shapeless[name]);
    expect(answer).toMatchObject({
      error: { code: operation.staff === 'none' ? 'wrong-shape' : 'not-signed-in' },
    });
    expect(reached).toEqual([]);
  });
});

it('refuses what is not in the contract, inherited names too', async () => {
  for (const name of ['intake.steal', 'constructor', '__proto__', 'toString', 42, null, undefined, {}]) {
    const { dispatch, reached } = routerWith(admin);
    expect(await dispatch(counter, name, {})).toMatchObject({ error: { code: 'unknown-operation' } });
    expect(reached).toEqual([]);
  }
});

it('keeps ordinary staff out of administration', async () => {
  const { dispatch, reached } = routerWith({ id: 'staff-2', admin: false });
  const input = { code: 'CB777', fullName: 'Cán bộ Thử', title: '', pin: '975310', admin: true };
  expect(await dispatch(counter, 'admin.addStaff', input)).toMatchObject({ error: { code: 'wrong-role' } });
  expect(reached).toEqual([]);
});

it('never passes on an output of the wrong shape', async () => {
  const { dispatch, reached } = routerWith(admin);
  expect(await dispatch(counter, 'session.state', {})).toMatchObject({ error: { code: 'unexpected' } });
  expect(reached).toEqual(['session.state']);
});

it('turns an exception into a failure without its message', async () => {
  const dispatch = createRouter({
    handlers: {
      'session.state': () => {
        throw new Error('Nguyễn Văn An 001099012345');
      },
    } as unknown as Handlers,
    origin,
    currentStaff: () => null,
    log: (event, fields) => expect(JSON.stringify([event, fields])).not.toContain('001099012345'),
  });
  const answer = await dispatch(counter, 'session.state', {});
  expect(answer).toEqual({ ok: false, error: { code: 'unexpected' } });
});
