import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import type { Rgb } from '../../../native-bridge/imaging/raster.ts';
import { understandPage } from '../../../native-bridge/imaging/understand/understand-page.ts';
import type { PageBox } from '../../../native-bridge/imaging/understand/page-box.ts';
import type { Wish } from '../../corpus/conditions.ts';
import { makePage } from '../../corpus/make-page.ts';
import { realPageBytes, realPages } from '../../corpus/real-pages.ts';

/** Making the pages takes longer than looking at them. */
vi.setConfig({ testTimeout: 60_000 });

const plain = {
  kind: 'letter',
  dpi: 200,
  lid: 'none',
  skewDeg: 0.6,
  turnDeg: 0,
  bleed: 0,
  bentCorner: false,
} as const;

function verdictsOf(wish: Wish) {
  const { picture, truth } = makePage({ ...plain, ...wish });
  return understandPage(picture, truth.dpi).verdicts;
}

test('a page as it should be: no verdict', () => {
  for (const seed of [301, 304]) expect(verdictsOf({ seed })).toEqual([]);
});

async function afterJpeg(picture: Rgb, quality: number): Promise<Rgb> {
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 } as const;
  const jpeg = await sharp(picture.data, { raw }).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
  return { ...picture, data: new Uint8Array(await sharp(jpeg).raw().toBuffer()) };
}

test.each([
  [301, 2.5],
  [305, 4],
  // so far out of focus that letters run together
  [324, 6],
])('captured out of focus, as it is and after JPEG: seed %i, %d px', async (seed, blurPx) => {
  const { picture, truth } = makePage({ ...plain, seed, blurPx });
  const blurred = expect.objectContaining({ kind: 'blur', severity: 'rescan' });
  for (const page of [picture, await afterJpeg(picture, 92), await afterJpeg(picture, 60)])
    expect(understandPage(page, truth.dpi).verdicts).toContainEqual(blurred);
});

test('a photograph is soft, a sharp page with one is not out of focus; nor are coarse pages that were really scanned', async () => {
  const page = makePage({ ...plain, seed: 2, kind: 'photo' });
  const kinds = understandPage(page.picture, 200).verdicts.map(({ kind }) => kind);
  expect(kinds).not.toContain('blur');
  for (const real of realPages) {
    const { data, info } = await sharp(realPageBytes(real))
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const dpi = Math.min(info.width / 8.27, info.height / 11.69);
    const { verdicts } = understandPage({ widthPx: info.width, heightPx: info.height, data }, dpi);
    expect(
      verdicts.filter(({ kind }) => kind === 'blur'),
      real.file,
    ).toEqual([]);
  }
});

test('print too pale to be read', () => {
  const { picture, truth } = makePage({ ...plain, seed: 301 });
  const data = picture.data.map((level) => 255 - (255 - level) * 0.17);
  const { verdicts } = understandPage({ ...picture, data }, truth.dpi);
  expect(verdicts).toContainEqual(expect.objectContaining({ kind: 'unreadable', severity: 'rescan' }));
});

test('captured at 150 dpi, and at 100', () => {
  expect(verdictsOf({ seed: 302, dpi: 150 })).toMatchObject([
    { kind: 'low-dpi', severity: 'warn', value: 150 },
  ]);
  expect(verdictsOf({ seed: 302, dpi: 100 })).toContainEqual(
    expect.objectContaining({ kind: 'low-dpi', severity: 'rescan' }),
  );
});

test('a lamp has blown out a spot: where', () => {
  const [verdict] = verdictsOf({ seed: 301, glare: 1 }).filter(({ kind }) => kind === 'glare');
  expect(verdict?.severity).toBe('rescan');
  expect(verdict?.box.width).toBeGreaterThan(300);
});

test('a deep shadow across the page', () => {
  expect(verdictsOf({ seed: 301, shadow: 0.6 }).map(({ kind }) => kind)).toContain('shadow');
});

test('text that runs out of the picture', () => {
  const { picture, truth } = makePage({ ...plain, seed: 306 });
  const cutAt = Math.round(truth.widthPx * 0.4);
  const data = new Uint8Array(cutAt * truth.heightPx * 3);
  for (let y = 0; y < truth.heightPx; y += 1)
    data.set(picture.data.subarray(y * truth.widthPx * 3, (y * truth.widthPx + cutAt) * 3), y * cutAt * 3);
  const { verdicts } = understandPage({ widthPx: cutAt, heightPx: truth.heightPx, data }, truth.dpi);
  expect(verdicts).toMatchObject([{ kind: 'cut', severity: 'rescan' }]);
});

function covered(part: PageBox, by: PageBox): number {
  const width = Math.min(part.x + part.width, by.x + by.width) - Math.max(part.x, by.x);
  const height = Math.min(part.y + part.height, by.y + by.height) - Math.max(part.y, by.y);
  return (Math.max(0, width) * Math.max(0, height)) / (part.width * part.height);
}

test('red stamps, fresh and faint, are regions of colour; a page in black has none', () => {
  for (const wish of [
    { seed: 302 },
    { seed: 7, kind: 'marked-back' as const },
    { seed: 5, kind: 'marked-back' as const },
  ]) {
    const { picture, truth } = makePage({ ...plain, ...wish });
    const stamps = truth.regions.filter(({ kind }) => kind === 'stamp');
    const { colours, hasColour } = understandPage(picture, truth.dpi);
    for (const { box } of stamps) {
      const red = colours.filter(({ kind }) => kind === 'red').map((region) => covered(box, region.box));
      expect(Math.max(0, ...red), `seed ${wish.seed}`).toBeGreaterThan(0.8);
    }
    if (stamps.length > 0) expect(hasColour).toBe(true);
  }
  const grey = makePage({ ...plain, seed: 3, kind: 'blank-back' });
  expect(understandPage(grey.picture, 200).hasColour).toBe(false);
});

test('two identity cards on a dark lid are two papers of that size, their corners within a millimetre', () => {
  const { picture, truth } = makePage({
    seed: 11,
    kind: 'id-card',
    lid: 'dark',
    dpi: 200,
    turnDeg: 0,
    skewDeg: 4,
  });
  const { papers } = understandPage(picture, truth.dpi);
  expect(papers.map(({ size }) => size)).toEqual(['id-card', 'id-card']);
  for (const { corners } of truth.papers) {
    const off = papers.map((paper) =>
      Math.max(
        ...corners.map((corner) =>
          Math.min(...paper.corners.map(({ x, y }) => Math.hypot(x - corner.x, y - corner.y))),
        ),
      ),
    );
    expect((Math.min(...off) * 25.4) / truth.dpi).toBeLessThan(1);
  }
});

test('the frame, the photograph and the table of a page are no papers of their own', () => {
  for (const [seed, kind] of [
    [8, 'certificate'],
    [33, 'certificate'],
    [24, 'table'],
    [2, 'photo'],
  ] as const) {
    const skewDeg = seed === 33 ? -9.4 : 3;
    const { picture, truth } = makePage({ ...plain, seed, kind, skewDeg, dpi: 150 });
    expect(understandPage(picture, truth.dpi).papers, `seed ${seed}`).toEqual([]);
  }
});
