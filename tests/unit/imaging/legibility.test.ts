import { describe, expect, test } from 'vitest';
import { legibility } from '../../../native-bridge/imaging/layers/legibility.ts';
import { pageAtTwoSizes } from '../../../native-bridge/imaging/layers/page-at-two-sizes.ts';
import { paperLevel } from '../../../native-bridge/imaging/layers/paper-level.ts';
import { gainsOf } from '../../../native-bridge/imaging/layers/whiten.ts';
import type { Rgb } from '../../../native-bridge/imaging/raster.ts';

const [widthPx, heightPx] = [600, 450];

/** Paper of 240 with what `darkness` takes away, grey. */
function page(darkness: (x: number, y: number) => number): Rgb {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < widthPx * heightPx; at += 1)
    data.fill(240 - darkness(at % widthPx, Math.floor(at / widthPx)), at * 3, at * 3 + 3);
  return { widthPx, heightPx, data };
}

async function judged(was: Rgb, shown: Rgb) {
  const before = await pageAtTwoSizes(was, 300);
  const after = await pageAtTwoSizes(shown, 300);
  const paper = paperLevel(before.reduced);
  const gains = gainsOf(paper);
  // shown in the light that the layers' paper is given
  const lit = Uint8Array.from(after.reduced.data, (value) =>
    Math.min(255, Math.round(value * (gains[0] ?? 1))),
  );
  return legibility(before, paper, gains, { ...after.reduced, data: lit });
}

const dot = (x: number, y: number) => (x >= 300 && x < 303 && y >= 201 && y < 204 ? 120 : 0);
const hairline = (x: number, y: number) => (y === 150 && x > 100 && x < 500 ? 90 : 0);
const fold = (x: number) => (x > 330 ? 30 : 0);
const bare = () => 0;

describe('whether layers show what the page shows', () => {
  test('a page against itself: all is there', async () => {
    const written = page((x, y) => Math.max(dot(x, y), hairline(x, y)));
    expect(await judged(written, written)).toMatchObject({ lostMarks: [], wrongTones: 0, legible: true });
  });

  test.each([
    ['a dot of a quarter of a millimetre', dot],
    ['a hairline', hairline],
  ])('%s that is gone is missed', async (_, mark) => {
    const result = await judged(page(mark), page(bare));
    expect(result.lostMarks.length).toBeGreaterThan(0);
    expect(result.legible).toBe(false);
  });

  test('a step from lighter to darker paper that was evened is no lost mark', async () => {
    expect(await judged(page(fold), page(bare))).toMatchObject({ lostMarks: [] });
  });

  test('black where white was is a wrong tone', async () => {
    const bar = page((_, y) => (y > 100 && y < 140 ? 200 : 0));
    const torn = page((x, y) => (y > 100 && y < 140 && x > 300 ? 0 : y > 100 && y < 140 ? 200 : 0));
    expect((await judged(bar, torn)).legible).toBe(false);
  });
});
