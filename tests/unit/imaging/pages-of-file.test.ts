import { PDFDocument, rgb } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { dpiOfPicture } from '../../../native-bridge/imaging/page-size.ts';
import { ask } from './ask.ts';
import { colourAt, pagePicture, rotatedPdf, textPdf } from './samples.ts';

const dark = (colour: number[]) => colour.every((value) => value < 60);
const white = (colour: number[]) => colour.every((value) => value > 240);
const red = ([r = 0, g = 255, b = 255]: number[]) => r > 170 && g < 70 && b < 80;

async function onePage(mime: 'image/jpeg' | 'image/png' | 'image/tiff', bytes: Uint8Array) {
  const { items } = await ask('pages', { mime, dpi: 200 }, [bytes]);
  const [page] = items;
  if (!page || items.length !== 1) throw new Error('expected one page');
  const [jpeg = new Uint8Array(), thumb = new Uint8Array()] = page.bodies;
  const head = await sharp(jpeg).metadata();
  expect(head).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3, depth: 'uchar' });
  // a JPEG that is kept as it came has its own; what is coded here keeps the red of stamps out of the text
  if (mime !== 'image/jpeg') expect(head.chromaSubsampling).toBe('4:4:4');
  expect([head.width, head.height]).toEqual([page.item.widthPx, page.item.heightPx]);
  const small = await sharp(thumb).metadata();
  expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(320);
  return { ...page.item, jpeg };
}

/** The sample's corners: dark top left, red below the middle at the left, white elsewhere. */
async function expectUpright(jpeg: Uint8Array) {
  expect(await colourAt(jpeg, 0, 0)).toSatisfy(dark);
  expect(await colourAt(jpeg, 0, 2)).toSatisfy(red);
  expect(await colourAt(jpeg, 3, 0)).toSatisfy(white);
  expect(await colourAt(jpeg, 3, 3)).toSatisfy(white);
}

describe('pictures become pages as a person sees them', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i', async (orientation) => {
    // what a camera in that position stores: the upright page through the inverse turn
    const upright = await pagePicture(400, 600).png().toBuffer();
    const swap = orientation >= 5;
    const flip = [2, 4, 5, 7].includes(orientation);
    const turn = { 1: 0, 2: 0, 3: 180, 4: 180, 5: 90, 6: 270, 7: 270, 8: 90 }[orientation] ?? 0;
    let stored = sharp(upright).rotate(turn);
    if (flip) stored = sharp(await stored.png().toBuffer()).flop();
    const bytes = await stored.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
    const head = await sharp(bytes).metadata();
    expect([head.orientation, head.width]).toEqual([orientation, swap ? 600 : 400]);
    const page = await onePage('image/jpeg', bytes);
    expect([page.widthPx, page.heightPx]).toEqual([400, 600]);
    await expectUpright(page.jpeg);
  });

  test('palette PNG with transparency is laid on white', async () => {
    const clear = sharp({ create: { width: 400, height: 600, channels: 4, background: '#0000' } });
    const page = await onePage('image/png', await clear.png({ palette: true }).toBuffer());
    expect(await colourAt(page.jpeg, 1, 1)).toSatisfy(white);
  });

  test('16-bit colour, grey and bilevel pictures become 8-bit sRGB', async () => {
    const deep = await pagePicture(400, 600).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    await expectUpright((await onePage('image/png', deep)).jpeg);
    const grey = await pagePicture(400, 600).toColourspace('grey16').png().toBuffer();
    expect((await sharp(grey).metadata()).depth).toBe('ushort');
    expect(await colourAt((await onePage('image/png', grey)).jpeg, 0, 0)).toSatisfy(dark);
    const bilevel = await pagePicture(400, 600)
      .toColourspace('b-w')
      .tiff({ bitdepth: 1, compression: 'ccittfax4' })
      .toBuffer();
    const page = await onePage('image/tiff', bilevel);
    expect(await colourAt(page.jpeg, 0, 0)).toSatisfy(dark);
    expect(await colourAt(page.jpeg, 3, 3)).toSatisfy(white);
  });

  test('CMYK JPEG keeps its colours', async () => {
    const cmyk = await pagePicture(400, 600).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const page = await onePage('image/jpeg', cmyk);
    expect(await colourAt(page.jpeg, 0, 0)).toSatisfy(dark);
    expect(await colourAt(page.jpeg, 3, 3)).toSatisfy(white);
    const [r = 0, g = 0] = await colourAt(page.jpeg, 0, 2);
    expect(r - g).toBeGreaterThan(100);
  });

  test('picture over the page limit is reduced, turned, and keeps its size on paper', async () => {
    const large = await pagePicture(7500, 5000)
      .withMetadata({ orientation: 6, density: 600 })
      .jpeg()
      .toBuffer();
    const page = await onePage('image/jpeg', large);
    expect(page.widthPx * page.heightPx).toBeLessThanOrEqual(36_100_000);
    expect(page.heightPx).toBeGreaterThan(page.widthPx);
    expect(page.heightPx / page.dpi).toBeCloseTo(12.5, 1);
  });
});

describe('resolution of pictures', () => {
  test('a believable tag is believed, a default one is not', async () => {
    const at = async (widthPx: number, heightPx: number, density: number) =>
      (
        await onePage(
          'image/jpeg',
          await pagePicture(widthPx, heightPx).withMetadata({ density }).jpeg().toBuffer(),
        )
      ).dpi;
    expect(await at(2480, 3508, 300)).toBe(300);
    expect(await at(1654, 2339, 72)).toBeCloseTo(200, 0);
    expect(await at(827, 1169, 100)).toBe(100);
  });

  test('an untagged picture is taken as A4', () => {
    expect(dpiOfPicture(undefined, 2480, 3508)).toBeCloseTo(300, 0);
    expect(dpiOfPicture(undefined, 4000, 3000)).toBeCloseTo(362.86, 1);
    expect(dpiOfPicture(Number.NaN, 3508, 2480)).toBeCloseTo(300, 0);
    expect(dpiOfPicture(1, 100, 100)).toBe(72);
  });
});

describe('PDF pages', () => {
  test('come one by one, in order, at 200 dpi, with their text', async () => {
    const { items, result } = await ask('pages', { mime: 'application/pdf', dpi: 200 }, [await textPdf(3)]);
    expect(result).toEqual({ pageCount: 3 });
    expect(items.map(({ item }) => item)).toEqual(
      [0, 1, 2].map((index) => ({ index, widthPx: 1654, heightPx: 2339, dpi: 200 })),
    );
    const { channels } = await sharp(items[0]?.bodies[0]).stats();
    expect(channels[0]?.min).toBeLessThan(60);
  });

  test('a turned page is drawn turned', async () => {
    const { items } = await ask('pages', { mime: 'application/pdf', dpi: 100 }, [await rotatedPdf(90)]);
    expect(items[0]?.item).toMatchObject({ widthPx: 1169, heightPx: 827 });
  });

  test('a cancel between pages ends the work', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const work = ask('pages', { mime: 'application/pdf', dpi: 72 }, [await textPdf(30)], {
      signal: abort.signal,
      onItem(count) {
        seen.push(count);
        if (count === 3) abort.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toEqual([1, 2, 3]);
  });

  test('a page of 5 metres is drawn at a lower resolution, not refused', async () => {
    const { PDFDocument } = await import('pdf-lib');
    const document = await PDFDocument.create();
    document.addPage([14_000, 14_000]);
    const { items } = await ask('pages', { mime: 'application/pdf', dpi: 200 }, [await document.save()]);
    const [page] = items;
    expect((page?.item.widthPx ?? 0) * (page?.item.heightPx ?? 0)).toBeLessThanOrEqual(36_100_000);
    expect((page?.item.widthPx ?? 0) / (page?.item.dpi ?? 1)).toBeCloseTo(14_000 / 72, 0);
  });
});

test('a PDF page with a faint coloured corner is not taken for one without colour', async () => {
  const document = await PDFDocument.create();
  document.addPage([300, 400]).drawText('Trang');
  document
    .addPage([300, 400])
    .drawRectangle({ x: 0, y: 0, width: 150, height: 200, color: rgb(1, 0.9, 0.9) });
  const { items } = await ask('pages', { mime: 'application/pdf', dpi: 72 }, [await document.save()]);
  const [plain, coloured] = items.map(({ bodies }) => bodies[0] ?? new Uint8Array());
  if (!plain || !coloured) throw new Error('expected two pages');
  expect((await sharp(plain).metadata()).channels).toBe(1);
  expect((await sharp(coloured).metadata()).channels).toBe(3);
  const [red = 0, green = 0, blue = 0] = await colourAt(coloured, 0, 3);
  expect(red - Math.max(green, blue)).toBeGreaterThan(15);
});
