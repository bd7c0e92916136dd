/** Pages: from scanners and files into a draft. */
import { z } from 'zod';
import { operation } from './define.ts';
import { maxFileBytes } from './file-limits.ts';
import { Bytes, counters, id, Job, nothing } from './operation-parts.ts';
import { ScannerView } from './views.ts';

/** Largest picture of a document camera, bytes: an A4 page at 300 dpi is some 4 MB. */
export const maxCameraBytes = 32 * 1024 * 1024;

/** As the device process names it: with its place on the bus or network. */
const scannerId = z.string().min(1).max(300);

export const captureOperations = {
  'capture.scanners': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(ScannerView) }),
    errors: ['timed-out'],
  }),
  'capture.scan': operation({
    roles: counters,
    staff: 'any',
    /**
     * Scans into a paper; pages arrive as `draft.changed` events. The first page takes the place of `replacePageId`.
     * A failed job's details say how to go on: `source`, `componentId`, `nextPage`, the number of the page that comes next (from 1),
     * and, when that page takes the place of one, its `replacePageId`.
     */
    input: z.object({
      draftId: id,
      componentId: id,
      scannerId,
      source: z.enum(['flatbed', 'feeder', 'feeder-duplex']),
      dpi: z.union([z.literal(200), z.literal(300)]),
      colour: z.enum(['colour', 'grey']).default('colour'),
      replacePageId: id.nullable(),
      /**
       * Splits a batch of the feeder: pages after a separator sheet (`capture.printSeparator`) go to the paper that it
       * names, pages after a blank sheet to the next of `papers`, if `blank` says so. The sheet itself is put aside.
       */
      separators: z
        .object({ blank: z.boolean(), papers: z.array(id).max(500) })
        .nullable()
        .default(null),
    }),
    output: Job,
    errors: ['not-found', 'draft-closed', 'scanner-busy', 'scanner-absent'],
  }),
  'capture.printSeparator': operation({
    roles: counters,
    staff: 'any',
    /** Prints the separator sheet of a paper on A4. */
    input: z.object({ componentId: id, name: z.string().min(1).max(500) }),
    output: z.object({ outcome: z.enum(['confirmed', 'unknown']) }),
    errors: [
      ...(['printer-absent', 'printer-busy', 'printer-paper-out', 'printer-cover-open'] as const),
      ...(['printer-failed', 'printer-cancelled', 'worker-lost', 'timed-out'] as const),
    ],
  }),
  'capture.addScanner': operation({
    roles: counters,
    staff: 'any',
    /** Looks for a network scanner (eSCL) at a typed address and remembers it. */
    input: z.object({ address: z.string().min(1).max(300) }),
    output: ScannerView,
    errors: [
      ...(['scanner-address-wrong', 'scanner-absent', 'scanner-silent', 'scanner-busy'] as const),
      ...(['scanner-answer-bad', 'scanner-certificate-changed', 'timed-out', 'worker-lost'] as const),
    ],
  }),
  'capture.incoming': operation({
    roles: counters,
    staff: 'any',
    /** Files that copiers have left in the watched folder; only `ready` ones can be taken. */
    input: nothing,
    output: z.object({
      /** `none`: no folder is set up. */
      state: z.enum(['none', 'ready', 'unreachable']),
      items: z.array(
        z.object({
          id,
          name: z.string(),
          bytes: z.number(),
          at: z.number(),
          state: z.enum(['ready', 'arriving', 'empty', 'cut-short', 'wrong-type', 'too-large']),
        }),
      ),
      more: z.number().int(),
    }),
    errors: ['timed-out'],
  }),
  'capture.takeIncoming': operation({
    roles: counters,
    staff: 'any',
    /** All pages of one such file come into the paper together, once. */
    input: z.object({ draftId: id, componentId: id, fileId: id }),
    output: Job,
    errors: ['not-found', 'draft-closed'],
  }),
  'capture.forgetScanner': operation({
    roles: counters,
    staff: 'any',
    /** Takes a network scanner off the list; its certificate is trusted anew when it is added again. */
    input: z.object({ scannerId }),
    output: nothing,
    errors: ['not-found', 'timed-out'],
  }),
  'capture.addFile': operation({
    roles: counters,
    staff: 'any',
    /** Adds the pages of a PDF, JPEG, PNG or TIFF; at most `maxFileBytes`. */
    input: z.object({
      draftId: id,
      componentId: id,
      name: z.string().min(1).max(400),
      bytes: Bytes.refine((bytes) => bytes.byteLength <= maxFileBytes),
    }),
    output: Job,
    errors: ['not-found', 'draft-closed', 'file-empty', 'file-type-unknown', 'file-too-large', 'disk-full'],
  }),
  'capture.cameraPage': operation({
    roles: counters,
    staff: 'any',
    /**
     * A page taken by a document camera, as a JPEG that is already cut and flat. The answer comes when the page is on
     * disk. The window makes `pageId` once; asking again with it changes nothing and tells the same number.
     */
    input: z.object({
      draftId: id,
      componentId: id,
      pageId: z.uuid(),
      dpi: z.number().min(5).max(1200),
      bytes: Bytes.refine((bytes) => bytes.byteLength <= maxCameraBytes),
    }),
    /** `n`: its number in the paper, from 1. */
    output: z.object({ pageId: id, n: z.number().int().min(1) }),
    errors: [
      ...(['not-found', 'draft-closed', 'disk-full', 'worker-lost', 'timed-out'] as const),
      ...(['file-empty', 'file-type-unknown', 'file-damaged', 'image-too-large', 'image-too-small'] as const),
    ],
  }),
  'capture.pageImage': operation({
    roles: counters,
    staff: 'any',
    /** JPEG bytes of a page of a draft or dossier, unrotated. */
    input: z.object({ ownerId: id, pageId: id, size: z.enum(['thumb', 'full']) }),
    output: z.object({ mime: z.string(), bytes: Bytes }),
    errors: ['not-found', 'page-damaged'],
  }),
  'job.cancel': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ jobId: id }),
    output: nothing,
    errors: ['not-found'],
  }),
};
