/** Files made to take the machine, through the real worker and the real store: each is refused by name, and the next one comes. */
import { spawnSync } from 'node:child_process';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFRawStream, type PDFPage } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pagePicture, textPdf } from '../../unit/imaging/samples.ts';
import { openDesk, type Desk } from './intake-desk.ts';

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
});
afterAll(async () => await desk.bench.close());

describe('files that would take the machine', () => {
  const nothingKept = { files: 0, pages: 0 };

  test('one pixel wide', async () => {
    const bytes = await sharp({ create: { width: 1, height: 3508, channels: 3, background: '#000000' } })
      .jpeg()
      .toBuffer();
    expect(await desk.refused(bytes)).toEqual({ code: 'image-too-small', ...nothingKept });
    expect(await desk.digitization.pageOfScan(bytes, 300)).toMatchObject({
      error: { code: 'image-too-small' },
    });
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
    expect(['image-too-large', 'file-damaged']).toContain((await desk.refused(png)).code);
    expect(await desk.refused(jpeg)).toEqual({ code: 'image-too-large', ...nothingKept });
    expect(await desk.refused(tiff)).toEqual({ code: 'image-too-large', ...nothingKept });
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
    expect(await desk.refused(bytes)).toEqual({ code: 'image-too-large', ...nothingKept });
  });

  test.each([
    ['25,000 km long', [0, 0, 1e9, 1e9]],
    ['25,000 km long and nothing wide', [0, 0, 1e9, 1]],
    ['a thousandth of a point wide', [5, 5, 5.001, 900]],
  ])('a PDF page %s: the file is kept, the page refused', async (_, box) => {
    const bytes = await pdfWithPage((page, document) => {
      page.node.set(PDFName.of('MediaBox'), document.context.obj(box));
    });
    expect(await desk.refused(bytes)).toEqual({ code: 'file-damaged', files: 1, pages: 0 });
  });

  test('a page of 60 million spaces comes, and the worker goes on', async () => {
    const packed = deflateSync(Buffer.alloc(60_000_000, ' '));
    const bytes = await pdfWithPage((page, document) => {
      const about = document.context.obj({ Filter: 'FlateDecode', Length: packed.byteLength });
      page.node.addContentStream(document.context.register(PDFRawStream.of(about, packed)));
    });
    expect(bytes.byteLength).toBeLessThan(100_000);
    expect((await desk.capture(bytes)).pages).toHaveLength(1);
    expect((await desk.capture(await textPdf(2))).pages).toHaveLength(2);
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
    expect((await desk.refused(bytes)).code).toBe('worker-lost');
  } finally {
    clearInterval(look);
  }
  expect(mostKib).toBeGreaterThan(100_000);
  expect(mostKib).toBeLessThan(2_000_000);
  expect((await desk.capture(await textPdf(2))).pages).toHaveLength(2);
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
  expect(await desk.refused(bytes)).toEqual({ code: 'file-damaged', files: 0, pages: 0 });
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
  expect((await desk.capture(bytes)).pages).toHaveLength(1);
});

async function pdfWithPage(change: (page: PDFPage, document: PDFDocument) => void): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  change(document.addPage([595, 842]), document);
  return await document.save({ useObjectStreams: false });
}
