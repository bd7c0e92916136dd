import { degrees, PDFDocument } from 'pdf-lib';
import fontkit from '@pdf-lib/fontkit';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { ComposePage } from '../../../native-bridge/contract-imaging.ts';
import { ask } from '../../unit/imaging/ask.ts';
import { colourAt, pagePicture, rotatedPdf, signedPdf, textPdf } from '../../unit/imaging/samples.ts';
import { has, run } from './peers.ts';

const about = { dossier: 'd-1', component: 'giay-chung-sinh', officer: 'CB001', device: 'Q01' };
const settings = {
  about,
  dpi: 200,
  title: 'Giấy chứng sinh',
  subject: '1.001193',
  createdAt: 1_795_000_000_000,
};
const compose = async (pages: ComposePage[], bodies: Uint8Array[]) => {
  const { bodies: made } = await ask('compose', { ...settings, pages }, bodies);
  return made[0] ?? new Uint8Array();
};
const image = (body: number, widthPx: number, heightPx: number, dpi: number, rotation = 0): ComposePage => ({
  type: 'image',
  body,
  widthPx,
  heightPx,
  dpi,
  rotation,
});
const copied = (body: number, pageIndex: number, rotation = 0): ComposePage => ({
  type: 'pdf',
  body,
  pageIndex,
  rotation,
});
const jpeg = async (widthPx: number, heightPx: number) =>
  await pagePicture(widthPx, heightPx).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();

/** Vietnamese text in an embedded, subsetted font. */
async function vietnamesePdf(): Promise<Uint8Array> {
  const file = '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf';
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const bytes = readFileSync(createRequire(import.meta.url).resolve(file));
  const font = await document.embedFont(bytes, { subset: true });
  for (const line of ['Giấy khai sinh số một', 'Quyết định hưởng trợ cấp'])
    document.addPage([595.28, 841.89]).drawText(line, { x: 60, y: 700, size: 18, font });
  return await document.save();
}

describe('a composed PDF before other programs', () => {
  test.skipIf(!has('qpdf', 'pdfimages', 'pdfinfo'))(
    'pictures and copied pages: sound, PDF 1.7, colour JPEG at 200 ppi, 1:1 size',
    async () => {
      const scan = await jpeg(2480, 3508);
      const small = await jpeg(1240, 1754);
      const pages = [
        image(0, 2480, 3508, 300),
        image(1, 1240, 1754, 150, 90),
        copied(2, 1),
        copied(2, 0, 180),
        copied(3, 0, 90),
      ];
      const pdf = await compose(pages, [scan, small, await vietnamesePdf(), await rotatedPdf(270)]);
      const check = run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': pdf });
      expect(check).toMatchObject({ code: 0 });
      expect(check.text).toContain('PDF Version: 1.7');
      const rows = run('pdfimages', ['-list', 'a.pdf'], { 'a.pdf': pdf }).text.trim().split('\n').slice(2);
      const cells = rows.map((row) => row.trim().split(/\s+/));
      const facts = cells.map(([, , , width, height, colour, , , encoding, , , , x, y]) =>
        [width, height, colour, encoding, x, y].join(' '),
      );
      // the second is below 200 dpi: taken as it is, never enlarged
      expect(facts).toEqual(['1653 2339 rgb jpeg 200 200', '1240 1754 rgb jpeg 150 150']);
      const info = run('pdfinfo', ['-l', '5', 'a.pdf'], { 'a.pdf': pdf }).text;
      expect(info).toMatch(/Title:\s+Giấy chứng sinh/);
      expect(info.match(/Page +\d+ size: +595\.\d+ x 841\.\d+|Page +\d+ rot: +\d+/g)?.join('; ')).toMatch(
        /rot: +0.*rot: +90.*rot: +0.*rot: +180.*rot: +0/,
      );
    },
  );

  test.skipIf(!has('pdftotext', 'pdffonts'))(
    'a copied page keeps its text and its embedded font',
    async () => {
      const pdf = await compose([copied(0, 1)], [await vietnamesePdf()]);
      expect(run('pdftotext', ['a.pdf', '-'], { 'a.pdf': pdf }).text.trim()).toBe('Quyết định hưởng trợ cấp');
      const fonts = run('pdffonts', ['a.pdf'], { 'a.pdf': pdf }).text.trim().split('\n').slice(2);
      expect(fonts).toHaveLength(1);
      expect(fonts[0]).toMatch(/BeVietnamPro.*\syes +(yes|no) +yes/);
    },
  );

  test('the same input gives the same bytes, whatever the time', async () => {
    const bodies = [await jpeg(2480, 3508), await vietnamesePdf(), await signedPdf('empty-field', true)];
    const pages = [image(0, 2480, 3508, 300, 90), copied(1, 0), copied(1, 1), copied(2, 0)];
    const first = await compose(pages, bodies);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const second = await compose(pages, bodies);
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  test('a turned picture is shown turned clockwise', async () => {
    const pdf = await compose([image(0, 800, 1200, 100, 90)], [await jpeg(800, 1200)]);
    const { bodies } = await ask('renderPdf', { dpi: 50, maxPages: 1 }, [pdf]);
    const [page = new Uint8Array()] = bodies;
    expect(await sharp(page).metadata()).toMatchObject({ width: 600, height: 400 });
    const [topRight = 255] = await colourAt(page, 3, 0);
    const [topLeft = 0] = await colourAt(page, 0, 0);
    expect([topRight < 80, topLeft > 230]).toEqual([true, true]);
  });

  test('a stamp keeps its red through reducing', async () => {
    const pdf = await compose([image(0, 2480, 3508, 300)], [await jpeg(2480, 3508)]);
    const { bodies } = await ask('renderPdf', { dpi: 100, maxPages: 1 }, [pdf]);
    const [r = 0, g = 255, b = 255] = await colourAt(bodies[0] ?? new Uint8Array(), 0, 2);
    expect([r > 190, g < 50, b < 60]).toEqual([true, true, true]);
  });
});

describe('sources that are hard to copy', () => {
  test.skipIf(!has('qpdf', 'pdfimages'))('a PDF encrypted for its owner is drawn instead', async () => {
    const args = ['--encrypt', '', 'owner', '256', '--', 'plain.pdf', 'locked.pdf'];
    const locked = run('qpdf', args, { 'plain.pdf': await textPdf(2) }, 'locked.pdf').written;
    const pdf = await compose([copied(0, 1, 90)], [locked]);
    expect(run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': pdf }).code).toBe(0);
    expect(run('pdfimages', ['-list', 'a.pdf'], { 'a.pdf': pdf }).text).toMatch(/rgb.*jpeg.* 200 +200 /);
    const reopened = await PDFDocument.load(pdf);
    expect(reopened.getPage(0).getRotation()).toEqual(degrees(90));
  });

  test('the same page twice, turned differently', async () => {
    const pdf = await PDFDocument.load(await compose([copied(0, 0), copied(0, 0, 90)], [await textPdf(1)]));
    expect(pdf.getPages().map((page) => page.getRotation().angle)).toEqual([0, 90]);
  });

  test('a page that is not in the source', async () => {
    await expect(compose([copied(0, 9)], [await textPdf(2)])).rejects.toMatchObject({ code: 'file-damaged' });
  });
});

describe('PDFs that need a password', () => {
  test.skipIf(!has('qpdf'))(
    'are refused, with any cipher; those that open without one are taken',
    async () => {
      const plain = { 'plain.pdf': await textPdf(2) };
      for (const bits of ['40', '128', '256']) {
        const weak = bits === '256' ? [] : ['--allow-weak-crypto'];
        const lock = (user: string) =>
          run('qpdf', [...weak, '--encrypt', user, 'owner', bits, '--', 'plain.pdf', 'a.pdf'], plain, 'a.pdf')
            .written;
        await expect(ask('inspect', { name: 'a.pdf' }, [lock('secret')])).rejects.toMatchObject({
          code: 'file-encrypted',
        });
        expect((await ask('inspect', { name: 'a.pdf' }, [lock('')])).result).toMatchObject({ pageCount: 2 });
      }
    },
  );
});

describe('files made by other programs', () => {
  test.skipIf(!has('convert'))('a TIFF of three pages and different sizes', async () => {
    const args = ['-size', '800x1100', 'xc:white', '(', '-size', '1100x800', 'xc:red', ')'];
    args.push('(', '-size', '1728x2200', 'xc:white', ')', 'a.tif');
    const tiff = run('convert', args, {}, 'a.tif').written;
    expect((await ask('inspect', { name: 'a.tif' }, [tiff])).result).toMatchObject({ pageCount: 3 });
    const { items } = await ask('pages', { mime: 'image/tiff', dpi: 200 }, [tiff]);
    expect(items.map(({ item }) => [item.index, item.widthPx, item.heightPx])).toEqual([
      [0, 800, 1100],
      [1, 1100, 800],
      [2, 1728, 2200],
    ]);
    const [r = 0, g = 255] = await colourAt(items[1]?.bodies[0] ?? new Uint8Array(), 1, 1);
    expect([r > 230, g < 30]).toEqual([true, true]);
  });

  test.skipIf(!has('convert'))('CMYK and 16-bit pictures of ImageMagick', async () => {
    for (const args of [
      ['-size', '400x600', 'xc:#d01020', '-colorspace', 'CMYK', 'a.jpg'],
      ['-size', '400x600', 'xc:#d01020', '-depth', '16', 'a.png'],
      ['-size', '400x600', 'xc:#d01020', '-type', 'Palette', 'a.png'],
    ]) {
      const name = args.at(-1) ?? '';
      const bytes = run('convert', args, {}, name).written;
      const mime = name === 'a.jpg' ? 'image/jpeg' : 'image/png';
      const { items } = await ask('pages', { mime, dpi: 200 }, [bytes]);
      const [r = 0, g = 255, b = 255] = await colourAt(items[0]?.bodies[0] ?? new Uint8Array(), 1, 1);
      expect([r > 150, g < 90, b < 90]).toEqual([true, true, true]);
    }
  });
});
