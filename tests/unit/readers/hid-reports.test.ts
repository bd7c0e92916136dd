/** Descriptors and reports of HID Point of Sale scanners: what they say is read, what lies is refused, nothing hangs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxPayloadBytes, ScanAssembler, partPauseMs } from '../../../native-bridge/readers/assembler.ts';
import { readBits, readDescriptor, writeBits } from '../../../native-bridge/readers/hid/descriptor.ts';
import {
  readScanReport,
  scannerLayout,
  type ScannerLayout,
} from '../../../native-bridge/readers/hid/scanner-layout.ts';
import { reportsOf, usualDescriptor } from '../../../native-bridge/readers/simulator/descriptor-bytes.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function layoutOf(descriptor: Uint8Array): ScannerLayout {
  const read = readDescriptor(descriptor);
  const layout = read && scannerLayout(read);
  if (!layout) throw new Error('no scanner');
  return layout;
}

const usual = layoutOf(usualDescriptor);

/** A card with a long address: two reports and more. */
const card =
  '079203004521|025912345|Nguyễn Thị Minh Khai|01011992|Nữ|12 Lê Lợi, Bến Nghé, Quận 1, TP. Hồ Chí Minh|10052021';

function assemble(layout: ScannerLayout, reports: readonly Uint8Array[]) {
  const assembler = new ScanAssembler();
  const scans: { text: string; aim: string | null; vendor: number | null }[] = [];
  const faults: string[] = [];
  reports.forEach((report, index) => {
    const part = readScanReport(layout, report);
    if (part === 'other') return;
    const { scan, fault } = assembler.push(part, index);
    if (scan)
      scans.push({ text: new TextDecoder().decode(scan.bytes), aim: scan.aim, vendor: scan.vendorSymbology });
    if (fault) faults.push(fault);
  });
  return { scans, faults, assembler };
}

describe('a card in several reports', () => {
  test('letters-cut-between-reports: a letter of two bytes at the seam stays whole', () => {
    for (let shift = 0; shift < 60; shift += 1) {
      const text = 'x'.repeat(shift) + card;
      const { scans, faults } = assemble(usual, reportsOf(utf8(text), ']Q3'));
      expect(scans).toEqual([{ text, aim: ']Q3', vendor: 0 }]);
      expect(faults).toEqual([]);
    }
  });

  test('length-beyond-report: garbled, and the next code is read', () => {
    const [lying] = reportsOf(utf8('A'), ']Q3');
    if (!lying) throw new Error('no report');
    lying[1] = 57;
    const { scans, faults } = assemble(usual, [lying, ...reportsOf(utf8('B'), ']Q3')]);
    expect(faults).toEqual(['reader-garbled']);
    expect(scans.map(({ text }) => text)).toEqual(['B']);
  });

  test('short-report: garbled', () => {
    const [report] = reportsOf(utf8('A'), ']Q3');
    expect(readScanReport(usual, (report ?? new Uint8Array()).subarray(0, 40))).toBe('garbled');
  });

  test('another-code-in-the-middle: the first is dropped and said, the second is whole', () => {
    const [half] = reportsOf(utf8('A'.repeat(100)), ']Q3');
    const { scans, faults } = assemble(usual, [half ?? new Uint8Array(), ...reportsOf(utf8('EAN'), ']E0')]);
    expect(faults).toEqual(['reader-cut-off']);
    expect(scans.map(({ text }) => text)).toEqual(['EAN']);
  });

  test('never-ending-continuation: overflow once, no more than 64 KiB held, then the next code is read', () => {
    const [endless] = reportsOf(new Uint8Array(200).fill(65), ']Q3');
    const assembler = new ScanAssembler();
    const faults: string[] = [];
    let most = 0;
    const part = readScanReport(usual, endless ?? new Uint8Array());
    if (typeof part === 'string') throw new Error(part);
    for (let index = 0; index < 200_000; index += 1) {
      const { fault } = assembler.push(part, index / 100);
      if (fault) faults.push(fault);
      most = Math.max(most, assembler.size);
    }
    expect(faults).toEqual(['reader-overflow']);
    expect(most).toBeLessThanOrEqual(maxPayloadBytes);
    expect(assembler.expire(2_000 + partPauseMs)).toBeNull();
    expect(assembler.push({ ...part, data: utf8('B'), continued: false }, 9_000).scan?.bytes).toEqual(
      utf8('B'),
    );
  });

  test('continuation-of-nothing: a million empty parts hold no memory', () => {
    const assembler = new ScanAssembler();
    const empty = { data: new Uint8Array(), aim: null, vendorSymbology: null, continued: true };
    for (let index = 0; index < 1_000_000; index += 1) assembler.push(empty, index / 10_000);
    expect(assembler.size).toBe(0);
  });

  test('promised-more-and-stopped: cut off after the pause', () => {
    const [half] = reportsOf(new Uint8Array(100).fill(65), ']Q3');
    const { assembler } = assemble(usual, [half ?? new Uint8Array()]);
    expect(assembler.expire(partPauseMs - 1)).toBeNull();
    expect(assembler.expire(partPauseMs)).toBe('reader-cut-off');
    expect(assembler.open).toBe(false);
  });
});

describe('descriptors as makers write them', () => {
  test('no-length-field: the zeros behind the data are no part of it', () => {
    const layout = layoutOf(hex('058c0902a1010912a102150026ff0075089508' + '09fe8102c0c0'));
    expect(layout.numbered).toBe(false);
    expect(assemble(layout, [hex('4142430000000000')]).scans).toEqual([
      { text: 'ABC', aim: null, vendor: null },
    ]);
  });

  test('identifiers-under-a-usage-range: read all the same', () => {
    const layout = layoutOf(
      hex('058c0902a1010912a1028502150026ff00750895010501093b8102058c950319fb29fd8102950409fe8102c0c0'),
    );
    const report = Uint8Array.of(2, 2, ...utf8(']Q1'), 65, 66, 0, 0);
    expect(assemble(layout, [report]).scans).toEqual([{ text: 'AB', aim: ']Q1', vendor: null }]);
  });

  test('unnamed-trigger-bit: an output of the trigger report without a usage is the trigger', () => {
    const layout = layoutOf(
      hex(
        '058C0902A1010912A1028502150026FF00750895010501093B8102058C950309FB09FC09FD8102953809FE82020195010666FF09048102058C09FF75012501810295078103C00914A102850415002501750195010900910295079103C0C0',
      ),
    );
    expect(layout.signal('trigger-on')).toEqual({ kind: 'output', bytes: Uint8Array.of(4, 1) });
    expect(layout.signal('good')).toBeNull();
  });

  test('beep and trigger set their own bit and no other', () => {
    expect(usual.signal('trigger-on')?.bytes).toEqual(Uint8Array.of(4, 1));
    expect(usual.signal('trigger-off')?.bytes).toEqual(Uint8Array.of(4, 0));
    expect(usual.signal('error')?.bytes).toEqual(Uint8Array.of(4, 4));
    expect(usual.signal('good')?.bytes).toEqual(Uint8Array.of(4, 8));
  });

  test('cordless-out-of-range: told from its status report', () => {
    expect(usual.obstacle(new Map([[6, Uint8Array.of(0)]]))).toBe('reader-out-of-range');
    expect(usual.obstacle(new Map([[6, Uint8Array.of(2)]]))).toBeNull();
    expect(usual.obstacle(new Map())).toBeNull();
  });

  test('no-scanner: a keyboard is none', () => {
    const keyboard = readDescriptor(
      hex('05010906a101050719e029e71500250175019508810295017508810195067508150025650507190029658100c0'),
    );
    expect(keyboard && scannerLayout(keyboard)).toBeNull();
  });
});

describe('whatever bytes come', () => {
  const anyBytes = fc.uint8Array({ maxLength: 300 });
  /** Mostly sound descriptors with some bytes changed: deeper than pure noise. */
  const bent = fc
    .array(fc.tuple(fc.nat({ max: usualDescriptor.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 })
    .map((changes) => {
      const bytes = usualDescriptor.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });

  test('descriptor-noise: read or refused, and every report of it read within its bounds', () => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, bent), fc.array(anyBytes, { maxLength: 8 }), (bytes, reports) => {
        const descriptor = readDescriptor(bytes);
        if (!descriptor) return;
        expect(descriptor.fields.length).toBeLessThanOrEqual(512);
        const layout = scannerLayout(descriptor);
        if (!layout) return;
        for (const signal of ['trigger-on', 'trigger-off', 'good', 'error'] as const)
          expect(layout.signal(signal)?.bytes.length ?? 0).toBeLessThanOrEqual(8193);
        const assembler = new ScanAssembler();
        reports.forEach((report, index) => {
          const part = readScanReport(layout, report);
          if (part === 'other') return;
          if (part !== 'garbled') expect(part.data.length).toBeLessThanOrEqual(report.length);
          assembler.push(part, index);
          expect(assembler.size).toBeLessThanOrEqual(maxPayloadBytes);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test('report-noise: a scanner that sends noise never gets a code out of its bounds, and reads on afterwards', () => {
    const noise = fc.uint8Array({ minLength: 0, maxLength: 70 }).map((bytes) => {
      if (bytes.length > 0) bytes[0] = 2;
      return bytes;
    });
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 30 }), (reports) => {
        const { assembler } = assemble(usual, reports);
        const after = reports.length + partPauseMs;
        assembler.expire(after);
        const [sound] = reportsOf(utf8('001099012345'), ']Q3');
        const part = readScanReport(usual, sound ?? new Uint8Array());
        if (typeof part === 'string') throw new Error(part);
        expect(assembler.push(part, after).scan?.bytes).toEqual(utf8('001099012345'));
      }),
      { numRuns: 1_000 },
    );
  });

  test('any payload comes out as it went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), (payload) => {
        const assembler = new ScanAssembler();
        const got = reportsOf(payload, ']Q3').map((report, index) => {
          const part = readScanReport(usual, report);
          return typeof part === 'string' ? null : assembler.push(part, index).scan;
        });
        expect(got.at(-1)?.bytes).toEqual(payload);
        expect(got.slice(0, -1).every((scan) => scan === null)).toBe(true);
      }),
    );
  });

  test('bits written are the bits read', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 32 }), fc.nat(), (offset, size, raw) => {
        const report = new Uint8Array(12).fill(0xaa);
        const value = raw % 2 ** size;
        writeBits(report, offset, size, value);
        expect(readBits(report, offset, size)).toBe(value);
      }),
    );
  });
});
