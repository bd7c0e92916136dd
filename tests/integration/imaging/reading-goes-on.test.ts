import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Page } from '../../../main/domain/dossier.ts';
import type { Digitization } from '../../../main/intake/ports.ts';
import { watch, component, draftOf } from '../../unit/digitization/parts.ts';
import { formPage, jpegOf } from './form-page.ts';
import { openReadingDesk, type ReadingDesk } from './reading-desk.ts';

let desk: ReadingDesk;
afterEach(async () => {
  await desk.close();
});

/** The table of tesseract for one word. */
const saying = (word: string) =>
  `cat > /dev/null; printf '5\\t1\\t1\\t1\\t1\\t1\\t10\\t10\\t90\\t30\\t96\\t${word}\\n'`;
const form = async (widthPx: number) =>
  await sharp(await jpegOf((await formPage({ portrait: false }, 1240, 900)).page))
    .resize(widthPx)
    .jpeg()
    .toBuffer();
const readings = () => desk.bench.store.pageReadings;
const waitUntil = async (is: () => void) => await vi.waitFor(is, { timeout: 30_000, interval: 30 });

describe('a page that waits to be read', () => {
  test('when the application ends is read after the next start', async () => {
    desk = openReadingDesk();
    desk.standIn('exec sleep 50');
    const [one, other] = [await desk.captured(await form(600)), await desk.captured(await form(620))];
    await waitUntil(() => expect(desk.calls.made).toBeGreaterThan(0));
    desk.standIn(saying('sau'));
    desk.restarted();
    expect([await desk.wordsOf(one), await desk.wordsOf(other)]).toEqual(['sau', 'sau']);
    expect(readings().nextAt()).toBeNull();
    // the end of the application is no failure of the page
    expect(desk.told).toEqual(['ocr native']);
  }, 60_000);

  test('is read again, once, when the process that reads it is killed', async () => {
    desk = openReadingDesk();
    const mark = join(desk.folder, 'first');
    desk.standIn(`if [ ! -e ${mark} ]; then touch ${mark}; exec sleep 50; fi; ${saying('lại')}`);
    const page = await desk.captured(await form(600));
    await waitUntil(() => expect(existsSync(mark)).toBe(true));
    const found = execFileSync('pgrep', ['-f', '-P', String(process.pid), 'reading/main.ts'], {
      encoding: 'utf8',
    });
    for (const pid of found.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
    expect(await desk.wordsOf(page)).toBe('lại');
    expect(desk.calls).toEqual({ made: 2, ended: 2 });
    expect(desk.told).toEqual(['ocr-page worker-lost', 'ocr native']);
  }, 60_000);

  test('and cannot be read is tried a few times, later each time, then said to be unreadable', async () => {
    desk = openReadingDesk({ retryAfterMs: [0, 300] });
    desk.standIn('cat > /dev/null; exit 3');
    const page = await desk.captured(await form(600));
    await waitUntil(() => expect(readings().stateOf(page.imageBlob)).toBe('failed'));
    expect(desk.told).toEqual(Array(3).fill('ocr-page page-unreadable'));
    // and the next page is tried all the same
    desk.standIn(saying('được'));
    expect(await desk.wordsOf(await desk.captured(await form(620)))).toBe('được');
    expect(desk.calls.made).toBe(4);
  }, 60_000);
});

/** A PDF whose first page bears text, the second a picture and a scanner's own mark. */
async function mixedPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.TimesRoman);
  const written = document.addPage([595, 842]);
  written.drawText('Giay chung sinh so 77/2025, ngay 03 thang 11 nam 2025', {
    x: 60,
    y: 700,
    size: 14,
    font,
  });
  const scanned = document.addPage([595, 842]);
  scanned.drawImage(await document.embedJpg(await form(1200)), { x: 0, y: 300, width: 595, height: 430 });
  scanned.drawText('Scanned', { x: 10, y: 10, size: 6, font });
  return await document.save();
}

async function pagesOf(digitization: Digitization, bytes: Uint8Array): Promise<[Page, Page]> {
  const seen = watch();
  const taken = await digitization.pagesOfFile(
    { name: 'a.pdf', bytes },
    seen.report,
    seen.onFile,
    seen.onPage,
  );
  if (!taken.ok) throw new Error(taken.error.code);
  const [first, second] = seen.pages;
  if (!first || !second) throw new Error('pages are missing');
  return [first, second];
}

describe('pages of a PDF that came', () => {
  test('tell the text that they bear; those that are pictures are read', async () => {
    desk = openReadingDesk();
    desk.standIn(saying('chữ'));
    const [written, scanned] = await pagesOf(desk.digitization, await mixedPdf());
    expect(await desk.wordsOf(written)).toBe('Giay chung sinh so 77/2025, ngay 03 thang 11 nam 2025');
    expect(await desk.wordsOf(scanned)).toBe('chữ');
    expect(readings().nextAt()).toBeNull();
  }, 60_000);

  test('are read as pictures when the PDF brings the process down again and again', async () => {
    desk = openReadingDesk({ retryAfterMs: [0, 0] });
    desk.standIn(saying('ảnh'));
    const { store, blobs } = desk.bench;
    const picture = await blobs.put(await form(600));
    const broken = await blobs.put(Buffer.from('%PDF-1.4 no more than that %%EOF'));
    if (!picture.ok || !broken.ok) throw new Error('the store is full');
    const pdf = { blob: broken.value, pageIndex: 0 };
    store.pageReadings.want({ imageBlob: picture.value, dpi: 75, pdf }, Date.now());
    desk.restarted();
    await waitUntil(() => expect(store.pageTexts.plainOf(picture.value)).toBe('ảnh'));
    expect(desk.told).toEqual(['ocr-page file-damaged', 'ocr-page file-damaged', 'ocr native']);
  }, 60_000);
});

describe('what was read of a draft', () => {
  test('that was discarded is gone, its sealed text too; what a dossier has of it stays', async () => {
    desk = openReadingDesk();
    desk.standIn(saying('kín'));
    const { store, blobs } = desk.bench;
    const page = await desk.captured(await form(600));
    await desk.wordsOf(page);
    const text = store.pageTexts.get(page.imageBlob, 1, page.dpi)?.textBlob ?? '';
    const draft = draftOf([component('c1', [page], [])]);
    store.drafts.insert(draft);
    const before = store.transaction(() => store.drafts.close(draft.id, 'discarded'));
    expect(before.ok).toBe(true);
    expect(store.pageTexts.plainOf(page.imageBlob)).toBeNull();
    desk.restarted();
    await waitUntil(() => expect(store.pageTexts.left()).toEqual([]));
    expect(await blobs.get(text)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  }, 60_000);
});
