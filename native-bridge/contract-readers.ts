/** Code and card readers over HID and serial. Wedge readers are keyboards and type into the window; they are not here. */
import { z } from 'zod';

const nothing = z.object({});

export const ReaderInfo = z.object({
  /** By maker, model and serial number, or USB path where there is none: the same in whichever port it is plugged. */
  id: z.string(),
  name: z.string(),
  kind: z.enum(['hid', 'serial']),
  virtual: z.boolean(),
  /** `opening`: being opened and asked for its state; `waiting`: could not be, and is tried again. */
  state: z.enum(['opening', 'ready', 'waiting']),
  /** Why it cannot read now; an error code. */
  reason: z.string().nullable(),
  /** What it can be told to do. */
  can: z.array(z.enum(['trigger', 'beep'])),
});
export type ReaderInfo = z.infer<typeof ReaderInfo>;

/** What goes wrong with a virtual scan: noise on the line, no end, a broken-off code, 10 MB, the plug. */
export const ReaderFault = z.enum(['none', 'garbage', 'endless', 'cut-off', 'flood', 'unplug']);
export type ReaderFault = z.infer<typeof ReaderFault>;

const readerId = z.string().min(1).max(512);

export const readerOperations = {
  list: { params: nothing, item: nothing, result: z.object({ readers: z.array(ReaderInfo) }) },
  /** Begins or ends a reading by software. Fails: reader-absent, reader-cannot, reader-failed. */
  trigger: { params: z.object({ readerId, on: z.boolean() }), item: nothing, result: nothing },
  /** Fails: reader-absent, reader-cannot, reader-failed. */
  beep: { params: z.object({ readerId, sound: z.enum(['good', 'error']) }), item: nothing, result: nothing },
  /** Virtual reader only: holds a code before it; `unplug` takes it away until the next one. Fails: reader-absent. */
  simulate: {
    params: z.object({ payload: z.string().max(100_000), aim: z.string().max(3), fault: ReaderFault }),
    item: nothing,
    result: nothing,
  },
} as const;

/** What the process of the readers says unasked. Payloads are personal data: shown, never logged. */
export const ReaderEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('scanned'),
    payload: z.string(),
    /** Such as `qr`; `unknown` when the device does not say. */
    symbology: z.string(),
    /** How the bytes had to be read; `unknown`: letters are lost. */
    encoding: z.enum(['utf-8', 'utf-8-twice', 'windows-1258', 'viscii', 'tcvn3', 'unknown']),
    device: z.object({ id: z.string(), name: z.string() }),
    source: z.enum(['hid', 'serial']),
    /** Epoch ms of its last byte. */
    at: z.number(),
  }),
  z.object({
    type: z.literal('fault'),
    code: z.enum(['reader-overflow', 'reader-garbled', 'reader-cut-off']),
    device: z.object({ id: z.string(), name: z.string() }),
  }),
  /** One came, went, or changed its state. */
  z.object({ type: z.literal('changed') }),
]);
export type ReaderEvent = z.infer<typeof ReaderEvent>;

/** A serial port that the technician named as a reader. */
export const SerialReaderSettings = z.object({
  /** Path of the port, or the USB serial number of the device behind it. */
  port: z.string().min(1),
  baud: z.number().int(),
  name: z.string(),
});
export type SerialReaderSettings = z.infer<typeof SerialReaderSettings>;
