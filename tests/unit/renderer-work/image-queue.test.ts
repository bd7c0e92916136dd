import { expect, test } from 'vitest';
import { createImageQueue } from '../../../renderer/counter/work/capture/image-queue.ts';

function held() {
  const releases: (() => void)[] = [];
  const started: string[] = [];
  const task = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve) => releases.push(resolve));
  };
  return { releases, started, task };
}

test('a page scrolled out of view before its turn is never asked for', async () => {
  const { releases, started, task } = held();
  const queue = createImageQueue(1);
  queue.add(task('a'));
  const giveUp = queue.add(task('b'));
  queue.add(task('c'));
  giveUp();
  releases[0]?.();
  await Promise.resolve().then(() => undefined);
  await Promise.resolve();
  expect(started).toEqual(['a', 'c']);
});

test('400 pages do not ask for 400 pictures at once', () => {
  const { started, task } = held();
  const queue = createImageQueue(4);
  for (let index = 0; index < 400; index += 1) queue.add(task(`p${index}`));
  expect(started).toHaveLength(4);
});

test('a picture that fails does not stop the ones behind it', async () => {
  const { started, task } = held();
  const queue = createImageQueue(1);
  queue.add(() => Promise.reject(new Error('lost')));
  queue.add(task('b'));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(started).toEqual(['b']);
});
