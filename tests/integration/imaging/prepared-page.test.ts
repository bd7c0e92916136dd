import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { archiveDocument, savedArchive } from '../../../native-bridge/imaging/pdf/archive-document.ts';
import type { Rgb } from '../../../native-bridge/imaging/raster.ts';
import { ask } from '../../unit/imaging/ask.ts';
import { formPage, jpegOf, type FormPage } from './form-page.ts';
import { has, hasPreflight, preflight, run } from './peers.ts';

const facts = {
  title: 'Giấy <chứng> sinh & tờ khai',
  subject: '1.001193',
  createdAt: 1_795_000_000_123,
  dossier: 'd-1',
  component: 'giay-chung-sinh',
  pageCount: 1,
  officer: 'CB001',
  device: 'Q01',
};

let form: FormPage;
let pdf: Uint8Array;
let preparedPdf: Uint8Array;

beforeAll(async () => {
  form = await formPage({ portrait: true });
  const jpeg = await jpegOf(form.page);
  const prepared = await ask('prepare', { dpi: 300 }, [jpeg]);
  expect(prepared.result).toMatchObject({ form: 'layers', blank: false });
  preparedPdf = prepared.bodies[0] ?? new Uint8Array();
  // the floor that layers have to beat by far
  expect(preparedPdf.length * 5).toBeLessThan(jpeg.length);
  pdf = await archived('2B');
}, 60_000);

async function archived(conformance: '1B' | '2B'): Promise<Uint8Array> {
  const document = await archiveDocument(facts);
  const [page] = await document.copyPages(await PDFDocument.load(preparedPdf), [0]);
  if (page) document.addPage(page);
  return await savedArchive(document, facts, conformance);
}

async function rgbOf(png: Uint8Array): Promise<Rgb> {
  const { data, info } = await sharp(png)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, data };
}

const drawn = {
  poppler: () =>
    run('pdftoppm', ['-r', '300', '-png', '-singlefile', 'a.pdf', 'a'], { 'a.pdf': pdf }, 'a.png'),
  ghostscript: () =>
    run(
      'gs',
      ['-q', '-dBATCH', '-dNOPAUSE', '-sDEVICE=png16m', '-r300', '-sOutputFile=a.png', 'a.pdf'],
      { 'a.pdf': pdf },
      'a.png',
    ),
  mupdf: () => run('mutool', ['draw', '-r', '300', '-o', 'a.png', 'a.pdf'], { 'a.pdf': pdf }, 'a.png'),
};

describe('a prepared page before other programs', () => {
  test.skipIf(!has('qpdf'))('qpdf finds nothing wrong; it says that it is PDF 1.4', () => {
    const check = run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': pdf });
    expect(check).toMatchObject({ code: 0 });
    expect(check.text).toContain('PDF Version: 1.4');
  });

  test.skipIf(!hasPreflight())('PDFBox Preflight: valid PDF/A-1b', async () => {
    expect(preflight(await archived('1B'))).toContain('is a valid PDF/A-1b file');
  });

  test.skipIf(!hasPreflight())(
    'Preflight is no yes-sayer: without its colour space it is not valid',
    async () => {
      const document = await archiveDocument(facts);
      const [page] = await document.copyPages(await PDFDocument.load(preparedPdf), [0]);
      if (page) document.addPage(page);
      expect(preflight(await savedArchive(document, facts, null))).not.toContain('is a valid PDF/A-1b file');
    },
  );

  test('the same page gives the same bytes', async () => {
    expect(Buffer.from(await archived('2B')).equals(Buffer.from(pdf))).toBe(true);
  });

  test.skipIf(!has('pdftoppm', 'gs', 'mutool'))(
    'poppler, Ghostscript and MuPDF draw it alike, and like the paper: nothing planted is lost, colours stay',
    async () => {
      const views = await Promise.all(Object.values(drawn).map(async (draw) => await rgbOf(draw().written)));
      for (const view of views) {
        expect(Math.abs(view.widthPx - form.page.widthPx)).toBeLessThanOrEqual(1);
        expect(Math.abs(view.heightPx - form.page.heightPx)).toBeLessThanOrEqual(1);
        const lost = form.planted.filter(({ x, y }) => contrast(view, x, y) < 25);
        expect(lost).toEqual([]);
        expect(colourAround(view, 800, 1140)).toBe('red');
        expect(colourAround(view, 1100, 1320)).toBe('blue');
        // tones of the portrait, not a torn mask
        const { left = 0, top = 0, width = 0, height = 0 } = form.portrait ?? {};
        const inside = { left: left + 20, top: top + 20, width: width - 40, height: height - 40 };
        expect(await meanDifference(view, form.page, inside)).toBeLessThan(9);
      }
      const [first, ...others] = views;
      const all = { left: 0, top: 0, width: form.page.widthPx - 2, height: form.page.heightPx - 2 };
      for (const other of others) if (first) expect(await meanDifference(first, other, all)).toBeLessThan(3);
    },
    120_000,
  );
});

/** Strongest darkness within 4 px of a place against the median around it. */
function contrast({ widthPx, heightPx, data }: Rgb, x: number, y: number): number {
  let darkest = 255;
  const around: number[] = [];
  for (let line = y - 14; line <= y + 14; line += 1)
    for (let column = x - 14; column <= x + 14; column += 1) {
      if (line < 0 || column < 0 || line >= heightPx || column >= widthPx) continue;
      const value = Math.min(
        ...data.subarray((line * widthPx + column) * 3, (line * widthPx + column) * 3 + 3),
      );
      around.push(value);
      if (Math.abs(line - y) <= 4 && Math.abs(column - x) <= 4) darkest = Math.min(darkest, value);
    }
  around.sort((a, b) => a - b);
  return (around[Math.floor(around.length * 0.9)] ?? 0) - darkest;
}

function colourAround({ widthPx, data }: Rgb, x: number, y: number): 'red' | 'blue' | 'neither' {
  let [red, blue] = [0, 0];
  for (let line = y - 8; line <= y + 8; line += 1)
    for (let column = x - 8; column <= x + 8; column += 1) {
      const [r = 0, g = 0, b = 0] = data.subarray(
        (line * widthPx + column) * 3,
        (line * widthPx + column) * 3 + 3,
      );
      if (r > g + 60 && r > b + 60) red += 1;
      if (b > r + 60) blue += 1;
    }
  return red > 20 ? 'red' : blue > 20 ? 'blue' : 'neither';
}

async function meanDifference(
  one: Rgb,
  other: Rgb,
  box: { left: number; top: number; width: number; height: number },
): Promise<number> {
  // at 50 dpi: readers place a page of no whole number of points up to a pixel apart
  const cut = async ({ widthPx, heightPx, data }: Rgb) =>
    await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .extract(box)
      .resize(Math.floor(box.width / 6), Math.floor(box.height / 6), { fit: 'fill' })
      .raw()
      .toBuffer();
  const [a, b] = await Promise.all([cut(one), cut(other)]);
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return sum / a.length;
}
