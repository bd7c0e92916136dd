import { expect, test, vi } from 'vitest';
import { cutOut } from '../../../native-bridge/imaging/cut-papers.ts';
import { factsOf } from '../../../native-bridge/imaging/look.ts';
import type { Rgb } from '../../../native-bridge/imaging/raster.ts';
import { PageFacts } from '../../../native-bridge/contract-page-look.ts';
import { makePage } from '../../corpus/make-page.ts';
import { smallPapers } from '../../corpus/sets.ts';

/** Making the pages takes longer than looking at them. */
vi.setConfig({ testTimeout: 60_000 });

const flat = (level: number): Rgb => ({
  widthPx: 827,
  heightPx: 1169,
  data: new Uint8Array(827 * 1169 * 3).map(() => level + Math.floor(Math.random() * 8)),
});

test('a black picture is a fault and not an empty page', () => {
  for (const level of [0, 12, 40]) {
    const facts = factsOf(flat(level), 100, 100);
    expect(facts.blank).toBe(false);
    expect(facts.faults).toMatchObject([{ kind: 'dark', severity: 'rescan' }]);
  }
});

test('a white one is an empty page without a fault', () => {
  const facts = factsOf(flat(244), 200, 200);
  expect(facts).toMatchObject({ blank: true, faults: [] });
});

test('a blurred page: its place and the piece to magnify lie on the page, and there is writing in the piece', () => {
  const { picture, truth } = makePage({
    ...{ seed: 304, kind: 'letter', dpi: 200, lid: 'none', skewDeg: 0.6, turnDeg: 0, bleed: 0, blurPx: 4 },
    bentCorner: false,
  });
  const facts = PageFacts.parse(factsOf(picture, 200, 200));
  const blur = facts.faults.find(({ kind }) => kind === 'blur');
  expect(blur?.severity).toBe('rescan');
  const { x = 0, y = 0, width = 0, height = 0 } = blur?.closeUp ?? {};
  const written = truth.lines.some(
    ({ box }) =>
      box.x < (x + width) * truth.widthPx &&
      box.x + box.width > x * truth.widthPx &&
      box.y < (y + height) * truth.heightPx &&
      box.y + box.height > y * truth.heightPx,
  );
  expect(written).toBe(true);
});

test('two papers on the glass: each is cut out in its own size, and none of the lid is left', () => {
  const { picture, truth } = makePage({ ...smallPapers(2), dpi: 200 });
  const facts = factsOf(picture, truth.dpi, truth.dpi);
  expect(facts.papers).toHaveLength(2);
  for (const { corners } of facts.papers) {
    const cut = cutOut(picture, corners, 0);
    const mm = (px: number) => (px / truth.dpi) * 25.4;
    const paper = truth.papers[0];
    expect(Math.abs(mm(cut.widthPx) - (paper?.widthMm ?? 0))).toBeLessThan(1.5);
    expect(Math.abs(mm(cut.heightPx) - (paper?.heightMm ?? 0))).toBeLessThan(1.5);
    // Its middle is paper: lighter than the lid beside it.
    const at = (Math.floor(cut.heightPx / 2) * cut.widthPx + 40) * 3;
    expect(cut.data[at]).toBeGreaterThan(170);
  }
});

test('corners that lie outside of the picture give white, not a fall', () => {
  const corners = [
    { x: -0.5, y: -0.5 },
    { x: 1.5, y: -0.5 },
    { x: 1.5, y: 1.5 },
    { x: -0.5, y: 1.5 },
  ] as const;
  const cut = cutOut(flat(100), [...corners], 4);
  expect([...cut.data.slice(0, 3)]).toEqual([255, 255, 255]);
});
