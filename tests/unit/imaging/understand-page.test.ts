import { expect, test, vi } from 'vitest';
import { understandPage } from '../../../native-bridge/imaging/understand/understand-page.ts';
import { makePage } from '../../corpus/make-page.ts';
import { writtenPage } from '../../corpus/sets.ts';

/** Making the pages takes longer than looking at them. */
vi.setConfig({ testTimeout: 60_000 });

test('a skewed page: the angle of its lines to a tenth of a degree, its orientation too', () => {
  for (const seed of [1, 2, 12, 27]) {
    const { picture, truth } = makePage({ ...writtenPage(seed, 10), dpi: 150, faces: 'product' });
    const { skewDeg, turnDeg, turnSure, blank } = understandPage(picture, truth.dpi);
    const about = `seed ${seed}, ${truth.kind}`;
    expect(Math.abs((skewDeg ?? 99) - truth.skewDeg), about).toBeLessThan(0.1);
    expect([turnDeg, turnSure, blank], about).toEqual([truth.turnDeg, true, false]);
  }
});

test('a page at the end of the range, ±15°', () => {
  for (const skewDeg of [-14.8, 14.9]) {
    const { picture, truth } = makePage({
      seed: 9,
      kind: 'letter',
      skewDeg,
      turnDeg: 0,
      dpi: 150,
      lid: 'none',
    });
    expect(Math.abs((understandPage(picture, truth.dpi).skewDeg ?? 99) - skewDeg)).toBeLessThan(0.1);
  }
});

test('a photograph and an empty back: no orientation is guessed, and only the back is blank', () => {
  for (const kind of ['photo', 'blank-back'] as const) {
    const plain = { lid: 'none', bleed: 0, holes: false, bentCorner: false } as const;
    const { picture, truth } = makePage({ seed: 4, kind, dpi: 150, ...plain });
    const { skewDeg, turnDeg, turnSure, blank } = understandPage(picture, truth.dpi);
    expect([turnDeg, turnSure, blank], kind).toEqual([0, false, kind === 'blank-back']);
    if (kind === 'blank-back') expect(skewDeg).toBeNull();
  }
});

test('backs with one small thing on them are never blank; empty ones with bleed-through, dust and holes are', () => {
  for (const seed of [5, 6, 11, 20]) {
    const { picture, truth } = makePage({ seed, kind: 'marked-back', dpi: 150 });
    expect(understandPage(picture, truth.dpi).blank, `seed ${seed}: ${truth.marks[0]?.kind}`).toBe(false);
  }
  for (const seed of [3, 8]) {
    const wish = {
      seed,
      kind: 'blank-back',
      dpi: 150,
      bleed: 0.1,
      dust: 20,
      holes: true,
      lid: 'none',
      bentCorner: false,
    } as const;
    const { picture, truth } = makePage(wish);
    expect(understandPage(picture, truth.dpi).blank, `seed ${seed}`).toBe(true);
  }
});
