/** What is said about the chip of an identity card: how it is opened, what it holds, what was proven. Schemas only. */
import { z } from 'zod';

/** Six digits on the face of the card (CAN, card access number). */
const CanPassword = z.object({ kind: z.literal('can'), can: z.string().regex(/^\d{6}$/) });
/** As in the machine-readable zone: number of 9 characters (longer ones go on in the optional field), dates as YYMMDD. */
const MrzPassword = z.object({
  kind: z.literal('mrz'),
  documentNumber: z.string().regex(/^[A-Z0-9<]{1,22}$/),
  dateOfBirth: z.string().regex(/^[\d<]{6}$/),
  dateOfExpiry: z.string().regex(/^[\d<]{6}$/),
});
export const ChipPassword = z.discriminatedUnion('kind', [CanPassword, MrzPassword]);
export type ChipPassword = z.infer<typeof ChipPassword>;
export type MrzPassword = z.infer<typeof MrzPassword>;

/** In the order in which they happen; progress tells the place of the one that has begun. */
export const chipSteps = ['access', 'security', 'person', 'zone', 'face', 'proof'] as const;
export type ChipStep = (typeof chipSteps)[number];

/** One question asked of a chip, and what came of it. */
export const ChipCheck = z.object({
  name: z.enum([
    'data-groups',
    'document-signature',
    'signer-trusted',
    'signer-valid',
    'active-authentication',
    'chip-authentication',
  ]),
  /** `not-offered`: the chip has no such thing; `not-possible`: something else that it needs is missing. */
  state: z.enum(['passed', 'failed', 'not-offered', 'not-possible']),
  /** Why not passed. */
  reason: z
    .enum([
      'data-altered',
      'signature-wrong',
      'no-issuers-configured',
      'issuer-unknown',
      'signer-expired',
      'signer-not-yet-valid',
      'issuer-expired',
      'no-security-object',
      'chip-refused',
      'proof-wrong',
      'algorithm-unknown',
      'key-unsigned',
    ])
    .optional(),
  /** Data groups that it concerns, e.g. DG1. */
  groups: z.array(z.string()).optional(),
});
export type ChipCheck = z.infer<typeof ChipCheck>;

const text = z.string().nullable();

/** Personal data as the card writes them (dates as dd/MM/yyyy); null: not on the card, or not asked for. */
export const ChipPerson = z.object({
  idNumber: text,
  fullName: text,
  birthDate: text,
  sex: text,
  nationality: text,
  ethnicity: text,
  religion: text,
  origin: text,
  residence: text,
  features: text,
  issueDate: text,
  expiryDate: text,
  father: text,
  mother: text,
  spouse: text,
  oldIdNumber: text,
});
export type ChipPerson = z.infer<typeof ChipPerson>;

export const ChipResult = z.object({
  access: z.enum(['pace', 'bac']),
  /** `chip-verified` only when all of passive authentication passed and no proof by the chip failed. */
  level: z.enum(['chip-read', 'chip-verified']),
  checks: z.array(ChipCheck),
  /** The machine-readable zone, its lines joined. */
  zone: z.string(),
  person: ChipPerson.nullable(),
  /** Kind of the picture in the body; null: the chip has none. */
  face: z.enum(['image/jpeg', 'image/jp2']).nullable(),
});
export type ChipResult = z.infer<typeof ChipResult>;

/** `none`: installed without PC/SC; `service-down`: the system's card service does not run. */
export const CardSupport = z.enum(['ready', 'none', 'service-down']);
export type CardSupport = z.infer<typeof CardSupport>;

export const CardReaderView = z.object({
  id: z.string(),
  name: z.string(),
  virtual: z.boolean(),
  /** `mute`: something lies there that does not answer, often a card put in the wrong way round. */
  state: z.enum(['empty', 'card', 'mute']),
});
export type CardReaderView = z.infer<typeof CardReaderView>;

export const ChipReaders = z.object({ support: CardSupport, readers: z.array(CardReaderView) });
export type ChipReaders = z.infer<typeof ChipReaders>;

/** Synthetic cards of the virtual reader. */
export const VirtualCard = z.enum([
  'good',
  'other-person',
  'tampered',
  'foreign-issuer',
  'expired-signer',
  'copied',
  'no-pace',
]);
export type VirtualCard = z.infer<typeof VirtualCard>;

const nothing = z.object({});

/** Chips of identity cards (thẻ căn cước) in PC/SC readers; in training a virtual reader with synthetic cards. */
export const cardOperations = {
  list: {
    params: nothing,
    item: nothing,
    result: ChipReaders,
  },
  /**
   * bodies of the result [face picture] or none. Progress counts `chipSteps`. Fails: card-support-none,
   * card-service-down, card-reader-absent, card-absent, card-removed, card-busy, card-unresponsive, card-not-id,
   * card-password-wrong {kind, tries?}, card-mrz-needed, card-access-refused {file, status}, card-damaged {file},
   * card-mac-wrong, card-timeout, card-reader-failed, cancelled.
   */
  readChip: {
    params: z.object({
      readerId: z.string(),
      password: ChipPassword,
      /** Sensitive personal data: only where the procedure needs it. */
      ethnicityAndReligion: z.enum(['leave-out', 'include']),
      /** Epoch ms, for the validity of certificates. */
      now: z.number(),
    }),
    item: nothing,
    result: ChipResult,
  },
  /**
   * Test read: powers the card and asks what opens it; needs no password and reads nothing of a person. Fails as
   * `readChip` does.
   */
  probe: {
    params: z.object({ readerId: z.string() }),
    item: nothing,
    result: z.object({ access: ChipResult.shape.access }),
  },
  /** Virtual reader only: puts a synthetic card in, or takes it out. */
  insert: {
    params: z.object({ card: VirtualCard.nullable() }),
    item: nothing,
    result: nothing,
  },
} as const;
