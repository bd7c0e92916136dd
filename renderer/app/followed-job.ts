/** One job that a screen follows from its start, or from the middle, to its end. */
import { useCallback, useReducer } from 'react';
import { useEvent } from './api.ts';

export interface FollowedJob {
  readonly id: string;
  readonly done: number;
  readonly total: number | null;
}

export interface FollowedState {
  readonly job: FollowedJob | null;
  /** Latest ends, newest last: a short job ends before its start is answered, or before that answer is drawn. */
  readonly ended: readonly string[];
}

export type FollowedAction =
  | { readonly type: 'follow'; readonly id: string }
  | { readonly type: 'progress'; readonly id: string; readonly done: number; readonly total: number | null }
  | { readonly type: 'ended'; readonly id: string };

export const nothingFollowed: FollowedState = { job: null, ended: [] };

/** Jobs of other screens end too; only the latest few ends are kept. */
const endsKept = 32;

export function followedReducer(state: FollowedState, action: FollowedAction): FollowedState {
  const { job, ended } = state;
  switch (action.type) {
    case 'follow':
      if (ended.includes(action.id) || job?.id === action.id) return state;
      return { job: { id: action.id, done: 0, total: null }, ended };
    case 'progress':
      if (job?.id !== action.id) return state;
      return { job: { id: action.id, done: action.done, total: action.total }, ended };
    case 'ended':
      return {
        job: job?.id === action.id ? null : job,
        ended: [...ended.slice(1 - endsKept), action.id],
      };
  }
}

/** `onEnded` hears every job's end, also one that began and ended between two drawings. */
export function useFollowedJob(
  onEnded: () => void,
): readonly [job: FollowedJob | null, follow: (id: string) => void] {
  const [state, dispatch] = useReducer(followedReducer, nothingFollowed);
  useEvent('job.progress', ({ jobId, done, total }) =>
    dispatch({ type: 'progress', id: jobId, done, total }),
  );
  useEvent('job.ended', ({ jobId }) => {
    dispatch({ type: 'ended', id: jobId });
    onEnded();
  });
  const follow = useCallback((id: string) => dispatch({ type: 'follow', id }), []);
  return [state.job, follow];
}
