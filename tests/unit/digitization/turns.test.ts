import { expect, test } from 'vitest';
import { createTurns, type BackgroundWork } from '../../../main/digitization/turns.ts';

async function orderOf(wanted: readonly BackgroundWork[], hurried: boolean): Promise<string[]> {
  const turns = createTurns();
  const over = hurried ? turns.hurry() : () => undefined;
  const begun: string[] = [];
  let atOnce = 0;
  let most = 0;
  await Promise.all(
    wanted.map(async (work, at) => {
      const release = await turns.take(work);
      atOnce += 1;
      most = Math.max(most, atOnce);
      begun.push(`${work} ${String(at)}`);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      release();
      // given back twice is given back once
      release();
    }),
  );
  over();
  expect(most).toBe(1);
  return begun;
}

test('one at a time, looks first', async () => {
  expect(await orderOf(['prepare', 'look', 'prepare', 'look'], false)).toEqual([
    'look 1',
    'look 3',
    'prepare 0',
    'prepare 2',
  ]);
});

test('while somebody waits for files, what prepares goes first', async () => {
  expect(await orderOf(['look', 'prepare', 'look', 'prepare'], true)).toEqual([
    'prepare 1',
    'prepare 3',
    'look 0',
    'look 2',
  ]);
});
