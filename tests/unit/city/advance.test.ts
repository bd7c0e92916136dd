/** What ends together is written down together, and nothing is told before it is on disk. */
import { expect, test } from 'vitest';
import { createAdvance } from '../../../main/city/advance.ts';
import type { Outcome } from '../../../main/city/send-item.ts';
import { fail, ok } from '../../../main/domain/result.ts';
import type { OutboxItem } from '../../../main/store/outbox-port.ts';
import { handClock } from './hand-clock.ts';

const sent: Outcome = { kind: 'sent', cityCode: null, displaced: null };
const setBack: Outcome = { kind: 'later', reason: 'city-set-back', unreachable: false };

const itemOf = (id: string): OutboxItem => ({
  ...{ id, dossierId: `d-${id}`, sequence: 1, kind: 'dossier', payload: {}, state: 'sending', attempts: 1 },
  ...{ createdAt: 0, nextAttemptAt: 0, lastError: null },
});

/** A store that keeps what a transaction wrote only when it ends well. */
function bench() {
  const { timing, pass } = handClock();
  const disk: { transactions: string[][]; alone: string[]; isFull: boolean } = {
    ...{ transactions: [], alone: [], isFull: false },
  };
  let open: string[] = [];
  const words = (item: OutboxItem, outcome: Outcome): string => `${item.id} ${outcome.kind}`;
  const advance = createAdvance({
    store: {
      transaction: (work) => {
        open = [];
        const value = work();
        if (disk.isFull) return fail('disk-full');
        disk.transactions.push(open);
        return ok(value);
      },
      outbox: { counts: () => ({ waiting: 0, refused: 0, oldestAt: null }) } as never,
    },
    settlement: {
      write: (item, outcome) => void open.push(words(item, outcome)),
      settle: (item, outcome) => void disk.alone.push(words(item, outcome)),
      retry: () => undefined,
    },
    queue: { take: () => [], giveBack: () => undefined },
    ...{ timing, gatherMs: () => 20, isRunning: () => true, launch: () => undefined },
    ...{ log: () => undefined, bug: () => undefined },
  });
  return { advance, disk, pass };
}

const ended = (id: string, outcomeNow: () => Outcome = () => sent) => ({
  item: itemOf(id),
  outcomeNow,
  retryAt: 0,
});

test('what ends within 20 ms of a commit shares the next one', async () => {
  const { advance, disk, pass } = bench();
  const told: string[] = [];
  const tell = (id: string) => advance.finished(ended(id), 'soon').then(() => told.push(id));
  void tell('a');
  await pass(5);
  void tell('b');
  void tell('c');
  await pass(10);
  expect(told).toEqual(['a']);
  await pass(10);
  expect(told).toEqual(['a', 'b', 'c']);
  expect(disk.transactions).toEqual([['a sent'], ['b sent', 'c sent']]);
});

test('what somebody waits for is written at once, with what had gathered', async () => {
  const { advance, disk, pass } = bench();
  void advance.finished(ended('a'), 'soon');
  void advance.finished(ended('b'), 'soon');
  void advance.finished(ended('c'), 'now');
  await pass(0);
  expect(disk.transactions).toEqual([['a sent'], ['b sent', 'c sent']]);
});

test('a city that is set back before it is written counts', async () => {
  const { advance, disk, pass } = bench();
  let outcome: Outcome = sent;
  void advance.finished(ended('a'), 'soon');
  void advance.finished(
    ended('b', () => outcome),
    'soon',
  );
  outcome = setBack;
  await pass(30);
  expect(disk.transactions[1]).toEqual(['b later']);
});

test('on a full disk each is kept on its own, to be written later', async () => {
  const { advance, disk, pass } = bench();
  disk.isFull = true;
  void advance.finished(ended('a'), 'soon');
  void advance.finished(ended('b'), 'soon');
  await pass(30);
  expect(disk.transactions).toEqual([]);
  expect(disk.alone).toEqual(['a sent', 'b sent']);
});
