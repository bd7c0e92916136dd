/** What windows see of the way to the city: messages, cases that need a person, what the city tells. */
import { z } from 'zod';
import { DossierStatus, Instant } from '../domain/dossier.ts';
import { dossierParts, refusalMeanings, refusalSteps, waitingMeanings } from '../domain/refusal.ts';
import { OutboxItemView } from './views.ts';

/** One message with its story. */
export const MessageView = OutboxItemView.extend({
  applicantName: z.string(),
  procedureName: z.string(),
  acceptedAt: Instant.nullable(),
  fileCount: z.number().int(),
  /** When the city took the dossier; null for a step, and until then. */
  sentAt: Instant.nullable(),
  /** What `lastError` means for something that waits; null when nothing went wrong, or it was refused. */
  waitsFor: z.enum(waitingMeanings).nullable(),
});
export type MessageView = z.infer<typeof MessageView>;

/** A dossier that the city refused, or that has not gone for long (hồ sơ cần xử lý). */
export const CaseView = MessageView.extend({
  /** Null for what only waits. */
  refusal: z
    .object({
      meaning: z.enum(refusalMeanings),
      /** The wire's field that the city names; '' when it names none. */
      field: z.string(),
      part: z.enum(dossierParts).nullable(),
    })
    .nullable(),
  /** The first is offered first. */
  steps: z.array(z.enum(refusalSteps)),
  owner: z.object({ id: z.string(), name: z.string(), takenAt: Instant }).nullable(),
  /** How often it was sent anew before. */
  replaced: z.number().int(),
});
export type CaseView = z.infer<typeof CaseView>;

const ResultPaperView = z.object({ name: z.string(), number: z.string() });

/** What the city has told; `what` holds what there is to show of each kind. */
export const NewsContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: DossierStatus, words: z.string() }),
  z.object({ kind: z.literal('code'), newCode: z.string() }),
  z.object({
    kind: z.literal('supplement'),
    requestId: z.string(),
    words: z.string(),
    papers: z.array(z.string()),
    dueAt: Instant.nullable(),
  }),
  z.object({ kind: z.literal('result'), papers: z.array(ResultPaperView) }),
  z.object({
    kind: z.literal('fields'),
    fields: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
  }),
  z.object({ kind: z.literal('bundle'), bundle: z.string(), version: z.number().int() }),
  z.object({ kind: z.literal('unknown'), type: z.string() }),
]);
export type NewsContent = z.infer<typeof NewsContent>;

export const NewsView = z.object({
  position: z.number().int(),
  /** When it happened at the city, by the city's clock. */
  at: Instant,
  receivedAt: Instant,
  dossierId: z.string().nullable(),
  /** '' for what is about no dossier of this station. */
  code: z.string(),
  applicantName: z.string(),
  /** This officer has not seen it yet. */
  unread: z.boolean(),
  what: NewsContent,
});
export type NewsView = z.infer<typeof NewsView>;

/** A field that was changed here and at the city (xung đột): both sides, for a person to decide. */
export const ConflictView = z.object({
  changeId: z.string(),
  field: z.string(),
  base: z.string(),
  here: z.string(),
  there: z.string(),
});
export type ConflictView = z.infer<typeof ConflictView>;

/** One dossier as the city tells it, oldest first. */
export const DossierAtCity = z.object({
  news: z.array(NewsView),
  conflicts: z.array(ConflictView),
  settled: z.array(
    z.object({ field: z.string(), chosen: z.enum(['here', 'there']), at: Instant, by: z.string() }),
  ),
});
export type DossierAtCity = z.infer<typeof DossierAtCity>;
