/** What waits for the city. */
import { z } from 'zod';
import { operation } from './define.ts';
import { counters, nothing } from './operation-parts.ts';
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
};
