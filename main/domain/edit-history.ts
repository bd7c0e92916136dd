/** What has been arranged in a draft and can be taken back (hoàn tác) or done again, read from the draft's events. */
import { z } from 'zod';
import { PageMove } from './arrangement.ts';

/** Types of the events that tell of it. */
export const editEvents = { made: 'pages.arranged', undone: 'pages.undone', redone: 'pages.redone' } as const;

export interface EditHistory {
  /** The last one is the next to be taken back. */
  readonly done: readonly (readonly PageMove[])[];
  /** The last one is the next to be done again. */
  readonly undone: readonly (readonly PageMove[])[];
}

const Made = z.object({ moves: z.array(PageMove) });

/** @param events of one draft, in the order in which they happened */
export function editHistory(
  events: readonly { readonly type: string; readonly payload: unknown }[],
): EditHistory {
  const done: (readonly PageMove[])[] = [];
  let undone: (readonly PageMove[])[] = [];
  for (const { type, payload } of events) {
    if (type === editEvents.made) {
      done.push(Made.parse(payload).moves);
      undone = [];
    } else if (type === editEvents.undone) {
      const last = done.pop();
      if (last) undone.push(last);
    } else if (type === editEvents.redone) {
      const last = undone.pop();
      if (last) done.push(last);
    }
  }
  return { done, undone };
}
