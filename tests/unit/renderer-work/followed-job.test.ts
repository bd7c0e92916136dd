import { expect, it } from 'vitest';
import { followedReducer, nothingFollowed } from '../../../renderer/app/followed-job.ts';
import type { FollowedAction } from '../../../renderer/app/followed-job.ts';

const after = (...actions: readonly FollowedAction[]) => actions.reduce(followedReducer, nothingFollowed);
const follow = (id: string) => ({ type: 'follow', id }) as const;
const ended = (id: string) => ({ type: 'ended', id }) as const;
const progress = (id: string) => ({ type: 'progress', id, done: 2, total: 9 }) as const;

it('a job is followed with its progress to its end', () => {
  expect(after(follow('a'), progress('a')).job).toEqual({ id: 'a', done: 2, total: 9 });
  expect(after(follow('a'), progress('a'), ended('a')).job).toBeNull();
});

it('a job that ended before its start was answered is not waited for', () => {
  expect(after(progress('a'), ended('a'), follow('a')).job).toBeNull();
});

it('following a job a second time keeps its progress', () => {
  expect(after(follow('a'), progress('a'), follow('a')).job?.done).toBe(2);
});

it("other jobs' progress and ends change nothing", () => {
  expect(after(follow('a'), progress('b'), ended('b')).job).toEqual({ id: 'a', done: 0, total: null });
});

it('remembers the latest ends only', () => {
  const many = Array.from({ length: 100 }, (_, n) => ended(String(n)));
  expect(after(...many).ended).toHaveLength(32);
  expect(after(...many, follow('99')).job).toBeNull();
});
