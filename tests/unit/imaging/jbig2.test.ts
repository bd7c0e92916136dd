import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArithmeticEncoder } from '../../../native-bridge/imaging/jbig2/arithmetic-encoder.ts';
import { jbig2Stream } from '../../../native-bridge/imaging/jbig2/embedded-stream.ts';

test('the worked sequence of T.88, H.2: 256 bits in one context', () => {
  const bits = Buffer.from('00020051000000C00352872AAAAAAAAA82C02000FCD79EF6BF7FED904F46A3BF', 'hex');
  const coder = new ArithmeticEncoder();
  const contexts = new Uint8Array(1);
  for (const byte of bits) for (let bit = 7; bit >= 0; bit -= 1) coder.encode(contexts, 0, (byte >> bit) & 1);
  expect(Buffer.from(coder.finish()).toString('hex')).toBe(
    '84c73bfce1a1430402200000410dbb86f4317fff88ff37471adb6adfffac',
  );
});

test('the same picture gives the same bytes, and the lengths in its headers are those of its parts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer(),
      (w, h, seed) => {
        const pixels = Uint8Array.from(
          { length: w * h },
          (_, at) => (Math.imul(at + seed, 2_654_435_761) >>> 13) & 1,
        );
        const stream = jbig2Stream({ widthPx: w, heightPx: h, pixels }, 300);
        expect(jbig2Stream({ widthPx: w, heightPx: h, pixels }, 300)).toEqual(stream);
        const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
        const pageLength = view.getUint32(7);
        expect(11 + pageLength + 11 + view.getUint32(11 + pageLength + 7)).toBe(stream.length);
        expect([view.getUint32(11), view.getUint32(15)]).toEqual([w, h]);
      },
    ),
  );
});
