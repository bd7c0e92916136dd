/** Bad pages through the real worker and the real store: each ends as a page of the right size. */
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from '../../../main/domain/dossier.ts';
import { colourAt, pagePicture } from '../../unit/imaging/samples.ts';
import { formPage, jpegOf } from './form-page.ts';
import { openDesk, type Desk } from './intake-desk.ts';

let desk: Desk;
let form: Sharp;

beforeAll(async () => {
  desk = openDesk();
  const { page } = await formPage({ portrait: false });
  form = sharp(await jpegOf(page));
});
afterAll(async () => await desk.bench.close());

const solid = (widthPx: number, heightPx: number, background: string) =>
  sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } });

function expectTrueSize(page: Page, [width, height]: readonly [number, number]) {
  expect(Math.abs(width * page.dpi - page.widthPx)).toBeLessThanOrEqual(1);
  expect(Math.abs(height * page.dpi - page.heightPx)).toBeLessThanOrEqual(1);
}

const dark = (colour: number[]) => colour.every((value) => value < 60);
const white = (colour: number[]) => colour.every((value) => value > 240);

describe('pages that hold nothing, or too much', () => {
  test.each([
    ['black', '#000000', 0],
    ['white', '#ffffff', 255],
  ])('a %s page stays one', async (_, colour, level) => {
    const page = await desk.scan(await solid(620, 877, colour).jpeg().toBuffer(), 150);
    const { inches, picture, facts } = await desk.inFile(page, 50);
    expectTrueSize(page, inches);
    expect(facts).toMatchObject({ skewDeg: null });
    for (const value of await colourAt(picture, 1, 1)) expect(Math.abs(value - level)).toBeLessThan(8);
  });

  test('noise without a paper', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const bytes = await sharp({
      create: { width: 620, height: 877, channels: 3, background: '#000', noise },
    })
      .jpeg()
      .toBuffer();
    const page = await desk.scan(bytes, 150);
    expectTrueSize(page, (await desk.inFile(page, 50)).inches);
  });

  test('a page photographed at 45° is not turned by a guess', async () => {
    const page = await desk.pageOf(
      await form.clone().resize(827, 1169).rotate(45, { background: '#333333' }).jpeg().toBuffer(),
    );
    const { inches, facts } = await desk.inFile(page, 50);
    expectTrueSize(page, inches);
    expect(facts).toMatchObject({ skewDeg: null, blank: false });
  });
});

describe('pictures of other kinds than a scanner gives', () => {
  test.each<[string, (page: Sharp) => Promise<Uint8Array>]>([
    ['16 bits a channel', (page) => page.toColourspace('rgb16').png().toBuffer()],
    ['CMYK', (page) => page.toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['palette', (page) => page.png({ palette: true, colours: 16 }).toBuffer()],
    ['grey and alpha', (page) => page.ensureAlpha().toColourspace('b-w').png().toBuffer()],
    ['progressive JPEG', (page) => page.jpeg({ progressive: true }).toBuffer()],
    ['LZW TIFF', (page) => page.tiff({ compression: 'lzw' }).toBuffer()],
  ])('%s', async (_, encoded) => {
    const page = await desk.pageOf(await encoded(pagePicture(827, 1169)));
    expect(page).toMatchObject({ widthPx: 827, heightPx: 1169 });
    const { inches, picture } = await desk.inFile(page, 100);
    expectTrueSize(page, inches);
    expect(await colourAt(picture, 0, 0)).toSatisfy(dark);
    expect(await colourAt(picture, 3, 3)).toSatisfy(white);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'EXIF orientation %i: size and content are right in the file',
    async (orientation) => {
      const stored = await pagePicture(400, 600).withMetadata({ orientation }).jpeg().toBuffer();
      const seen = await sharp(await sharp(stored).autoOrient().toBuffer()).metadata();
      expect([seen.width, seen.height]).toEqual(orientation >= 5 ? [600, 400] : [400, 600]);
      const page = await desk.pageOf(stored);
      expect([page.widthPx, page.heightPx]).toEqual([seen.width, seen.height]);
      const { inches, picture } = await desk.inFile(page, page.dpi);
      expectTrueSize(page, inches);
      // where the dark corner of the upright picture comes to lie
      const [column = 0, row = 0] =
        [[], [0, 0], [3, 0], [3, 3], [0, 3], [0, 0], [3, 0], [3, 3], [0, 3]][orientation] ?? [];
      expect(await colourAt(picture, column, row)).toSatisfy(dark);
      expect(await colourAt(picture, 3 - column, 3 - row)).toSatisfy(white);
    },
  );

  test('a JPEG with rubbish behind its end is kept with it, and read', async () => {
    const bytes = Buffer.concat([
      await pagePicture(827, 1169).jpeg().toBuffer(),
      Buffer.alloc(50_000, 'rác '),
    ]);
    const { files, pages } = await desk.capture(bytes);
    expect(files[0]?.bytes).toBe(bytes.byteLength);
    const kept = await desk.bench.blobs.get(files[0]?.blob ?? '');
    expect(kept.ok && bytes.equals(Buffer.from(kept.value))).toBe(true);
    expect(pages).toHaveLength(1);
  });
});

describe('resolutions', () => {
  test.each([100, 150, 200, 400, 600])('a page of %i dpi is 1:1 in its file', async (dpi) => {
    const [width, height] = [Math.round(4.13 * dpi), Math.round(5.83 * dpi)];
    const page = await desk.scan(await form.clone().resize(width, height).jpeg().toBuffer(), dpi);
    expect(page).toMatchObject({ widthPx: width, heightPx: height, dpi });
    const { inches, facts } = await desk.inFile(page, 50);
    expectTrueSize(page, inches);
    expect(facts?.form === 'coarse').toBe(dpi < 150);
  });

  test.each([0, -300, 1, 65_535, 1e9])('a device that tells %d dpi: the page is taken as A4', async (dpi) => {
    const page = await desk.scan(await pagePicture(1240, 1754).jpeg().toBuffer(), dpi);
    expect(page.dpi).toBeCloseTo(150, 0);
    expectTrueSize(page, (await desk.inFile(page, 50)).inches);
  });

  test.each([1, 72, 65_535])('a tag of %i dpi in a file: the page is taken as A4', async (density) => {
    const page = await desk.pageOf(await pagePicture(1240, 1754).withMetadata({ density }).jpeg().toBuffer());
    expect(page.dpi).toBeCloseTo(150, 0);
  });

  test('a picture that is reduced and turned keeps to the limit of a page, or it could not be prepared', async () => {
    const large = solid(8925, 5473, '#ffffff').withMetadata({ orientation: 6 });
    const page = await desk.pageOf(await large.jpeg().toBuffer());
    expect(page.heightPx).toBeGreaterThan(page.widthPx);
    expect(page.widthPx * page.heightPx).toBeLessThanOrEqual(36_000_000);
  });
});
