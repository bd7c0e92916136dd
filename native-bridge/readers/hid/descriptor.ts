/**
 * Reads a HID report descriptor (Device Class Definition for HID 1.11, section 6.2.2) into the fields of its reports.
 * Pure. The bytes come from a device and may say anything: every count is bounded, and what does not hold together is
 * `null`.
 */

export type ReportKind = 'input' | 'output' | 'feature';

export interface HidField {
  readonly kind: ReportKind;
  /** 0 when the device numbers no reports. */
  readonly reportId: number;
  /** From the first bit after the report id. */
  readonly bitOffset: number;
  /** Bits of one value, 1 to 32. */
  readonly bitSize: number;
  readonly count: number;
  /** Usage page in the upper 16 bits, usage id in the lower; the last one stands for all further values. */
  readonly usages: readonly number[];
  /** Usage of the innermost collection around it, e.g. `0x8c0012` (Scanned Data Report). */
  readonly collection: number;
}

export interface HidDescriptor {
  readonly fields: readonly HidField[];
  /** Bytes of each report without its id. */
  readonly reportBytes: (kind: ReportKind, reportId: number) => number;
  readonly numbered: boolean;
}

const limits = {
  descriptorBytes: 4096,
  fields: 512,
  usages: 256,
  depth: 32,
  /** Bits of one report: HID transports carry no more than 64 KiB, readers far less. */
  reportBits: 8 * 8192,
} as const;

interface Globals {
  usagePage: number;
  reportSize: number;
  reportCount: number;
  reportId: number;
}

const kinds: Readonly<Record<number, ReportKind>> = { 0x80: 'input', 0x90: 'output', 0xb0: 'feature' };
const constantFlag = 1;

export function readDescriptor(bytes: Uint8Array): HidDescriptor | null {
  if (bytes.length === 0 || bytes.length > limits.descriptorBytes) return null;
  const reader = new DescriptorReader();
  let at = 0;
  while (at < bytes.length) {
    const prefix = bytes[at] ?? 0;
    if (prefix === 0xfe) {
      // A long item: its own length byte, a tag, and data that nobody has defined yet.
      at += 3 + (bytes[at + 1] ?? 0);
      continue;
    }
    const size = [0, 1, 2, 4][prefix & 3] ?? 0;
    if (at + 1 + size > bytes.length) return null;
    let value = 0;
    for (let byte = size; byte > 0; byte -= 1) value = value * 256 + (bytes[at + byte] ?? 0);
    if (!reader.item(prefix & 0xfc, size, value)) return null;
    at += 1 + size;
  }
  return reader.result();
}

class DescriptorReader {
  #globals: Globals = { usagePage: 0, reportSize: 0, reportCount: 0, reportId: 0 };
  readonly #stack: Globals[] = [];
  readonly #collections: number[] = [];
  readonly #fields: HidField[] = [];
  readonly #bits = new Map<string, number>();
  #usages: number[] = [];
  #usageMinimum: number | null = null;
  #numbered = false;

  /** False when the descriptor cannot go on. */
  item(tag: number, size: number, value: number): boolean {
    switch (tag) {
      case 0x04:
        this.#globals.usagePage = value & 0xffff;
        return true;
      case 0x74:
        this.#globals.reportSize = value;
        return true;
      case 0x84:
        this.#globals.reportId = value;
        this.#numbered = true;
        return value > 0 && value < 256;
      case 0x94:
        this.#globals.reportCount = value;
        return true;
      case 0xa4:
        this.#stack.push({ ...this.#globals });
        return this.#stack.length <= limits.depth;
      case 0xb4: {
        const before = this.#stack.pop();
        if (before) this.#globals = before;
        return before !== undefined;
      }
      case 0x08:
        this.#usages.push(this.#usage(size, value));
        return this.#usages.length <= limits.usages;
      case 0x18:
        this.#usageMinimum = this.#usage(size, value);
        return true;
      case 0x28:
        return this.#range(this.#usage(size, value));
      case 0xa0:
        this.#collections.push(this.#usages[0] ?? 0);
        this.#forget();
        return this.#collections.length <= limits.depth;
      case 0xc0:
        this.#forget();
        return this.#collections.pop() !== undefined;
      case 0x80:
      case 0x90:
      case 0xb0:
        return this.#main(kinds[tag] ?? 'input', value);
      default:
        // Units, ranges and strings: no part of what is read here.
        return true;
    }
  }

  result(): HidDescriptor | null {
    if (this.#collections.length > 0) return null;
    const bits = this.#bits;
    return {
      fields: this.#fields,
      reportBytes: (kind, reportId) => Math.ceil((bits.get(`${kind} ${reportId}`) ?? 0) / 8),
      numbered: this.#numbered,
    };
  }

  #usage(size: number, value: number): number {
    return size === 4 ? value : this.#globals.usagePage * 0x10000 + value;
  }

  #range(maximum: number): boolean {
    const minimum = this.#usageMinimum ?? maximum;
    this.#usageMinimum = null;
    if (maximum < minimum) return false;
    for (let usage = minimum; usage <= maximum && this.#usages.length < limits.usages; usage += 1)
      this.#usages.push(usage);
    return true;
  }

  #main(kind: ReportKind, flags: number): boolean {
    const { reportSize, reportCount, reportId } = this.#globals;
    const key = `${kind} ${reportId}`;
    const bitOffset = this.#bits.get(key) ?? 0;
    const end = bitOffset + reportSize * reportCount;
    if (end > limits.reportBits) return false;
    this.#bits.set(key, end);
    if ((flags & constantFlag) === 0 && reportSize > 0 && reportSize <= 32 && reportCount > 0) {
      this.#fields.push({
        kind,
        reportId,
        bitOffset,
        bitSize: reportSize,
        count: reportCount,
        usages: this.#usages.length > 0 ? this.#usages : [0],
        collection: this.#collections.at(-1) ?? 0,
      });
    }
    this.#forget();
    return this.#fields.length <= limits.fields && this.#bits.size <= limits.fields;
  }

  #forget(): void {
    this.#usages = [];
    this.#usageMinimum = null;
  }
}

/** Where in a report the value of one usage stands. */
export interface HidValue {
  readonly kind: ReportKind;
  readonly reportId: number;
  readonly bitOffset: number;
  readonly bitSize: number;
  /** Values in a row under the same usage, e.g. the bytes of decoded data. */
  readonly count: number;
}

/** Every place where `usage` stands in reports of one kind. */
export function valuesOf(descriptor: HidDescriptor, kind: ReportKind, usage: number): HidValue[] {
  const found: HidValue[] = [];
  for (const field of descriptor.fields) {
    if (field.kind !== kind) continue;
    const at = field.usages.indexOf(usage);
    if (at < 0 || at >= field.count) continue;
    const last = at === field.usages.length - 1;
    found.push({
      kind,
      reportId: field.reportId,
      bitOffset: field.bitOffset + at * field.bitSize,
      bitSize: field.bitSize,
      count: last ? field.count - at : 1,
    });
  }
  return found;
}

/** An unsigned value of at most 32 bits, least significant bit first; bits beyond the report are 0. */
export function readBits(report: Uint8Array, bitOffset: number, bitSize: number): number {
  let value = 0;
  for (let bit = 0; bit < bitSize; bit += 1) {
    const at = bitOffset + bit;
    if ((((report[at >> 3] ?? 0) >> (at & 7)) & 1) === 1) value += 2 ** bit;
  }
  return value;
}

export function writeBits(report: Uint8Array, bitOffset: number, bitSize: number, value: number): void {
  for (let bit = 0; bit < bitSize; bit += 1) {
    const at = bitOffset + bit;
    const mask = 1 << (at & 7);
    const old = report[at >> 3] ?? 0;
    report[at >> 3] = Math.floor(value / 2 ** bit) % 2 === 1 ? old | mask : old & ~mask;
  }
}
