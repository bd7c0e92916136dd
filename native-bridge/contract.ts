/**
 * Messages between the main process and the device processes. Types and schemas only: this file, and contract-frames.ts
 * beside it, are all of native-bridge that the main process may import.
 *
 * Transport: stdin/stdout of a plain Node child, one frame a message:
 *   uint32 BE header length · uint32 BE body length · header (UTF-8 JSON) · bodies, end to end
 * The header names the lengths of the bodies. A request ends with exactly one `done` or `failed`; before it may come any
 * number of `progress` and `item` frames; the main process answers each `item` with `taken`, so that a slow disk holds
 * the device back instead of filling memory. `cancel` asks a request to end early (it then ends with `failed`,
 * code `cancelled`). stderr is for diagnostics and never carries personal data.
 */
import { z } from 'zod';
import { readerOperations, SerialReaderSettings } from './contract-readers.ts';
import { cardOperations } from './contract-cards.ts';
import { detectSlipOperation, SlipOutcome, SlipPicture, SlipProfile } from './contract-printers.ts';

export const FrameHeader = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    id: z.number().int(),
    operation: z.string(),
    params: z.unknown(),
    bodies: z.array(z.number()),
  }),
  z.object({ type: z.literal('cancel'), id: z.number().int(), bodies: z.array(z.number()) }),
  /** To the device process: one more `item` has been dealt with; the next may be sent. */
  z.object({ type: z.literal('taken'), id: z.number().int(), bodies: z.array(z.number()) }),
  z.object({
    type: z.literal('progress'),
    id: z.number().int(),
    done: z.number(),
    total: z.number().nullable(),
    bodies: z.array(z.number()),
  }),
  z.object({ type: z.literal('item'), id: z.number().int(), item: z.unknown(), bodies: z.array(z.number()) }),
  z.object({
    type: z.literal('done'),
    id: z.number().int(),
    result: z.unknown(),
    bodies: z.array(z.number()),
  }),
  z.object({
    type: z.literal('failed'),
    id: z.number().int(),
    code: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
    bodies: z.array(z.number()),
  }),
  /** To the device process: say that you live; answered by `pong` as soon as its event loop turns. */
  z.object({ type: z.literal('ping'), bodies: z.array(z.number()) }),
  z.object({ type: z.literal('pong'), bodies: z.array(z.number()) }),
  /** Unasked, e.g. a scanned code or a device that came or went; its shape per class is in contract-devices.ts. */
  z.object({ type: z.literal('event'), event: z.unknown(), bodies: z.array(z.number()) }),
]);
export type FrameHeader = z.infer<typeof FrameHeader>;

/** Largest single frame accepted on either side, bytes. */
export const maxFrameBytes = 512 * 1024 * 1024;

const nothing = z.object({});

/** A page picture: bodies are [JPEG page, JPEG thumbnail]. */
export const PageItem = z.object({
  /** 0-based place in the file or batch. */
  index: z.number().int(),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  dpi: z.number(),
});
export type PageItem = z.infer<typeof PageItem>;

export const ComposePage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('image'),
    /** Index into the request's bodies: a JPEG. */
    body: z.number().int(),
    widthPx: z.number().int(),
    heightPx: z.number().int(),
    dpi: z.number(),
    rotation: z.number().int(),
  }),
  z.object({
    type: z.literal('pdf'),
    body: z.number().int(),
    pageIndex: z.number().int(),
    rotation: z.number().int(),
  }),
]);
export type ComposePage = z.infer<typeof ComposePage>;

/** One thing drawn on a paper roll, top to bottom. Sizes in dots (203 dpi: 8 dots = 1 mm). */
export const SlipItem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string(),
    size: z.number(),
    weight: z.enum(['regular', 'bold']),
    align: z.enum(['left', 'center', 'right']),
  }),
  z.object({ type: z.literal('pair'), left: z.string(), right: z.string(), size: z.number() }),
  z.object({ type: z.literal('qr'), text: z.string(), size: z.number() }),
  z.object({ type: z.literal('code128'), text: z.string(), height: z.number() }),
  z.object({ type: z.literal('rule') }),
  z.object({ type: z.literal('space'), height: z.number() }),
]);
export type SlipItem = z.infer<typeof SlipItem>;

/** Imaging workers: pure functions over bytes, any number of workers. */
export const imagingOperations = {
  /** bodies [file] -> what it really is. Fails: file-empty, file-type-unknown, file-damaged, file-encrypted, image-too-large, file-too-many-pages. */
  inspect: {
    params: z.object({ name: z.string() }),
    item: nothing,
    result: z.object({
      mime: z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']),
      signed: z.boolean(),
      pageCount: z.number().int(),
    }),
  },
  /** bodies [file] -> one `item` a page, in order, as soon as it is ready; honours cancel between pages. */
  pages: {
    params: z.object({
      mime: z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']),
      /** Dots per inch at which PDF pages are rendered, and that pictures without a believable tag are taken as. */
      dpi: z.number(),
    }),
    item: PageItem,
    result: z.object({ pageCount: z.number().int() }),
  },
  /** bodies [one scanned page: PNM, PNG, TIFF or JPEG] -> bodies [JPEG page, JPEG thumbnail]. */
  scannedPage: {
    params: z.object({ dpi: z.number() }),
    item: nothing,
    result: PageItem.omit({ index: true }),
  },
  /** bodies as named by `pages` -> bodies [PDF]; 1:1 size, pictures above `dpi` reduced to it, JPEG colour. */
  compose: {
    params: z.object({
      pages: z.array(ComposePage),
      dpi: z.number(),
      title: z.string(),
      subject: z.string(),
      /** Epoch ms; same input, same bytes. */
      createdAt: z.number(),
    }),
    item: nothing,
    result: z.object({ pageCount: z.number().int() }),
  },
  /** bodies [PDF] -> bodies [PNG of each page]. */
  renderPdf: {
    params: z.object({ dpi: z.number(), maxPages: z.number().int() }),
    item: nothing,
    result: z.object({ pageCount: z.number().int() }),
  },
  /** Draws a slip -> bodies [1-bit bitmap, rows padded to bytes, 1 = black, MSB left; PNG preview]. */
  drawSlip: {
    params: z.object({
      widthPx: z.number().int(),
      /** Dots kept white at the left and at the right; 0 unless told. */
      marginPx: z.number().int().min(0).optional(),
      items: z.array(SlipItem),
    }),
    item: nothing,
    result: z.object({ widthPx: z.number().int(), heightPx: z.number().int() }),
  },
} as const;

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
      fault: z.enum(['none', 'absent', 'busy', 'jam', 'empty']),
      /** Side at which paper jams, from 1; 2 unless told. */
      page: z.number().int().min(1).max(100).optional(),
      /** Sheets laid into the feeder; they lie there until they are scanned. Null fills it for each scan, as it is unless told. */
      sheets: z.number().int().min(1).max(50).nullable().optional(),
    }),
    item: nothing,
    result: nothing,
  },
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
  detectSlip: detectSlipOperation,
  /** bodies [PDF]. */
  printPdf: {
    params: z.object({ printerId: z.string(), title: z.string(), options: PaperOptions.optional() }),
    item: nothing,
    /** `reason`: an error code, when the outcome is unknown. */
    result: z.object({ outcome: z.enum(['confirmed', 'unknown']), reason: z.string().nullable() }),
  },
  /** Virtual slip printer: bodies [PNG decoded from the received bytes, the raw bytes] or none when nothing was printed. */
  lastSlip: { params: nothing, item: nothing, result: z.object({ printed: z.number().int() }) },
} as const;

/** One message between a device process and a device, personal data masked when it was recorded. */
export const TraceEntry = z.object({
  /** Counts the messages of the process. */
  sequence: z.number().int(),
  /** Epoch ms. */
  at: z.number(),
  device: z.string(),
  /** `to` and `from` the device, or a `step` of the driver itself. */
  direction: z.enum(['to', 'from', 'step']),
  what: z.string(),
  /** Length of the whole message; of its bytes at most 512 are shown. */
  bytes: z.number().int(),
  /** Hex pairs; `[n]` stands for n masked bytes. */
  hex: z.string(),
  text: z.string(),
});
export type TraceEntry = z.infer<typeof TraceEntry>;

/** What every device process answers, by host.ts itself. */
export const commonOperations = {
  /** The last messages of each device, oldest first. */
  trace: { params: nothing, item: nothing, result: z.object({ entries: z.array(TraceEntry) }) },
} as const;

export const bridgeContract = {
  imaging: { ...commonOperations, ...imagingOperations },
  scanners: { ...commonOperations, ...scannerOperations },
  printers: { ...commonOperations, ...printerOperations },
  readers: { ...commonOperations, ...readerOperations },
  cards: { ...commonOperations, ...cardOperations },
} as const;

export type DeviceClass = keyof typeof bridgeContract;
export type BridgeOperations<Class extends DeviceClass> = (typeof bridgeContract)[Class];
type Part<Class extends DeviceClass, Name extends keyof BridgeOperations<Class>, Key extends string> =
  BridgeOperations<Class>[Name] extends Record<Key, infer Schema extends z.ZodType> ? z.infer<Schema> : never;
export type ParamsOf<Class extends DeviceClass, Name extends keyof BridgeOperations<Class>> = Part<
  Class,
  Name,
  'params'
>;
export type ItemOf<Class extends DeviceClass, Name extends keyof BridgeOperations<Class>> = Part<
  Class,
  Name,
  'item'
>;
export type ResultOf<Class extends DeviceClass, Name extends keyof BridgeOperations<Class>> = Part<
  Class,
  Name,
  'result'
>;

/** Environment that a device process reads at start (JSON in `MOT_CUA_BRIDGE`). */
export const BridgeSettings = z.object({
  training: z.boolean(),
  /** Where device processes keep what they remember of devices; without it they remember until they end. */
  folder: z.string().optional(),
  /** The folder to which copiers scan, and what becomes of a file whose pages are safe. */
  incoming: z.object({ path: z.string(), afterwards: z.enum(['move', 'delete']) }).optional(),
  /** Addresses of network scanners besides those found and typed. */
  networkScanners: z.array(z.string()).optional(),
  /** Configured slip printers: serial path, baud, paper width in dots (384 = 58 mm, 576 = 80 mm). */
  slipPrinters: z.array(
    z.object({ path: z.string(), baud: z.number().int(), widthPx: z.number().int(), name: z.string() }),
  ),
  /** Serial ports that are readers, besides those whose maker makes nothing else. */
  serialReaders: z.array(SerialReaderSettings).optional(),
  /** Folder of certificates (PEM or DER) of the signing authorities whose chips this station believes. */
  chipIssuers: z.string().optional(),
  /** Paper printers on the network, by address (`ipp://…`, `ipps://…`); CUPS's queues are found without. */
  networkPrinters: z.array(z.object({ uri: z.string(), name: z.string() })).optional(),
});
export type BridgeSettings = z.infer<typeof BridgeSettings>;

export interface CallOptions<Item> {
  /** Ends the call with `timed-out` (and cancels it in the process) after so many ms without any frame. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null) => void;
  /** Items come one after the other: the next is handed over when this promise has resolved. */
  readonly onItem?: (item: Item, bodies: readonly Uint8Array[]) => Promise<void> | void;
}

/** `code` is an error code of the process, or `worker-lost`, `timed-out`, `cancelled`. */
export type BridgeOutcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly bodies: readonly Uint8Array[] }
  | {
      readonly ok: false;
      readonly error: { readonly code: string; readonly details: Readonly<Record<string, string | number>> };
    };

/** How the processes of one class are: `failing` when they ended so often that the restarts are far apart. */
export interface ProcessHealth {
  readonly state: 'up' | 'restarting' | 'failing';
  /** Ends without being asked, since the last time that a process lasted. */
  readonly failures: number;
}

/** The main process's end of one device class: one process, or a pool for imaging. */
export interface BridgeClient<Class extends DeviceClass> {
  call<Name extends keyof BridgeOperations<Class> & string>(
    operation: Name,
    params: ParamsOf<Class, Name>,
    bodies: readonly Uint8Array[],
    options: CallOptions<ItemOf<Class, Name>>,
  ): Promise<BridgeOutcome<ResultOf<Class, Name>>>;
  /** `starting` until the first answer, `down` while it waits to be restarted; `ProcessHealth` tells more. */
  state(): 'starting' | 'up' | 'down';
  stop(): Promise<void>;
}
