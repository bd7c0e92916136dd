import fc from 'fast-check';
import { expect, test } from 'vitest';
import { understandPage } from '../../../native-bridge/imaging/understand/understand-page.ts';

const fillings = {
  black: () => 0,
  white: () => 255,
  grey: () => 128,
  noise: (at: number) => Math.imul(at + 1, 2_654_435_761) >>> 24,
  chequers: (at: number) => ((at / 3) & 1) * 255,
};

function pictureOf(widthPx: number, heightPx: number, filling: keyof typeof fillings) {
  const level = fillings[filling];
  return {
    widthPx,
    heightPx,
    data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => level(at)),
  };
}

test('pictures of any size that hold nothing sensible: an answer, no angle made up out of nothing', () => {
  const size = fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 400 }));
  const filling = fc.constantFrom(...(Object.keys(fillings) as (keyof typeof fillings)[]));
  const dpi = fc.oneof(
    fc.constantFrom(0, -1, Number.NaN, Infinity, 1e9, 1),
    fc.double({ min: 10, max: 1300 }),
  );
  fc.assert(
    fc.property(size, size, filling, dpi, (widthPx, heightPx, level, claimed) => {
      const { skewDeg, blankDegree } = understandPage(pictureOf(widthPx, heightPx, level), claimed);
      expect(blankDegree).toBeGreaterThanOrEqual(0);
      if (skewDeg !== null) expect(Math.abs(skewDeg)).toBeLessThan(16);
    }),
    { numRuns: 40 },
  );
});

test('a page of noise alone, one pixel wide, one pixel high', () => {
  expect(understandPage(pictureOf(620, 877, 'noise'), 150).turnSure).toBe(false);
  for (const [widthPx, heightPx] of [
    [1, 3000],
    [3000, 1],
  ] as const)
    expect(understandPage(pictureOf(widthPx, heightPx, 'noise'), 300).skewDeg).toBeNull();
});

test('a black and a white page: no angle, no orientation', () => {
  for (const level of ['black', 'white'] as const) {
    const { skewDeg, turnSure } = understandPage(pictureOf(620, 877, level), 75);
    expect([skewDeg, turnSure]).toEqual([null, false]);
  }
});
