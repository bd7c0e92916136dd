/** Scans in the bytes of a serial line: by terminator, by prefix, by quiet time; bounded whatever comes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxPayloadBytes } from '../../../native-bridge/readers/assembler.ts';
import { quietMs, SerialFrames } from '../../../native-bridge/readers/serial/frames.ts';
import { splitAim, symbologyOf } from '../../../native-bridge/readers/symbology.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const texts = (scans: readonly Uint8Array[]): string[] =>
  scans.map((scan) => Buffer.from(scan).toString('latin1'));

/** Pushes the pieces 1 ms apart, then waits for the quiet time. */
function play(pieces: readonly Uint8Array[]) {
  const frames = new SerialFrames();
  const scans: Uint8Array[] = [];
  const faults: string[] = [];
  pieces.forEach((piece, index) => {
    const got = frames.push(piece, index);
    scans.push(...got.scans);
    if (got.fault) faults.push(got.fault);
  });
  scans.push(...frames.quiet(pieces.length + quietMs));
  return { scans: texts(scans), faults, frames };
}

describe('frames', () => {
  test.each([
    ['CR', 'ABC\r', ['ABC']],
    ['LF', 'ABC\n', ['ABC']],
    ['CR LF is one end, not two', 'ABC\r\nDEF\r\n', ['ABC', 'DEF']],
    ['STX and ETX', '\x02ABC\x03', ['ABC']],
    ['line ends inside STX and ETX belong to the code', '\x02A\r\nB\x03', ['A\r\nB']],
    ['no terminator: the quiet time ends it', 'ABC', ['ABC']],
    ['nothing between two ends is no scan', '\r\n\r\n', []],
  ])('%s', (_, sent, expected) => {
    expect(play([bytes(sent)]).scans).toEqual(expected);
    // The line may deliver it byte by byte.
    expect(play([...bytes(sent)].map((byte) => Uint8Array.of(byte))).scans).toEqual(expected);
  });

  test('broken-off-before-a-prefix: the tail is dropped and said', () => {
    const { scans, faults } = play([bytes('tail\x02ABC\x03')]);
    expect(scans).toEqual(['ABC']);
    expect(faults).toEqual(['reader-cut-off']);
  });

  test('ten-megabytes-without-an-end: overflow, 64 KiB held at most, and the next code is read', () => {
    const frames = new SerialFrames();
    const faults = new Set<string>();
    const piece = new Uint8Array(4096).fill(65);
    for (let sent = 0; sent < 10 * 1024 * 1024; sent += piece.length) {
      const { fault, scans } = frames.push(piece, 0);
      if (fault) faults.add(fault);
      expect(scans).toEqual([]);
      expect(frames.size).toBeLessThanOrEqual(maxPayloadBytes);
    }
    expect([...faults]).toEqual(['reader-overflow']);
    expect(texts(frames.push(bytes('\rABC\r'), 1).scans)).toEqual(['ABC']);
  });

  test('serial-noise: never more held than allowed, every terminated code comes out whole', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (noise) => {
        const { frames } = play(noise);
        expect(frames.open).toBe(false);
        expect(texts(frames.push(bytes('\x02001099012345\x03'), 1e6).scans)).toEqual(['001099012345']);
      }),
      { numRuns: 1_000 },
    );
  });

  test('cut anywhere, the same scans come out', () => {
    const line = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.array(fc.nat({ max: 30 })), (lines, cuts) => {
        const all = bytes(lines.map((text) => `${text}\r`).join(''));
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const cut of [...cuts, all.length]) {
          pieces.push(all.subarray(at, at + cut));
          at += cut;
        }
        expect(play(pieces).scans).toEqual(lines);
      }),
    );
  });
});

describe('AIM identifiers', () => {
  test.each([
    [']Q3', 'qr'],
    [']E0', 'ean-upc'],
    [']C1', 'code128'],
    [']d2', 'datamatrix'],
    [']X0', 'other'],
    [null, 'unknown'],
  ])('%s is %s', (aim, name) => {
    expect(symbologyOf(aim)).toBe(name);
  });

  test('inherited names are no symbologies, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const split = splitAim(text);
        expect((split.aim ?? '') + split.text).toBe(text);
        expect(symbologyOf(split.aim)).toMatch(/^[a-z0-9-]+$/);
        expect(symbologyOf(text)).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });
});
