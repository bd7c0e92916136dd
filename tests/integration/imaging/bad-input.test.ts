/** Bad input through the real worker and the real store: each file ends as a page of the right size or by a named refusal. */
import { spawnSync } from 'node:child_process';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFRawStream, type PDFPage } from 'pdf-lib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import { recipe } from '../../../main/digitization/preparation.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import type { Digitization } from '../../../main/intake/ports.ts';
import { component, draftOf, openBench, watch, type Bench } from '../../unit/digitization/parts.ts';
import { colourAt, pagePicture, textPdf } from '../../unit/imaging/samples.ts';
import { formPage, jpegOf } from './form-page.ts';

let bench: Bench;
let digitization: Digitization;
let form: Sharp;
let ids = 0;

beforeAll(async () => {
  bench = openBench();
  digitization = createDigitization({
    ...bench,
    newId: () => `id-${(ids += 1)}`,
    now: () => 1_795_000_000_000,
  });
  const { page } = await formPage({ portrait: false });
  form = sharp(await jpegOf(page));
});
afterAll(async () => await bench.close());

const solid = (widthPx: number, heightPx: number, background: string) =>
  sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } });

async function capture(bytes: Uint8Array) {
  const seen = watch();
  const result = await digitization.pagesOfFile({ name: 'a', bytes }, seen.report, seen.onFile, seen.onPage);
  return { result, ...seen };
}

const refused = async (bytes: Uint8Array) => {
  const { result, files, pages } = await capture(bytes);
  if (result.ok) throw new Error('it was taken in');
  return { code: result.error.code, files: files.length, pages: pages.length };
};

async function pageOf(bytes: Uint8Array): Promise<Page> {
  const { result, pages } = await capture(bytes);
  expect(result).toEqual({ ok: true, value: { pagesKept: 1 } });
  const [page] = pages;
  if (!page) throw new Error('no page came');
  return page;
}

async function scan(bytes: Uint8Array, dpi: number): Promise<Page> {
  const page = await digitization.pageOfScan(bytes, dpi);
  if (!page.ok) throw new Error(page.error.code);
  return page.value;
}

/** The page's part of the file for the city, as a picture of `dpi`, and how it was prepared. */
async function inFile(page: Page, dpi: number) {
  const draft = draftOf([component('c1', [page], [])]);
  const files = await digitization.filesOf(draft, { code: 'H26', officer: 'CB001', device: 'Q01' });
  if (!files.ok) throw new Error(files.error.code);
  const bytes = await bench.blobs.get(files.value[0]?.blob ?? '');
  if (!bytes.ok) throw new Error(bytes.error.code);
  const sheet = (await PDFDocument.load(bytes.value)).getPage(0);
  const drawn = await bench.imaging.call('renderPdf', { dpi, maxPages: 1 }, [bytes.value], {
    timeoutMs: 60_000,
  });
  if (!drawn.ok) throw new Error(drawn.error.code);
  const facts = bench.store.preparedPages.get(page.imageBlob, recipe, page.dpi)?.facts ?? 'null';
  return {
    inches: [sheet.getWidth() / 72, sheet.getHeight() / 72] as const,
    picture: drawn.bodies[0] ?? new Uint8Array(),
    facts: JSON.parse(facts) as { form: string; blank: boolean; skewDeg: number | null } | null,
  };
}

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
    const page = await scan(await solid(620, 877, colour).jpeg().toBuffer(), 150);
    const { inches, picture, facts } = await inFile(page, 50);
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
    const page = await scan(bytes, 150);
    expectTrueSize(page, (await inFile(page, 50)).inches);
  });

  test('a page photographed at 45° is not turned by a guess', async () => {
    const page = await pageOf(
      await form.clone().resize(827, 1169).rotate(45, { background: '#333333' }).jpeg().toBuffer(),
    );
    const { inches, facts } = await inFile(page, 50);
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
    const page = await pageOf(await encoded(pagePicture(827, 1169)));
    expect(page).toMatchObject({ widthPx: 827, heightPx: 1169 });
    const { inches, picture } = await inFile(page, 100);
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
      const page = await pageOf(stored);
      expect([page.widthPx, page.heightPx]).toEqual([seen.width, seen.height]);
      const { inches, picture } = await inFile(page, page.dpi);
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
    const { files, pages } = await capture(bytes);
    expect(files[0]?.bytes).toBe(bytes.byteLength);
    const kept = await bench.blobs.get(files[0]?.blob ?? '');
    expect(kept.ok && bytes.equals(Buffer.from(kept.value))).toBe(true);
    expect(pages).toHaveLength(1);
  });
});

describe('resolutions', () => {
  test.each([100, 150, 200, 400, 600])('a page of %i dpi is 1:1 in its file', async (dpi) => {
    const [width, height] = [Math.round(4.13 * dpi), Math.round(5.83 * dpi)];
    const page = await scan(await form.clone().resize(width, height).jpeg().toBuffer(), dpi);
    expect(page).toMatchObject({ widthPx: width, heightPx: height, dpi });
    const { inches, facts } = await inFile(page, 50);
    expectTrueSize(page, inches);
    expect(facts?.form === 'coarse').toBe(dpi < 150);
  });

  test.each([0, -300, 1, 65_535, 1e9])('a device that tells %d dpi: the page is taken as A4', async (dpi) => {
    const page = await scan(await pagePicture(1240, 1754).jpeg().toBuffer(), dpi);
    expect(page.dpi).toBeCloseTo(150, 0);
    expectTrueSize(page, (await inFile(page, 50)).inches);
  });

  test.each([1, 72, 65_535])('a tag of %i dpi in a file: the page is taken as A4', async (density) => {
    const page = await pageOf(await pagePicture(1240, 1754).withMetadata({ density }).jpeg().toBuffer());
    expect(page.dpi).toBeCloseTo(150, 0);
  });

  test('a picture that is reduced and turned keeps to the limit of a page, or it could not be prepared', async () => {
    const large = solid(8925, 5473, '#ffffff').withMetadata({ orientation: 6 });
    const page = await pageOf(await large.jpeg().toBuffer());
    expect(page.heightPx).toBeGreaterThan(page.widthPx);
    expect(page.widthPx * page.heightPx).toBeLessThanOrEqual(36_000_000);
  });
});

describe('files that would take the machine', () => {
  const nothingKept = { files: 0, pages: 0 };

  test('one pixel wide', async () => {
    const bytes = await solid(1, 3508, '#000000').jpeg().toBuffer();
    expect(await refused(bytes)).toEqual({ code: 'image-too-small', ...nothingKept });
    expect(await digitization.pageOfScan(bytes, 300)).toMatchObject({ error: { code: 'image-too-small' } });
  });

  test('heads of PNG, JPEG and TIFF that claim more pixels than there may be', async () => {
    const png = await pagePicture(99, 99).png().toBuffer();
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    const jpeg = await pagePicture(99, 99).jpeg().toBuffer();
    const frame = jpeg.indexOf(Uint8Array.of(0xff, 0xc0));
    jpeg.writeUInt16BE(65_000, frame + 5);
    jpeg.writeUInt16BE(65_000, frame + 7);
    const tiff = await pagePicture(99, 99).tiff({ compression: 'lzw' }).toBuffer();
    const tags = tiff.readUInt32LE(4) + 2;
    for (const tag of [0, 1]) {
      const at =
        tags + [...Array(20).keys()].findIndex((n) => tiff.readUInt16LE(tags + n * 12) === 256 + tag) * 12;
      tiff.writeUInt16LE(4, at + 2);
      tiff.writeUInt32LE(400_000, at + 8);
    }
    // the checksum of a PNG's head breaks with it: either way it is refused before anything is decoded
    expect(['image-too-large', 'file-damaged']).toContain((await refused(png)).code);
    expect(await refused(jpeg)).toEqual({ code: 'image-too-large', ...nothingKept });
    expect(await refused(tiff)).toEqual({ code: 'image-too-large', ...nothingKept });
  });

  test('a PDF with a picture of 900 million pixels is refused, not shown as an empty page', async () => {
    const bytes = await pdfWithPage((page, document) => {
      const side = 30_000;
      const packed = deflateSync(Buffer.alloc((side / 8) * side));
      const about = { Type: 'XObject', Subtype: 'Image', Width: side, Height: side, BitsPerComponent: 1 };
      const picture = document.context.obj({ ...about, ColorSpace: 'DeviceGray', Filter: 'FlateDecode' });
      picture.set(PDFName.of('Length'), document.context.obj(packed.byteLength));
      page.node.setXObject(PDFName.of('I'), document.context.register(PDFRawStream.of(picture, packed)));
      page.node.addContentStream(
        document.context.register(document.context.stream('500 0 0 700 9 9 cm /I Do')),
      );
    });
    expect(bytes.byteLength).toBeLessThan(2_000_000);
    expect(await refused(bytes)).toEqual({ code: 'image-too-large', ...nothingKept });
  });

  test.each([
    ['25,000 km long', [0, 0, 1e9, 1e9]],
    ['25,000 km long and nothing wide', [0, 0, 1e9, 1]],
    ['a thousandth of a point wide', [5, 5, 5.001, 900]],
  ])('a PDF page %s: the file is kept, the page refused', async (_, box) => {
    const bytes = await pdfWithPage((page, document) => {
      page.node.set(PDFName.of('MediaBox'), document.context.obj(box));
    });
    expect(await refused(bytes)).toEqual({ code: 'file-damaged', files: 1, pages: 0 });
  });

  test('a page of 60 million spaces comes, and the worker goes on', async () => {
    const packed = deflateSync(Buffer.alloc(60_000_000, ' '));
    const bytes = await pdfWithPage((page, document) => {
      const about = document.context.obj({ Filter: 'FlateDecode', Length: packed.byteLength });
      page.node.addContentStream(document.context.register(PDFRawStream.of(about, packed)));
    });
    expect(bytes.byteLength).toBeLessThan(100_000);
    expect((await capture(bytes)).pages).toHaveLength(1);
    expect((await capture(await textPdf(2))).pages).toHaveLength(2);
  });
});

test('stream-bomb: a page of 6,400 million spaces ends its worker before it has taken 2 GB, and the next file comes', async () => {
  const block = deflateRawSync(Buffer.alloc(64 << 20, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  const packed = Buffer.concat([Buffer.of(0x78, 0x9c), ...Array<Buffer>(100).fill(block), Buffer.of(3, 0)]);
  const bytes = await pdfWithPage((page, document) => {
    const about = document.context.obj({ Filter: 'FlateDecode', Length: packed.byteLength });
    page.node.addContentStream(document.context.register(PDFRawStream.of(about, packed)));
  });
  let mostKib = 0;
  const look = setInterval(() => {
    const told = spawnSync('ps', ['--ppid', String(process.pid), '-o', 'rss='], { encoding: 'utf8' });
    mostKib = Math.max(mostKib, ...told.stdout.trim().split(/\s+/).map(Number));
  }, 60);
  try {
    expect((await refused(bytes)).code).toBe('worker-lost');
  } finally {
    clearInterval(look);
  }
  expect(mostKib).toBeGreaterThan(100_000);
  expect(mostKib).toBeLessThan(2_000_000);
  expect((await capture(await textPdf(2))).pages).toHaveLength(2);
}, 120_000);

test('bits-of-a-sample-that-are-the-picture-itself: refused at once instead of counted for ever', async () => {
  const bytes = await pdfWithPage((page, document) => {
    const about = document.context.obj({
      Type: 'XObject',
      Subtype: 'Image',
      Width: 64,
      Height: 64,
      Length: 4096,
    });
    about.set(PDFName.of('ColorSpace'), PDFName.of('DeviceGray'));
    const ref = document.context.register(PDFRawStream.of(about, new Uint8Array(4096)));
    about.set(PDFName.of('BitsPerComponent'), ref);
    page.node.setXObject(PDFName.of('I'), ref);
    page.node.addContentStream(
      document.context.register(document.context.stream('500 0 0 700 9 9 cm /I Do')),
    );
  });
  expect(await refused(bytes)).toEqual({ code: 'file-damaged', files: 0, pages: 0 });
});

test('bits of a sample told in an object of their own are read', async () => {
  const bytes = await pdfWithPage((page, document) => {
    const about = document.context.obj({
      Type: 'XObject',
      Subtype: 'Image',
      Width: 64,
      Height: 64,
      Length: 4096,
    });
    about.set(PDFName.of('ColorSpace'), PDFName.of('DeviceGray'));
    about.set(PDFName.of('BitsPerComponent'), document.context.register(document.context.obj(8)));
    page.node.setXObject(
      PDFName.of('I'),
      document.context.register(PDFRawStream.of(about, new Uint8Array(4096))),
    );
    page.node.addContentStream(
      document.context.register(document.context.stream('500 0 0 700 9 9 cm /I Do')),
    );
  });
  expect((await capture(bytes)).pages).toHaveLength(1);
});

async function pdfWithPage(change: (page: PDFPage, document: PDFDocument) => void): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  change(document.addPage([595, 842]), document);
  return await document.save({ useObjectStreams: false });
}
