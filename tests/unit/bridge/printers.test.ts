import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rasterBands } from '../../../native-bridge/printers/escpos.ts';
import {
  changeFailure,
  isEcho,
  marksOf,
  nearEnd,
  readReplies,
  statusFailure,
} from '../../../native-bridge/printers/escpos-replies.ts';
import { LetterSlots, slotCodes } from '../../../native-bridge/printers/letter-slots.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';

test('any bytes, cut anywhere: the simulator neither throws nor hangs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }),
      fc.boolean(),
      (chunks, paperOut) => {
        const printer = new SlipSimulator(384);
        printer.paperOut = paperOut;
        for (const chunk of chunks) printer.receive(chunk);
      },
    ),
  );
});

test('bands hold every row once, none higher than one byte can say', () => {
  const bits = Uint8Array.from({ length: 48 * 1_000 }, (_, at) => at % 251);
  const bands = rasterBands({ bits, widthPx: 384, heightPx: 1_000 }, 48);
  expect(Buffer.concat(bands.map((band) => band.subarray(8))).equals(Buffer.from(bits))).toBe(true);
  for (const band of bands) {
    expect((band[6] ?? 0) * 48 + 8).toBe(band.length);
    expect(band[7]).toBe(0);
  }
});

test('no byte is both an answer to DLE EOT and one to GS r', () => {
  for (let byte = 0; byte < 256; byte += 1)
    expect(readReplies([byte, 0x80]).filter(({ kind }) => kind !== 'block').length).toBeLessThan(2);
});

test('any garbage: what is read as answers never has more bytes than came', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const replies = readReplies([...bytes]);
      const size = {
        status: () => 1,
        turn: () => 1,
        change: () => 4,
        block: (text: string) => text.length + 2,
      };
      const total = replies.reduce(
        (sum, reply) => sum + (reply.kind === 'block' ? size.block(reply.text) : size[reply.kind]()),
        0,
      );
      expect(total).toBeLessThanOrEqual(bytes.length);
    }),
  );
});

test('an echo is found among other answers, and only its own, and only whole', () => {
  const echo = [0x37, 0x22, 0x34, 0x37, 0x31, 0x31, 0];
  const found = (received: number[], id: string) => readReplies(received).some((reply) => isEcho(reply, id));
  expect(found([0x12, 0, ...echo, 0x12], '4711')).toBe(true);
  expect(found([0x37, ...echo], '4711')).toBe(false);
  expect(found(echo, '4712')).toBe(false);
  expect(found(echo.slice(0, -1), '4711')).toBe(false);
});

test('marks-of-another-session: a list of keys is read in pairs', () => {
  const [reply] = readReplies([0x37, 0x73, 0x40, 0x41, 0x42, 0x43, 0x44, 0]);
  expect(reply && marksOf(reply)).toEqual(['AB', 'CD']);
  const [none] = readReplies([0x37, 0x73, 0x40, 0]);
  expect(none && marksOf(none)).toEqual([]);
});

test.each([
  [{ printer: 0x12, offlineCause: 0x12, paper: 0x12 }, undefined],
  [{ printer: 0x12, offlineCause: undefined, paper: undefined }, undefined],
  [{ printer: 0x12, offlineCause: 0x12, paper: 0x1e }, undefined],
  [{ printer: 0x1a, offlineCause: 0x32, paper: 0x72 }, 'printer-paper-out paper'],
  [{ printer: 0x1a, offlineCause: 0x16, paper: 0x72 }, 'printer-cover-open cover'],
  [{ printer: 0x1a, offlineCause: 0x52, error: 0x1a, paper: 0x12 }, 'printer-failed cutter'],
  [{ printer: 0x1a, offlineCause: 0x52, paper: 0x12 }, 'printer-failed error'],
])('status %j: %s', (status, failure) => {
  const told = statusFailure(status);
  expect(told ? `${told.code} ${told.reason}` : undefined).toBe(failure);
});

test('paper-near-end is a warning, never a failure', () => {
  const status = { printer: 0x12, offlineCause: 0x12, paper: 0x1e };
  expect([nearEnd(status), statusFailure(status)]).toEqual([true, null]);
  expect(changeFailure([0x10, 0, 0x03, 0x0f])).toBeNull();
});

test('letters-of-two-slips: a code is never shared, and the longest unused goes first', () => {
  const slots = new LetterSlots();
  const alphabet = Array.from({ length: 400 }, (_, place) => String.fromCodePoint(0x1ea0 + place));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 94 }), (letters) => {
      const fresh = slots.place(letters);
      const codes = [...new Set(letters)].map((letter) => slots.codeOf(letter));
      expect(new Set(codes).size).toBe(new Set(letters).size);
      for (const code of codes) expect(slotCodes).toContain(code);
      for (const { letter, code } of fresh) expect(slots.codeOf(letter)).toBe(code);
    }),
  );
  expect(slots.size).toBeLessThanOrEqual(slotCodes.length);
});
