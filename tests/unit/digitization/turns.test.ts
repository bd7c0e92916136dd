import { expect, test } from 'vitest';
import { createTurns, type BackgroundWork, type Turn } from '../../../main/digitization/turns.ts';

const moment = () => new Promise((resolve) => setImmediate(resolve));

async function orderOf(
  wanted: readonly BackgroundWork[],
  hurried: boolean,
): Promise<{ begun: string[]; most: number }> {
  const turns = createTurns();
  const over = hurried ? turns.hurry() : () => undefined;
  const begun: string[] = [];
  let atOnce = 0;
  let most = 0;
  await Promise.all(
    wanted.map(async (work, at) => {
      const turn = await turns.take(work);
      atOnce += 1;
      most = Math.max(most, atOnce);
      begun.push(`${work} ${String(at)}`);
      await moment();
      atOnce -= 1;
      turn.over();
      // given back twice is given back once
      turn.over();
    }),
  );
  over();
  return { begun, most };
}

test('two at a time, looks first', async () => {
  expect(await orderOf(['prepare', 'look', 'prepare', 'look', 'look'], false)).toEqual({
    begun: ['look 1', 'look 3', 'look 4', 'prepare 0', 'prepare 2'],
    most: 2,
  });
});

test('while somebody waits for files, what prepares goes first', async () => {
  const { begun } = await orderOf(['look', 'prepare', 'look', 'prepare'], true);
  expect(begun).toEqual(['prepare 1', 'prepare 3', 'look 0', 'look 2']);
});

test('a page that comes in while both workers are busy: the last preparation is given up', async () => {
  const turns = createTurns();
  const [first, second] = [await turns.take('prepare'), await turns.take('prepare')];
  let isFree = false;
  const kept = turns.pageComesIn().then((done) => {
    isFree = true;
    return done;
  });
  await moment();
  expect([first.signal.aborted, second.signal.aborted, isFree]).toEqual([false, true, false]);
  second.over();
  (await kept)();
});

test('of a batch no page waits: between its pages one worker stays free', async () => {
  const turns = createTurns();
  const done = await turns.pageComesIn();
  const first = await turns.take('prepare');
  let second: Turn | undefined;
  void turns.take('prepare').then((turn) => (second = turn));
  done();
  await moment();
  (await turns.pageComesIn())();
  expect([first.signal.aborted, second]).toEqual([false, undefined]);
});

test('what somebody waits for is not given up; the page waits a second at most', async () => {
  const turns = createTurns();
  const [first, second] = [await turns.take('prepare'), await turns.take('prepare')];
  const over = turns.hurry();
  (await turns.pageComesIn())();
  over();
  expect([first.signal.aborted, second.signal.aborted]).toEqual([false, false]);
});
