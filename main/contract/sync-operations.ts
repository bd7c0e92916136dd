/** What waits for the city, what it did not take, and what it tells. */
import { z } from 'zod';
import { DossierCorrection, SyncState } from '../domain/dossier.ts';
import { CaseView, MessageView } from './city-views.ts';
import { operation } from './define.ts';
import { counters, id, nothing } from './operation-parts.ts';
import { SyncPause } from './sync-view.ts';

/** Rows `offset` … `offset + limit - 1` of a list. */
const page = { limit: z.number().int().min(1).max(200), offset: z.number().int().min(0).max(1_000_000) };
const caseErrors = ['not-found', 'case-settled', 'disk-full'] as const;

export const syncOperations = {
  'sync.items': operation({
    roles: counters,
    staff: 'any',
    /** Unfinished ones oldest first, sent ones newest first. */
    input: z.object({ states: z.array(SyncState).min(1).max(4), ...page }),
    output: z.object({ items: z.array(MessageView), total: z.number().int() }),
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
  'sync.cases': operation({
    roles: counters,
    staff: 'any',
    /** Refused ones first, then what has waited for long; one a dossier. */
    input: z.object(page),
    output: z.object({
      items: z.array(CaseView),
      refused: z.number().int(),
      stuck: z.number().int(),
    }),
    errors: [],
  }),
  'sync.take': operation({
    roles: counters,
    staff: 'any',
    /** The officer who is signed in sees to it from now on. */
    input: z.object({ dossierId: id }),
    output: nothing,
    errors: ['not-found', 'disk-full'],
  }),
  'sync.resend': operation({
    roles: counters,
    staff: 'any',
    /**
     * Puts right what `change` names and sends anew, as another message of the same dossier; the city is asked first
     * whether it holds the dossier.
     */
    input: z.object({ itemId: id, change: DossierCorrection }),
    output: nothing,
    errors: caseErrors,
  }),
  'sync.changeUnit': operation({
    roles: counters,
    staff: 'any',
    /** Another competent unit (cơ quan giải quyết), in force today. */
    input: z.object({ itemId: id, unit: z.string().min(1).max(40) }),
    output: nothing,
    errors: [...caseErrors, 'unit-not-in-force'],
  }),
  'sync.exportCase': operation({
    roles: counters,
    staff: 'any',
    /** Writes the case into a file for support, without personal data; `file` is its whole path. */
    input: z.object({ dossierId: id }),
    output: z.object({ file: z.string(), bytes: z.number().int() }),
    errors: ['not-found', 'disk-full'],
  }),
};
