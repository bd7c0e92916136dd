/** What the city tells of dossiers, and what becomes of it. */
import { z } from 'zod';
import { DossierAtCity, NewsView } from './city-views.ts';
import { operation } from './define.ts';
import { counters, id, nothing } from './operation-parts.ts';

export const cityOperations = {
  'city.news': operation({
    roles: counters,
    staff: 'any',
    /** What came today, and what the officer has not seen; newest first. */
    input: z.object({
      limit: z.number().int().min(1).max(200),
      offset: z.number().int().min(0).max(1_000_000),
    }),
    output: z.object({ items: z.array(NewsView), total: z.number().int(), unread: z.number().int() }),
    errors: [],
  }),
  'city.newsSeen': operation({
    roles: counters,
    staff: 'any',
    /** The officer has seen everything up to this position. */
    input: z.object({ upTo: z.number().int().min(0) }),
    output: nothing,
    errors: ['disk-full'],
  }),
  'city.dossier': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ dossierId: id }),
    output: DossierAtCity,
    errors: ['not-found'],
  }),
  'city.settle': operation({
    roles: counters,
    staff: 'any',
    /** `here`: what stands here goes to the city over what it has; `there`: the city's value is taken. */
    input: z.object({
      dossierId: id,
      changeId: z.string().min(1).max(200),
      field: z.string().min(1).max(4_000),
      choose: z.enum(['here', 'there']),
    }),
    output: nothing,
    errors: ['not-found', 'case-settled', 'disk-full'],
  }),
};
