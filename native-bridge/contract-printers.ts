/** Messages of the slip printers; part of contract.ts, kept beside it for length. */
import { z } from 'zod';

/**
 * What is known about one slip printer. Learned by asking it, by its model's name, or by a person who looked at its paper;
 * main keeps it and hands it over with each slip.
 */
export const SlipProfile = z.object({
  baud: z.number().int(),
  /** Dots across: 384 on 58 mm paper, 512 or 576 on 80 mm; null until told. */
  widthPx: z.number().int().nullable(),
  flow: z.enum(['none', 'rts-cts', 'xon-xoff']),
  /** It has answered before: its silence is a failure, not a habit. */
  answers: z.boolean(),
  /** GS ( H: echoes a process id in turn. */
  echo: z.boolean(),
  /** GS ( L 83 and 80: keeps a mark until it loses power or is reset. */
  marks: z.boolean(),
  /** GS a: tells changes of its state unasked. */
  tellsChanges: z.boolean(),
  /** Downloads letters (ESC &) and makes QR codes itself (GS ( k): proven by the model or by a person. */
  letters: z.boolean(),
  model: z.string().nullable(),
});
export type SlipProfile = z.infer<typeof SlipProfile>;

/**
 * `confirmed` only when the printer itself answered after the whole job. `unknown`: the deciding part has left, and no
 * answer tells what became of it; then a person must look. `reason` says why it is unknown.
 */
export const SlipOutcome = z.object({
  outcome: z.enum(['confirmed', 'unknown']),
  reason: z.string().nullable(),
  /** Bytes that were sent. */
  bytes: z.number().int(),
});
export type SlipOutcome = z.infer<typeof SlipOutcome>;

/** One bitmap for a slip printer. */
export const SlipPicture = z.object({
  printerId: z.string(),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  /** Without one, what the settings tell. */
  profile: SlipProfile.optional(),
});

/** Finds speed, width and abilities of a slip printer by asking it. Fails: printer-absent, -busy, -failed (nothing answers). */
export const detectSlipOperation = {
  params: z.object({ printerId: z.string(), known: SlipProfile.optional() }),
  item: z.object({}),
  result: z.object({ profile: SlipProfile }),
} as const;
