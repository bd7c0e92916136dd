/** A draft from its start to the accepted dossier. */
import { z } from 'zod';
import { Helper, Person } from '../domain/person.ts';
import { ComponentState, Delivery, Dossier, Draft } from '../domain/dossier.ts';
import { operation } from './define.ts';
import { counters, draftChange, draftErrors, id, nothing } from './operation-parts.ts';
import { DraftSummary, ReviewView } from './views.ts';

export const intakeOperations = {
  'intake.start': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: Draft,
    errors: ['disk-full'],
  }),
  'intake.drafts': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(DraftSummary) }),
    errors: [],
  }),
  'intake.open': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ draftId: id }),
    output: Draft,
    errors: ['not-found', 'draft-closed'],
  }),
  'intake.setPeople': operation({
    roles: counters,
    staff: 'any',
    input: z.object({
      ...draftChange,
      applicant: Person.nullable(),
      owner: Person.nullable(),
      authorised: Person.nullable(),
      helper: Helper.nullable(),
    }),
    output: Draft,
    errors: draftErrors,
  }),
  'intake.setProcedure': operation({
    roles: counters,
    staff: 'any',
    /** Chooses procedure and case and lays out the checklist; pages of papers that stay are kept. */
    input: z.object({ ...draftChange, procedureCode: z.string().max(40), caseId: z.string().max(4) }),
    output: Draft,
    errors: [...draftErrors, 'procedure-not-in-force'],
  }),
  'intake.setComponent': operation({
    roles: counters,
    staff: 'any',
    input: z.object({
      ...draftChange,
      componentId: id,
      change: ComponentState.pick({
        applies: true,
        received: true,
        receivedAs: true,
        copies: true,
        reused: true,
        note: true,
      }).partial(),
    }),
    output: Draft,
    errors: draftErrors,
  }),
  'intake.setDetails': operation({
    roles: counters,
    staff: 'any',
    input: z.object({
      ...draftChange,
      change: Draft.pick({
        sets: true,
        exemption: true,
        feeQuantities: true,
        competentUnit: true,
        note: true,
      })
        .extend({ delivery: Delivery })
        .partial(),
    }),
    output: Draft,
    errors: draftErrors,
  }),
  'intake.review': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ draftId: id }),
    output: ReviewView,
    errors: ['not-found', 'draft-closed'],
  }),
  'intake.accept': operation({
    roles: counters,
    staff: 'any',
    /**
     * Turns the draft into an accepted dossier. Returns once it is durable; waits a short while for the city's code.
     * Calling it again for the same draft returns the same dossier.
     */
    input: z.object({ ...draftChange }),
    output: Dossier,
    errors: [
      ...draftErrors,
      'review-incomplete',
      'clock-skewed',
      'procedure-changed',
      'page-damaged',
      'worker-lost',
    ],
  }),
  'intake.discard': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ ...draftChange, reason: z.string().min(1).max(300) }),
    output: nothing,
    errors: draftErrors,
  }),
};
