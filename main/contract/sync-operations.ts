/** What waits for the city. */
import { z } from 'zod';
import { operation } from './define.ts';
import { counters, nothing } from './operation-parts.ts';
import { SyncPause } from './sync-view.ts';
import { OutboxItemView } from './views.ts';

export const syncOperations = {
  'sync.items': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(OutboxItemView) }),
    errors: [],
  }),
  'sync.retryNow': operation({ roles: counters, staff: 'any', input: nothing, output: nothing, errors: [] }),
  'sync.pause': operation({
    roles: counters,
    staff: 'any',
    /** Rests for so long, at most half a day, also over a new start; said again, it is counted from then. */
    input: z.object({ minutes: z.number().int().min(1).max(720).default(60) }),
    output: SyncPause,
    errors: ['disk-full'],
  }),
  'sync.resume': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: nothing,
    errors: ['disk-full'],
  }),
};
