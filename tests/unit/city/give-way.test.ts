/** Sending beside the work at the counter. */
import { expect, test } from 'vitest';
import { createGivingWay } from '../../../main/city/give-way.ts';
import { handClock } from './hand-clock.ts';

const never = new AbortController().signal;

test('while nobody works at the counter nothing waits', async () => {
  const { timing, pass } = handClock();
  const way = createGivingWay(timing);
  let gone = 0;
  for (let n = 0; n < 5; n += 1) void way.turn(never).then(() => (gone += 1));
  await pass(0);
  expect(gone).toBe(5);
});

test('while somebody works there, pieces go one at a time with a rest before each', async () => {
  const { timing, pass } = handClock();
  const way = createGivingWay(timing);
  way.counterWorks();
  let gone = 0;
  for (let n = 0; n < 3; n += 1) void way.turn(never).then(() => (gone += 1));
  await pass(59);
  expect(gone).toBe(0);
  await pass(2);
  expect(gone).toBe(1);
  await pass(60);
  expect(gone).toBe(2);
});

test('a second after the last thing done the counter counts as idle, and what waits still goes', async () => {
  const { timing, pass } = handClock();
  const way = createGivingWay(timing);
  way.counterWorks();
  await pass(900);
  expect(way.isGiving()).toBe(true);
  let gone = 0;
  void way.turn(never).then(() => (gone += 1));
  await pass(200);
  expect(way.isGiving()).toBe(false);
  expect(gone).toBe(1);
});

test('who is told to stop does not wait for its turn', async () => {
  const { timing, pass } = handClock();
  const way = createGivingWay(timing);
  way.counterWorks();
  const stopping = new AbortController();
  let gone = 0;
  void way.turn(stopping.signal).then(() => (gone += 1));
  stopping.abort();
  await pass(0);
  expect(gone).toBe(1);
});
