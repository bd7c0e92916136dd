/** What the descriptor of a HID Point of Sale scanner says about its reports, and single reports read by it. Pure. */
import { readBits, valuesOf, writeBits, type HidDescriptor, type HidValue } from './descriptor.ts';
import { firstVendorPage, usages } from './usages.ts';

/** One numbered report with decoded data in it. */
interface DataReport {
  readonly reportId: number;
  readonly bytes: number;
  readonly data: HidValue;
  readonly length: HidValue | null;
  readonly aim: readonly HidValue[];
  readonly vendor: HidValue | null;
  readonly continued: HidValue | null;
}

export type Signal = 'trigger-on' | 'trigger-off' | 'good' | 'error';

/** A report to send, its id first. */
export interface SignalReport {
  readonly kind: 'output' | 'feature';
  readonly bytes: Uint8Array;
}

export interface ScannerLayout {
  readonly numbered: boolean;
  readonly dataReports: readonly DataReport[];
  /** Null when the device offers no such report. */
  signal(signal: Signal): SignalReport | null;
  /** Feature reports that tell the device's state. */
  readonly stateReports: readonly { readonly reportId: number; readonly bytes: number }[];
  /** Null, or why it cannot read now, from the answers (without report id) to `stateReports`. */
  obstacle(answers: ReadonlyMap<number, Uint8Array>): 'reader-out-of-range' | null;
}

/** One report with decoded data. */
export interface ScanPart {
  readonly data: Uint8Array;
  /** Three characters such as `]Q3`; null when the device gives none. */
  readonly aim: string | null;
  /** The maker's own number of the symbology; null when there is none. */
  readonly vendorSymbology: number | null;
  readonly continued: boolean;
}

/** Null when no report of the device carries decoded data. */
export function scannerLayout(descriptor: HidDescriptor): ScannerLayout | null {
  const dataReports = valuesOf(descriptor, 'input', usages.decodedData)
    .filter((data) => data.bitSize === 8)
    .map((data) => dataReport(descriptor, data));
  if (dataReports.length === 0) return null;
  const stateReports = stateReportsOf(descriptor);
  const [inRange] = valuesOf(descriptor, 'feature', usages.inRange);
  return {
    numbered: descriptor.numbered,
    dataReports,
    signal: (signal) => signalReport(descriptor, signal),
    stateReports,
    obstacle(answers) {
      const answer = inRange && answers.get(inRange.reportId);
      return inRange && answer && readBits(answer, inRange.bitOffset, 1) === 0 ? 'reader-out-of-range' : null;
    },
  };
}

function dataReport(descriptor: HidDescriptor, data: HidValue): DataReport {
  const inReport = (usage: number): HidValue | null =>
    valuesOf(descriptor, 'input', usage).find((value) => value.reportId === data.reportId) ?? null;
  const aim = [usages.aim1, usages.aim2, usages.aim3].map(inReport);
  const vendor = descriptor.fields.find(
    (field) =>
      field.kind === 'input' &&
      field.reportId === data.reportId &&
      (field.usages[0] ?? 0) >= firstVendorPage * 0x10000,
  );
  return {
    reportId: data.reportId,
    bytes: descriptor.reportBytes('input', data.reportId),
    data,
    length: inReport(usages.byteCount),
    aim: aim.every((value) => value !== null) ? aim : [],
    vendor: vendor ? { ...vendor, count: 1 } : null,
    continued: inReport(usages.continued),
  };
}

const garbled = 'garbled';
const other = 'other';

/**
 * Reads one input report as the system delivers it: with its id in front when the device numbers reports.
 * `other`: a report that carries no decoded data; `garbled`: one that contradicts the descriptor.
 */
export function readScanReport(
  layout: ScannerLayout,
  report: Uint8Array,
): ScanPart | typeof garbled | typeof other {
  const reportId = layout.numbered ? report[0] : 0;
  const known = layout.dataReports.find((each) => each.reportId === reportId);
  if (!known) return other;
  const body = layout.numbered ? report.subarray(1) : report;
  // Windows pads every report to the longest one; a short one has been cut off.
  if (body.length < known.bytes) return garbled;
  const value = (place: HidValue): number => readBits(body, place.bitOffset, place.bitSize);
  const length = known.length ? value(known.length) : null;
  if (length !== null && length > known.data.count) return garbled;
  const bytes = bytesAt(body, known.data.bitOffset, length ?? known.data.count);
  return {
    data: length === null ? withoutPadding(bytes) : bytes,
    aim: aimOf(known.aim.map(value)),
    vendorSymbology: known.vendor ? value(known.vendor) : null,
    continued: known.continued !== null && value(known.continued) !== 0,
  };
}

function bytesAt(body: Uint8Array, bitOffset: number, count: number): Uint8Array {
  if (bitOffset % 8 === 0) return body.slice(bitOffset / 8, bitOffset / 8 + count);
  return Uint8Array.from({ length: count }, (_, index) => readBits(body, bitOffset + index * 8, 8));
}

/** Some firmwares leave the `]` out, some give zeros for "none". */
function aimOf(codes: readonly number[]): string | null {
  const text = String.fromCharCode(...codes).replace(/[^\x21-\x7e]/g, '');
  if (/^\][A-Za-z][0-9A-Za-z]$/.test(text)) return text;
  return /^[A-Za-z][0-9A-Za-z]$/.test(text) ? `]${text}` : null;
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

function signalReport(descriptor: HidDescriptor, signal: Signal): SignalReport | null {
  for (const place of placesOf(descriptor, signal)) {
    if (place.kind === 'input') continue;
    const bytes = new Uint8Array(1 + descriptor.reportBytes(place.kind, place.reportId));
    bytes[0] = place.reportId;
    writeBits(bytes.subarray(1), place.bitOffset, place.bitSize, signal === 'trigger-off' ? 0 : 1);
    return { kind: place.kind, bytes };
  }
  return null;
}

function placesOf(descriptor: HidDescriptor, signal: Signal): HidValue[] {
  const writable = (usage: number) => [
    ...valuesOf(descriptor, 'output', usage),
    ...valuesOf(descriptor, 'feature', usage),
  ];
  switch (signal) {
    case 'good':
      return writable(usages.goodReadBeep);
    case 'error':
      return [...writable(usages.errorBeep), ...writable(usages.notOnFileBeep)];
    default:
      // Some firmwares leave the one bit of their trigger report without a usage.
      return [...writable(usages.initiateRead), ...unnamedTrigger(descriptor)];
  }
}

function unnamedTrigger(descriptor: HidDescriptor): HidValue[] {
  return descriptor.fields
    .filter(
      (field) =>
        field.kind === 'output' &&
        field.collection === usages.triggerReport &&
        field.usages[0] === usages.undefinedOfPage,
    )
    .map((field) => ({ ...field, count: 1 }));
}

const stateCollections: ReadonlySet<number> = new Set([
  usages.attributeReport,
  usages.settingsReport,
  usages.statusReport,
]);

function stateReportsOf(descriptor: HidDescriptor): { reportId: number; bytes: number }[] {
  const ids = descriptor.fields
    .filter((field) => field.kind === 'feature' && stateCollections.has(field.collection))
    .map((field) => field.reportId);
  return [...new Set(ids)].map((reportId) => ({
    reportId,
    bytes: descriptor.reportBytes('feature', reportId),
  }));
}
