/** The technician's desk (bàn kỹ thuật) and the self-test at the start of a shift (kiểm tra đầu ca). */
import { z } from 'zod';
import { Instant } from '../domain/dossier.ts';
import { ChipResult } from '../../native-bridge/contract-cards.ts';
import { readerId } from './cards-operations.ts';
import { operation } from './define.ts';
import { cardErrors } from './errors.ts';
import { Bytes, counters, id, Job, nothing } from './operation-parts.ts';
import { DeviceState } from './views.ts';

export const deviceClasses = ['scanners', 'printers', 'readers', 'cards', 'imaging'] as const;
const DeviceClass = z.enum(deviceClasses);
export type ShownDeviceClass = z.infer<typeof DeviceClass>;

export const DeviceView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['scanner', 'slip-printer', 'paper-printer', 'reader', 'chip-reader']),
  state: DeviceState.shape.state,
  /** An error code, when something is wrong. */
  reason: z.string().nullable(),
  virtual: z.boolean(),
  /** Sources of a scanner. */
  sources: z.array(z.enum(['flatbed', 'feeder', 'feeder-duplex'])),
  /** What a code reader can be told to do. */
  can: z.array(z.enum(['trigger', 'beep'])),
});
export type DeviceView = z.infer<typeof DeviceView>;

/** A message as native-bridge recorded it, masked. */
export const TraceView = z.object({
  deviceClass: DeviceClass,
  sequence: z.number().int(),
  at: Instant,
  device: z.string(),
  direction: z.enum(['to', 'from', 'step']),
  what: z.string(),
  bytes: z.number().int(),
  hex: z.string(),
  text: z.string(),
});
export type TraceView = z.infer<typeof TraceView>;

export const readinessChecks = [
  'store',
  'backup',
  'disk',
  'clock',
  'city',
  'slip-printer',
  'paper-printer',
  'scanner',
  'reader',
  'chip-reader',
] as const;
export const readinessResults = [
  'works',
  'store-failed',
  'store-part-damaged',
  'backup-off',
  'backup-waiting',
  'backup-late',
  'disk-low',
  'clock-skewed',
  'clock-unchecked',
  'city-slow',
  'city-down',
  'city-unknown',
  'absent',
  'no-service',
  'unanswered',
  'paper-low',
  'busy',
  'fault',
  'no-answer',
  'cancelled',
] as const;

export const ReadinessRow = z.object({
  check: z.enum(readinessChecks),
  /** Name of the device, when one was found. */
  device: z.string().nullable(),
  state: z.enum(['ok', 'warning', 'fault', 'unknown']),
  result: z.enum(readinessResults),
  /** Error code that says what to do. */
  reason: z.string().nullable(),
});
export type ReadinessRow = z.infer<typeof ReadinessRow>;

export const ReadinessReport = z.object({
  startedAt: Instant,
  endedAt: Instant,
  rows: z.array(ReadinessRow),
});
export type ReadinessReport = z.infer<typeof ReadinessReport>;

const printErrors = [
  'not-found',
  'printer-absent',
  'printer-busy',
  'printer-paper-out',
  'printer-cover-open',
  'printer-failed',
  'driver-restarting',
  'unexpected',
  'worker-lost',
  'timed-out',
] as const;

export const devicesOperations = {
  'devices.list': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    /** What is plugged in, a class each; `process` is the driver's. */
    output: z.object({
      classes: z.array(
        z.object({
          deviceClass: DeviceClass,
          process: z.enum(['starting', 'up', 'down']),
          /** Whether it could be asked; otherwise nobody knows what is plugged in. */
          answered: z.boolean(),
          devices: z.array(DeviceView),
          /** Error code that says why it did not answer, or why none can be found. */
          reason: z.string().nullable(),
        }),
      ),
    }),
    errors: [],
  }),
  'devices.trace': operation({
    roles: counters,
    staff: 'any',
    /** The last messages of each device, newest first; personal data is masked. */
    input: nothing,
    output: z.object({ entries: z.array(TraceView) }),
    errors: [],
  }),
  'devices.testSlip': operation({
    roles: counters,
    staff: 'any',
    /** Prints a test slip; answers how it ended, and its picture. */
    input: z.object({ printerId: id }),
    output: z.object({ outcome: z.enum(['confirmed', 'unknown']), png: Bytes }),
    errors: printErrors,
  }),
  'devices.testScan': operation({
    roles: counters,
    staff: 'any',
    /** Scans one page and shows it; nothing of it is kept. */
    input: z.object({ scannerId: id, source: z.enum(['flatbed', 'feeder', 'feeder-duplex']) }),
    output: z.object({ thumb: Bytes, widthPx: z.number().int(), heightPx: z.number().int() }),
    errors: [
      'scanner-absent',
      'scanner-busy',
      'scanner-jammed',
      'scanner-empty',
      'scanner-cover-open',
      'scanner-failed',
      'worker-lost',
      'timed-out',
    ],
  }),
  'devices.testChip': operation({
    roles: counters,
    staff: 'any',
    /** Asks the card in the reader what opens it; reads nothing of a person. */
    input: z.object({ readerId }),
    output: z.object({ access: ChipResult.shape.access }),
    errors: [...cardErrors, 'cancelled', 'worker-lost', 'timed-out'],
  }),
  'devices.restart': operation({
    roles: counters,
    staff: 'any',
    /** Ends the driver process of a class and starts it anew; calls under way fail with `worker-lost`. */
    input: z.object({ deviceClass: DeviceClass }),
    output: nothing,
    errors: [],
  }),
  'devices.diagnostics': operation({
    roles: counters,
    staff: 'any',
    /** Writes a file for the technician, without personal data or secrets; answers where it lies. */
    input: nothing,
    output: z.object({ file: z.string(), bytes: z.number().int() }),
    errors: ['disk-full'],
  }),
  'readiness.start': operation({
    roles: counters,
    staff: 'any',
    /** One self-test at a time: asked again while one runs, its job is answered. */
    input: nothing,
    output: Job,
    errors: [],
  }),
  'readiness.last': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({
      report: ReadinessReport.nullable(),
      /** The job of a test that runs. */
      running: z.string().nullable(),
      /** None was made today. */
      due: z.boolean(),
    }),
    errors: [],
  }),
  'readiness.print': operation({
    roles: counters,
    staff: 'any',
    /** The last report, on the slip printer or as A4. */
    input: z.object({ form: z.enum(['slip', 'paper']) }),
    output: z.object({ outcome: z.enum(['confirmed', 'unknown']) }),
    errors: printErrors,
  }),
  'readiness.paper': operation({
    roles: counters,
    staff: 'any',
    /** The last report as PDF/A4, and its pages as PNG. */
    input: nothing,
    output: z.object({ pdf: Bytes, pages: z.array(Bytes) }),
    errors: ['not-found', 'worker-lost', 'timed-out'],
  }),
};
