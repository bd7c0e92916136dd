/** What the main process tells windows unasked. One channel, one union, checked on both sides. */
import { z } from 'zod';
import { Draft } from '../domain/dossier.ts';
import { PageLook } from './page-look.ts';
import { Preferences } from './preferences-operations.ts';
import { ScannedCode } from './scanned-code.ts';
import { SessionView, StatusView } from './views.ts';

export const WindowEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.changed'), session: SessionView }),
  z.object({ type: z.literal('status.changed'), status: StatusView }),
  /** Chosen in any window; all of them follow. */
  z.object({ type: z.literal('preferences.changed'), preferences: Preferences }),
  /** A draft changed in another window or by a running job. */
  z.object({ type: z.literal('draft.changed'), draft: Draft }),
  /** A page of a draft has been looked at, or could not be. */
  z.object({ type: z.literal('page.looked'), ownerId: z.string(), pageId: z.string(), look: PageLook }),
  z.object({ type: z.literal('dossier.changed'), dossierId: z.string() }),
  /** The words of a page's picture are known now, or will not be. */
  z.object({ type: z.literal('page.read'), imageBlob: z.string() }),
  /** Told to one window only. */
  z.object({ type: z.literal('scanned'), code: ScannedCode }),
  /** A reader sent something that is no code; told to one window only. */
  z.object({
    type: z.literal('scan.failed'),
    error: z.object({
      code: z.enum(['reader-overflow', 'reader-garbled', 'reader-cut-off']),
      details: z.object({ device: z.string() }),
    }),
  }),
  /** A paper of which nobody knows came up, or one was answered for. */
  z.object({ type: z.literal('printing.questions') }),
  z.object({
    type: z.literal('job.progress'),
    jobId: z.string(),
    /** Pages or steps done; `total` null while unknown. */
    done: z.number().int(),
    total: z.number().int().nullable(),
  }),
  /** A card reader or a card in it came or went. */
  z.object({ type: z.literal('cards.changed') }),
  z.object({
    type: z.literal('cards.progress'),
    readId: z.string(),
    /** Step that has begun, from 0: access, security, person, zone, face, proof. */
    done: z.number().int(),
    total: z.number().int(),
  }),
  z.object({
    type: z.literal('job.ended'),
    jobId: z.string(),
    /** `done`, `cancelled`, or `failed` with a code of errors.ts; pages kept until then stay. */
    outcome: z.enum(['done', 'cancelled', 'failed']),
    error: z
      .object({ code: z.string(), details: z.record(z.string(), z.union([z.string(), z.number()])) })
      .nullable(),
    pagesKept: z.number().int(),
  }),
]);
export type WindowEvent = z.infer<typeof WindowEvent>;
