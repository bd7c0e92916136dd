/** What a page seems to be, by its words, and what the officer says to it. */
import { z } from 'zod';
import { Draft } from '../domain/dossier.ts';
import { operation } from './define.ts';
import { counters, draftChange, draftErrors, id } from './operation-parts.ts';

export const suggestionOperations = {
  'capture.suggestion': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ draftId: id, pageId: id }),
    output: z.object({
      /** `waiting`: not read yet; `failed`: cannot be read; `over`: read, or there is nothing to read. */
      reading: z.enum(['waiting', 'failed', 'over']),
      /** Null: nothing to suggest, or answered already. */
      guess: z
        .object({
          kind: z
            .object({
              name: z.string(),
              /** Null: no paper of this dossier. */ componentId: z.string().nullable(),
            })
            .nullable(),
          number: z.string().nullable(),
          date: z.string().nullable(),
        })
        .nullable(),
    }),
    errors: ['not-found', 'draft-closed'],
  }),
  'capture.answerSuggestion': operation({
    roles: counters,
    staff: 'any',
    /**
     * `confirm` lays the page into the paper that it seems to be and notes number and date there; `dismiss` changes
     * nothing. Either is recorded, and the page is not asked about again.
     */
    input: z.object({ ...draftChange, pageId: id, answer: z.enum(['confirm', 'dismiss']) }),
    output: Draft,
    errors: draftErrors,
  }),
};
