import { expect, test } from 'vitest';
import { createPacer } from '../../../main/city/pace.ts';
import { handClock } from './hand-clock.ts';

const never = new AbortController().signal;

test('a cap of 100,000 bytes a second lets a million bytes through in about nine seconds', async () => {
  const { timing, pass } = handClock();
  const pace = createPacer(100_000, timing).paceOf(() => false);
  let done = 0;
  for (let n = 0; n < 20; n += 1) void pace(50_000, never).then(() => (done += 1));
  await pass(1);
  expect(done).toBe(2);
  await pass(4_000);
  expect(done).toBe(10);
  await pass(5_100);
  expect(done).toBe(20);
});

test('a file larger than a second’s worth goes, and what it took more is waited for after it', async () => {
  const { timing, pass } = handClock();
  const pace = createPacer(1_000, timing).paceOf(() => false);
  const went: string[] = [];
  void pace(5_000, never).then(() => went.push('large'));
  void pace(100, never).then(() => went.push('small'));
  await pass(10);
  expect(went).toEqual(['large']);
  await pass(3_900);
  expect(went).toEqual(['large']);
  await pass(500);
  expect(went).toEqual(['large', 'small']);
});

test('what somebody waits for goes before what came earlier', async () => {
  const { timing, pass } = handClock();
  const pacer = createPacer(1_000, timing);
  const went: string[] = [];
  const plain = pacer.paceOf(() => false);
  void plain(1_000, never).then(() => went.push('first'));
  void plain(1_000, never).then(() => went.push('backlog'));
  void pacer
    .paceOf(() => true)(1_000, never)
    .then(() => went.push('awaited'));
  await pass(2_100);
  expect(went).toEqual(['first', 'awaited', 'backlog']);
});

test('stopping frees who waits', async () => {
  const { timing, pass } = handClock();
  const stopping = new AbortController();
  const pace = createPacer(10, timing).paceOf(() => false);
  let freed = false;
  void pace(10, stopping.signal);
  void pace(1_000_000, stopping.signal).then(() => (freed = true));
  await pass(5);
  expect(freed).toBe(false);
  stopping.abort();
  await pass(0);
  expect(freed).toBe(true);
});
