import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { recipe } from '../../../main/digitization/preparation.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import { linesOfTsv } from '../../../native-bridge/reading/tsv.ts';
import { recognize } from '../../../native-bridge/reading/tesseract.ts';
import { component, draftOf } from '../../unit/digitization/parts.ts';
import { formPage, jpegOf } from './form-page.ts';
import { has, run } from './peers.ts';
import { openReadingDesk, type ReadingDesk } from './reading-desk.ts';

let desk: ReadingDesk;

beforeEach(() => {
  desk = openReadingDesk();
});
afterEach(async () => {
  await desk.close();
});

async function fileOf(...pages: Page[]): Promise<Buffer> {
  const names = { code: 'TAM-01', officer: 'CB001', device: 'Q01' };
  const files = await desk.digitization.filesOf(draftOf([component('c1', pages, [])]), names);
  if (!files.ok) throw new Error(files.error.code);
  const bytes = await desk.bench.blobs.get(files.value[0]?.blob ?? '');
  if (!bytes.ok) throw new Error(bytes.error.code);
  return Buffer.from(bytes.value);
}

const textOf = (pdf: Uint8Array) => run('pdftotext', ['a.pdf', '-'], { 'a.pdf': pdf }).text;
const form = async () => await jpegOf((await formPage({ portrait: false }, 1240, 900)).page);
const small = async (widthPx: number) =>
  await sharp(await form())
    .resize(widthPx)
    .jpeg()
    .toBuffer();
const pgmOf = async (jpeg: Uint8Array) => {
  const { data, info } = await sharp(jpeg)
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.concat([Buffer.from(`P5\n${String(info.width)} ${String(info.height)}\n255\n`), data]);
};
const inXmp = (level: 'B' | 'U') => `<pdfaid:conformance>${level}</pdfaid:conformance>`;

describe('words of captured pages', () => {
  test.skipIf(!has('tesseract', 'pdftotext'))(
    'are found in the file, of an upright page as of one upside down',
    async () => {
      const jpeg = await form();
      const pages = [
        await desk.captured(jpeg),
        await desk.captured(await sharp(jpeg).rotate(180).jpeg().toBuffer()),
      ];
      await vi.waitFor(
        () => {
          for (const page of pages)
            expect(desk.bench.store.pageTexts.get(page.imageBlob, recipe, page.dpi)).not.toBeNull();
        },
        { timeout: 100_000, interval: 200 },
      );
      const [upright, turned] = pages;
      if (!upright || !turned) throw new Error('pages are missing');
      const pdf = await fileOf(upright, { ...turned, rotation: 180 });
      const [first = '', second = ''] = textOf(pdf).split('\f');
      for (const text of [first, second]) {
        expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
        expect(text).toContain('Ủy ban nhân dân phường Hoàn Kiếm');
      }
      expect(pdf.includes(inXmp('U'))).toBe(true);
      expect(desk.told).toEqual(['ocr native']);
      const words = run('pdftotext', ['-bbox', '-l', '1', 'a.pdf', '-'], { 'a.pdf': pdf }).text;
      const [, left, right] = /xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>CỘNG</.exec(words) ?? [];
      // the first word of the form, printed from px 90 at 150 dpi
      const px = (points?: string) => (Number(points) / 72) * 150;
      expect(Math.abs(px(left) - 92)).toBeLessThan(5);
      expect(px(right)).toBeGreaterThan(200);
      expect(px(right)).toBeLessThan(270);
    },
    120_000,
  );

  test.skipIf(!has('pdftotext'))(
    'that take long are not waited for: the file is made without them',
    async () => {
      desk.standIn('exec sleep 50');
      const page = await desk.captured(await small(600));
      await vi.waitFor(() => expect(desk.calls.made).toBe(1), { timeout: 30_000 });
      const pdf = await fileOf(page);
      expect(desk.calls).toEqual({ made: 1, ended: 0 });
      expect(textOf(pdf).trim()).toBe('');
      expect(pdf.includes(inXmp('B'))).toBe(true);
    },
    60_000,
  );
});

describe('the program that reads', () => {
  const go = () => new AbortController().signal;
  const picture = new Uint8Array(300_000);

  test('is ended when it floods us', async () => {
    desk.standIn('exec yes');
    await expect(recognize({ picture, dpi: 300, print: 'dark' }, go())).rejects.toMatchObject({
      code: 'page-unreadable',
    });
  }, 30_000);

  test('is ended when nobody wants the page any more', async () => {
    desk.standIn('exec sleep 50');
    await expect(
      recognize({ picture, dpi: 300, print: 'dark' }, AbortSignal.timeout(200)),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('may leave without reading the picture', async () => {
    desk.standIn('exit 0');
    expect(await recognize({ picture, dpi: 300, print: 'dark' }, go())).toEqual({ ocr: 'native', tsv: '' });
  });

  test('that is not there, or knows no Vietnamese, is as good as none: the packaged one reads', async () => {
    const page = await pgmOf(await form());
    desk.standIn(`echo "Failed loading language 'vie'" >&2; exit 1`);
    expect(await recognize({ picture: page, dpi: 150, print: 'dark' }, go())).toMatchObject({
      ocr: 'packaged',
    });
    process.env['PATH'] = '/nowhere';
    const packaged = await recognize({ picture: page, dpi: 150, print: 'dark' }, go());
    expect(packaged?.ocr).toBe('packaged');
    const text = linesOfTsv(packaged?.tsv ?? '', 1240, 900).map(({ words }) =>
      words.map((word) => word.text).join(' '),
    );
    expect(text.join('\n')).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
  }, 60_000);

  test.skipIf(!has('tesseract'))(
    'says so in these words',
    async () => {
      process.env['TESSDATA_PREFIX'] = desk.folder;
      try {
        expect(
          await recognize({ picture: await pgmOf(await small(600)), dpi: 75, print: 'dark' }, go()),
        ).toMatchObject({ ocr: 'packaged' });
      } finally {
        delete process.env['TESSDATA_PREFIX'];
      }
    },
    60_000,
  );
});
