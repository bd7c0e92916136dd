import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  askEcho,
  findEcho,
  isStatus,
  isTurn,
  rasterBands,
  statusFailure,
} from '../../../native-bridge/printers/escpos.ts';
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
  const bands = rasterBands({ bits, widthPx: 384, heightPx: 1_000 });
  expect(Buffer.concat(bands.map((band) => band.subarray(8))).equals(Buffer.from(bits))).toBe(true);
  for (const band of bands) {
    expect((band[6] ?? 0) * 48 + 8).toBe(band.length);
    expect(band[7]).toBe(0);
  }
});

test('no byte is both an answer to DLE EOT and one to GS r', () => {
  for (let byte = 0; byte < 256; byte += 1) expect(isStatus(byte) && isTurn(byte)).toBe(false);
});

test('an echo is found among other answers, and only its own', () => {
  const echo = [0x37, 0x22, ...askEcho('4711').slice(7), 0];
  expect(findEcho([0x12, 0, ...echo, 0x12], '4711')).toBe(2);
  expect(findEcho(echo, '4712')).toBe(-1);
  expect(findEcho(echo.slice(0, -1), '4711')).toBe(-1);
});

test.each([
  [{ printer: 0x12, offlineCause: 0x12, paper: 0x12 }, null],
  [{ printer: 0x12, offlineCause: undefined, paper: undefined }, null],
  [{ printer: 0x12, offlineCause: 0x12, paper: 0x1e }, null],
  [{ printer: 0x1a, offlineCause: 0x32, paper: 0x72 }, 'printer-paper-out'],
  [{ printer: 0x1a, offlineCause: 0x16, paper: 0x72 }, 'printer-cover-open'],
  [{ printer: 0x1a, offlineCause: 0x52, paper: 0x12 }, 'printer-failed'],
])('status %j: %s', (status, failure) => {
  expect(statusFailure(status)).toBe(failure);
});
