/** Pages of a draft turned, moved and taken away; each such edit can be taken back, also after a restart. */
import { z } from 'zod';
import { EditView } from '../domain/arrangement.ts';
import { Draft } from '../domain/dossier.ts';
import { operation } from './define.ts';
import { counters, draftChange, draftErrors, id, Job } from './operation-parts.ts';

const pages = { ...draftChange, pageIds: z.array(id).min(1).max(10_000) };

export const arrangeOperations = {
  'capture.turnPages': operation({
    roles: counters,
    staff: 'any',
    /** Clockwise, by so many degrees more. */
    input: z.object({ ...pages, by: z.union([z.literal(90), z.literal(180), z.literal(270)]) }),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.movePages': operation({
    roles: counters,
    staff: 'any',
    /**
     * To a place (0-based, counted without them) of the same paper or another one, together and in the order in which
     * they lay. A place beyond the end is the end.
     */
    input: z.object({ ...pages, toComponentId: id, toIndex: z.number().int().min(0).max(10_000) }),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.removePages': operation({
    roles: counters,
    staff: 'any',
    input: z.object(pages),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.joinCard': operation({
    roles: counters,
    staff: 'any',
    /** Puts both sides of a card on one A4 page of the file, at 1:1; pages that are no such pair stay as they are. */
    input: z.object({ ...draftChange, front: id, back: id }),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.partCard': operation({
    roles: counters,
    staff: 'any',
    /** Each side a page of the file of its own again. */
    input: z.object(pages),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.normalisePdfs': operation({
    roles: counters,
    staff: 'any',
    /**
     * Draws the pages of unsigned incoming PDFs anew, at 300 dpi, so that their paper's file keeps the archive's rules
     * (PDF/A-2, inside PDF/A-1b); their words stay, or are read. One edit at the end of the job, or none; the PDFs as they
     * came are kept. A job that fails has changed nothing.
     */
    input: z.object({ draftId: id, fileIds: z.array(id).min(1).max(500) }),
    output: Job,
    errors: ['not-found', 'draft-closed', 'file-signed'],
  }),
  'capture.pdfAsCame': operation({
    roles: counters,
    staff: 'any',
    /** The pages that were drawn from a PDF are its own again. */
    input: z.object({ ...draftChange, fileId: id }),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.undoEdit': operation({
    roles: counters,
    staff: 'any',
    /** Takes back the last edit that has not been; a draft without one stays as it is. */
    input: z.object(draftChange),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.redoEdit': operation({
    roles: counters,
    staff: 'any',
    /** Does again what was taken back last; nothing once there was another edit. */
    input: z.object(draftChange),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.edits': operation({
    roles: counters,
    staff: 'any',
    /** What would be taken back next, and what done again. */
    input: z.object({ draftId: id }),
    output: z.object({
      undo: EditView.nullable(),
      redo: EditView.nullable(),
      /** Neighbours of card size that may be front and back of one card. */
      cards: z.array(z.tuple([id, id])),
    }),
    errors: ['not-found', 'draft-closed'],
  }),
};
