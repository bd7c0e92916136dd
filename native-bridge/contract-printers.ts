/** Messages of the printers; part of contract.ts, kept beside it for length. */
import { z } from 'zod';
import { SlipItem } from './contract-slip.ts';

const nothing = z.object({});

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

/**
 * How the virtual slip printer is. `silent-after-cut`: the next slip comes out whole, and then the printer answers nothing
 * any more. `none`: a person has seen to it, and switched it off and on.
 */
export const SlipFault = z.enum(['none', 'paper-low', 'paper-out', 'cover-open', 'silent-after-cut']);
export type SlipFault = z.infer<typeof SlipFault>;

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

export const PrinterInfo = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['paper', 'slip']),
  isDefault: z.boolean(),
  virtual: z.boolean(),
  state: z.enum(['ready', 'busy', 'absent', 'fault']),
  reason: z.string().nullable(),
});
export type PrinterInfo = z.infer<typeof PrinterInfo>;

/** How a PDF is put on paper; what is not told is left to the printer. */
export const PaperOptions = z.object({
  copies: z.number().int().min(1).max(20).optional(),
  sides: z.enum(['one-sided', 'two-sided-long-edge', 'two-sided-short-edge']).optional(),
  /** PWG 5101.1 name. */
  media: z.enum(['iso_a4_210x297mm', 'iso_a5_148x210mm']).optional(),
});
export type PaperOptions = z.infer<typeof PaperOptions>;

/** Printers: slip printers over serial (ESC/POS raster), paper printers through the system's queue, virtual ones. */
export const printerOperations = {
  list: { params: nothing, item: nothing, result: z.object({ printers: z.array(PrinterInfo) }) },
  /** bodies [1-bit bitmap]. `confirmed` only when the printer itself answered after the job. */
  printSlip: {
    params: SlipPicture,
    item: nothing,
    result: SlipOutcome,
  },
  /** A slip by its items: as text where the profile allows it, else as a picture drawn here. */
  printItems: {
    params: z.object({
      printerId: z.string(),
      items: z.array(SlipItem),
      /** Whether a person said of the last paper that it did not come out: then its rest is made void first. */
      lastPaper: z.enum(['lost', 'as-known']),
      profile: SlipProfile.optional(),
    }),
    item: nothing,
    result: SlipOutcome,
  },
  /**
   * From now on the printer is given the letters of `text` as soon as it is seen, the first ones first, so that its first
   * slip after power-on is as quick as the later. Needs an own call after each start of this process. Fails: printer-absent.
   */
  keepReady: {
    params: z.object({
      printerId: z.string(),
      text: z.string().max(4_000),
      profile: SlipProfile.optional(),
    }),
    item: nothing,
    result: nothing,
  },
  detectSlip: detectSlipOperation,
  /** bodies [PDF]. */
  printPdf: {
    params: z.object({ printerId: z.string(), title: z.string(), options: PaperOptions.optional() }),
    item: nothing,
    /** `reason`: an error code, when the outcome is unknown. */
    result: z.object({ outcome: z.enum(['confirmed', 'unknown']), reason: z.string().nullable() }),
  },
  /** Virtual slip printer only. Fails: printer-absent. */
  arm: { params: z.object({ fault: SlipFault }), item: nothing, result: nothing },
  /** Virtual slip printer: bodies [PNG decoded from the received bytes, the raw bytes] or none when nothing was printed. */
  lastSlip: { params: nothing, item: nothing, result: z.object({ printed: z.number().int() }) },
} as const;
