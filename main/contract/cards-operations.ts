/** Chips of identity cards in a card reader. */
import { z } from 'zod';
import { Person } from '../domain/person.ts';
import { operation } from './define.ts';
import { Bytes, counters, id, nothing } from './operation-parts.ts';

/** A PC/SC reader's name may be long. */
const readerId = z.string().min(1).max(300);
const readingRoles = [...counters, 'kiosk'] as const;

export const ChipPassword = z.discriminatedUnion('kind', [
  /** Six digits on the face of the card. */
  z.object({ kind: z.literal('can'), can: z.string().regex(/^\d{6}$/) }),
  /** Fields of the zone on the back; dates as YYMMDD. */
  z.object({
    kind: z.literal('mrz'),
    documentNumber: z.string().regex(/^[A-Z0-9<]{1,22}$/),
    dateOfBirth: z.string().regex(/^[\d<]{6}$/),
    dateOfExpiry: z.string().regex(/^\d{6}$/),
  }),
]);
export type ChipPassword = z.infer<typeof ChipPassword>;

export const ChipCheck = z.object({
  name: z.enum([
    'data-groups',
    'document-signature',
    'signer-trusted',
    'signer-valid',
    'active-authentication',
    'chip-authentication',
  ]),
  state: z.enum(['passed', 'failed', 'not-offered', 'not-possible']),
  reason: z.string().nullable(),
  /** Data groups that it concerns, e.g. DG1. */
  groups: z.array(z.string()),
});
export type ChipCheck = z.infer<typeof ChipCheck>;

export const ChipReading = z.object({
  person: Person,
  /** As for a scan. */
  warnings: z.array(z.string()),
  level: z.enum(['chip-read', 'chip-verified']),
  checks: z.array(ChipCheck),
  /** False when data or chip proved to be forged or copied: nothing of it may be taken over. */
  usable: z.boolean(),
  /** As printed, dd/MM/yyyy or words; null: not on the chip. */
  expiryDate: z.string().nullable(),
  /** For comparing with the person, then to be forgotten; never stored. */
  face: z.object({ mime: z.enum(['image/jpeg', 'image/jp2']), bytes: Bytes }).nullable(),
});
export type ChipReading = z.infer<typeof ChipReading>;

/** Synthetic cards of the training reader. */
export const TrainingChip = z.enum([
  'good',
  'other-person',
  'tampered',
  'foreign-issuer',
  'expired-signer',
  'copied',
  'no-pace',
]);

export const cardErrors = [
  'card-support-none',
  'card-service-down',
  'card-reader-absent',
  'card-absent',
  'card-removed',
  'card-busy',
  'card-unresponsive',
  'card-not-id',
  'card-password-wrong',
  'card-mrz-needed',
  'card-access-refused',
  'card-damaged',
  'card-mac-wrong',
  'card-timeout',
  'card-reader-failed',
  'card-contradicts',
] as const;

export const cardsOperations = {
  'cards.readers': operation({
    roles: readingRoles,
    staff: 'any',
    input: nothing,
    output: z.object({
      /** `none`: installed without card reader support; `service-down`: the system's card service does not run. */
      support: z.enum(['ready', 'none', 'service-down']),
      items: z.array(
        z.object({
          id: readerId,
          name: z.string(),
          virtual: z.boolean(),
          state: z.enum(['empty', 'card', 'mute']),
        }),
      ),
    }),
    errors: ['timed-out', 'worker-lost'],
  }),
  'cards.read': operation({
    roles: readingRoles,
    staff: 'any',
    /** Its progress is told as `cards.progress` with the same `readId`. */
    input: z.object({ readId: id, readerId, password: ChipPassword }),
    output: ChipReading,
    errors: [...cardErrors, 'cancelled', 'timed-out', 'worker-lost'],
  }),
  'cards.cancel': operation({
    roles: readingRoles,
    staff: 'any',
    input: z.object({ readId: id }),
    output: nothing,
    errors: [],
  }),
};
