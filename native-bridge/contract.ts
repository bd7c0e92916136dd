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
import { imagingOperations } from './contract-imaging.ts';
import { readingOperations } from './contract-reading.ts';
import { printerOperations } from './contract-printers.ts';
import { scannerOperations } from './contract-scanners.ts';

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
  reading: { ...commonOperations, ...readingOperations },
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
  /** Configured slip printers: serial path, baud, paper width in dots (384 = 58 mm, 576 = 80 mm), who tells whom to wait. */
  slipPrinters: z.array(
    z.object({
      path: z.string(),
      baud: z.number().int(),
      widthPx: z.number().int(),
      name: z.string(),
      flow: z.enum(['none', 'rts-cts', 'xon-xoff']).optional(),
    }),
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
