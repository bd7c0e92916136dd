/** Messages of the document scanners; part of contract.ts, kept beside it for length. */
import { z } from 'zod';

const nothing = z.object({});

const ScannerInfo = z.object({
  id: z.string(),
  name: z.string(),
  sources: z.array(z.enum(['flatbed', 'feeder', 'feeder-duplex'])),
  virtual: z.boolean(),
  /** Reached by our own network client; its address and certificate are remembered until `forget`. */
  network: z.boolean().optional(),
});

/** Document scanners: SANE, network scanners through our own eSCL client and, in training, a virtual one. */
export const scannerOperations = {
  list: { params: nothing, item: nothing, result: z.object({ scanners: z.array(ScannerInfo) }) },
  /** Looks for a network scanner at a typed address and remembers it. Fails: scanner-address-wrong, -absent, -silent, -busy, -answer-bad, -certificate-changed. */
  add: {
    params: z.object({ address: z.string().max(300) }),
    item: nothing,
    result: z.object({ scanner: ScannerInfo }),
  },
  /** Forgets a network scanner and the certificate trusted for it. Fails: not-found. */
  forget: { params: z.object({ scannerId: z.string() }), item: nothing, result: nothing },
  /**
   * One `item` a page with bodies [picture, or PDF, as the scanner gave it]; `details.pages` of a failure: how many came.
   * Fails: scanner-absent, -busy, -jammed, -empty, -cover-open, -stopped, -silent, -answer-bad, -page-too-large,
   * -certificate-changed, -failed, cancelled.
   */
  scan: {
    params: z.object({
      scannerId: z.string(),
      source: z.enum(['flatbed', 'feeder', 'feeder-duplex']),
      dpi: z.number(),
      /** Colour unless told. */
      colour: z.enum(['colour', 'grey']).optional(),
    }),
    item: z.object({
      index: z.number().int(),
      dpi: z.number(),
      /** A picture unless told. */
      mime: z.enum(['image/jpeg', 'application/pdf']).optional(),
    }),
    result: z.object({ pageCount: z.number().int() }),
  },
  /** What the copiers have left in the watched folder. `ready` files carry the SHA-256 of their content. */
  incoming: {
    params: nothing,
    item: nothing,
    result: z.object({
      state: z.enum(['none', 'ready', 'unreachable']),
      files: z.array(
        z.object({
          /** Changes when the file does. */
          id: z.string(),
          name: z.string(),
          bytes: z.number().int(),
          /** Last change, epoch ms, by the clock of the share. */
          at: z.number().int(),
          state: z.enum(['ready', 'arriving', 'empty', 'cut-short', 'wrong-type', 'too-large']),
          sha256: z.string().nullable(),
        }),
      ),
      /** Files beyond those looked at. */
      more: z.number().int(),
    }),
  },
  /** bodies of the answer: [file]. Fails: incoming-gone. */
  takeIncoming: {
    params: z.object({ id: z.string() }),
    item: nothing,
    result: z.object({ name: z.string(), sha256: z.string() }),
  },
  /** Its pages are safe: the file is put aside, or deleted where so set up and it is no `duplicate`. Fails: incoming-gone. */
  finishIncoming: {
    params: z.object({ id: z.string(), sha256: z.string(), duplicate: z.boolean() }),
    item: nothing,
    result: nothing,
  },
  /** Virtual scanner only: what goes wrong next. */
  arm: {
    params: z.object({
      fault: z.enum(['none', 'absent', 'busy', 'jam', 'empty', 'blurred']),
      /** Side at which paper jams or that is out of focus, from 1; 2 unless told. */
      page: z.number().int().min(1).max(100).optional(),
      /** Side of the next scan that is blank, from 1; none unless told. */
      blank: z.number().int().min(1).max(100).optional(),
      /** Sheets laid into the feeder; they lie there until they are scanned. Null fills it for each scan, as it is unless told. */
      sheets: z.number().int().min(1).max(50).nullable().optional(),
    }),
    item: nothing,
    result: nothing,
  },
} as const;
