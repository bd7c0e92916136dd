/** A clock that goes back, or that was a day ahead: events keep their order, and nothing waits for a day that is far off. */
import { expect, it } from 'vitest';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { dataKey, dossier, event, morning } from './records.ts';
import { newFolder } from './samples.ts';

const day = 86_400_000;

function open(folder: string): Store {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

it.each([
  ['a day back', -day],
  ['a day ahead and right again', 0],
])('clock set %s: no event is before the one before it, and what the clock said is kept', (_, back) => {
  const store = open(newFolder());
  const first = back === 0 ? morning + day : morning;
  const times = [first, first + back - (back === 0 ? day : 0), first + 5];
  times.forEach((at, index) => {
    store.events.append({ ...event(index), at, subject: 'one', payload: index === 1 ? { index } : null });
  });
  const events = store.events.of('one');
  expect(events.map(({ at }) => at)).toEqual([first, first, first + 5]);
  expect(events[1]?.payload).toEqual({ index: 1, clockAt: times[1] });
  expect(events[2]?.payload).toBeNull();
  expect(store.events.firstBroken()).toBeNull();
  store.close();
});

it('clock a day ahead when a message was put off: at the next opening it is tried today', () => {
  const folder = newFolder();
  const store = open(folder);
  const now = Date.now();
  store.dossiers.insert(dossier(1));
  store.outbox.add({
    ...{ id: 'out-1', dossierId: 'dossier-1', sequence: 1, kind: 'dossier', payload: {} },
    createdAt: now + day,
  });
  store.close();
  const again = open(folder);
  const [item] = again.outbox.items(10);
  expect(item?.nextAttemptAt).toBeLessThanOrEqual(Date.now());
  again.close();
});
