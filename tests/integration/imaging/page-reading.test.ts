import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import { recipe } from '../../../main/digitization/preparation.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import type { Digitization } from '../../../main/intake/ports.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { recognize } from '../../../native-bridge/reading/tesseract.ts';
import { component, draftOf, openBench, type Bench } from '../../unit/digitization/parts.ts';
import { formPage, jpegOf } from './form-page.ts';
import { has, run } from './peers.ts';

let bench: Bench;
let reading: BridgeClient<'reading'>;
let digitization: Digitization;
let folder: string;
let told: string[];
/** Calls for reading: how many were made, how many have ended. */
let calls: { made: number; ended: number };
const path = process.env['PATH'] ?? '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mot-cua-reading-'));
  bench = openBench();
  told = [];
  calls = { made: 0, ended: 0 };
  const client = startBridge({
    deviceClass: 'reading',
    nodePath: process.execPath,
    script: join(import.meta.dirname, '../../../native-bridge/reading/main.ts'),
    settings: { training: true, slipPrinters: [] },
    log: () => undefined,
  });
  reading = {
    ...client,
    async call(operation, params, bodies, options) {
      calls.made += 1;
      return await client.call(operation, params, bodies, options).finally(() => (calls.ended += 1));
    },
  };
  let ids = 0;
  digitization = createDigitization({
    ...bench,
    reading,
    log: (event, details) => void told.push(`${event} ${Object.values(details).join(' ')}`),
    newId: () => `id-${String((ids += 1))}`,
    now: () => 1_795_000_000_000,
  });
});
afterEach(async () => {
  process.env['PATH'] = path;
  await reading.stop();
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A program that comes in place of tesseract. */
function standIn(script: string): void {
  writeFileSync(join(folder, 'tesseract'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'tesseract'), 0o755);
  process.env['PATH'] = `${folder}${delimiter}${path}`;
}

async function captured(jpeg: Uint8Array): Promise<Page> {
  const page = await digitization.pageOfScan(jpeg, 150);
  if (!page.ok) throw new Error(page.error.code);
  return page.value;
}

async function fileOf(...pages: Page[]): Promise<Buffer> {
  const names = { code: 'TAM-01', officer: 'CB001', device: 'Q01' };
  const files = await digitization.filesOf(draftOf([component('c1', pages, [])]), names);
  if (!files.ok) throw new Error(files.error.code);
  const bytes = await bench.blobs.get(files.value[0]?.blob ?? '');
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
const inXmp = (level: 'B' | 'U') => `<pdfaid:conformance>${level}</pdfaid:conformance>`;

describe('words of captured pages', () => {
  test.skipIf(!has('tesseract', 'pdftotext'))(
    'are found in the file, of an upright page as of one upside down',
    async () => {
      const jpeg = await form();
      const pages = [await captured(jpeg), await captured(await sharp(jpeg).rotate(180).jpeg().toBuffer())];
      await vi.waitFor(
        () => {
          for (const page of pages)
            expect(bench.store.pageTexts.get(page.imageBlob, recipe, page.dpi)).not.toBeNull();
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
      expect(told).toEqual(['ocr native']);
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
      standIn('exec sleep 50');
      const page = await captured(await small(600));
      await vi.waitFor(() => expect(calls.made).toBe(1), { timeout: 30_000 });
      const pdf = await fileOf(page);
      expect(calls).toEqual({ made: 1, ended: 0 });
      expect(textOf(pdf).trim()).toBe('');
      expect(pdf.includes(inXmp('B'))).toBe(true);
    },
    60_000,
  );

  test('of a computer without a reader are asked for once, and that there is none is told', async () => {
    process.env['PATH'] = folder;
    const [one, other] = [await captured(await small(600)), await captured(await small(620))];
    await vi.waitFor(() => expect(told).toEqual(['ocr none']), { timeout: 30_000 });
    const pdf = await fileOf(one, other);
    expect(calls).toEqual({ made: 1, ended: 1 });
    expect(pdf.includes(inXmp('B'))).toBe(true);
  }, 60_000);

  test('of a reader that fails leave the page as it is, and the next page is tried', async () => {
    standIn('cat > /dev/null; exit 3');
    const [one, other] = [await captured(await small(600)), await captured(await small(620))];
    await vi.waitFor(() => expect(told).toEqual(Array(2).fill('ocr-page page-unreadable')), {
      timeout: 30_000,
    });
    expect((await fileOf(one, other)).includes(inXmp('B'))).toBe(true);
  }, 60_000);
});

describe('the program that reads', () => {
  const go = () => new AbortController().signal;
  const picture = new Uint8Array(300_000);

  test('is ended when it floods us', async () => {
    standIn('exec yes');
    await expect(recognize(picture, 300, go())).rejects.toMatchObject({ code: 'page-unreadable' });
  }, 30_000);

  test('is ended when nobody wants the page any more', async () => {
    standIn('exec sleep 50');
    await expect(recognize(picture, 300, AbortSignal.timeout(200))).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('may leave without reading the picture', async () => {
    standIn('exit 0');
    expect(await recognize(picture, 300, go())).toBe('');
  });

  test('that knows no Vietnamese is as good as none', async () => {
    standIn(`echo "Failed loading language 'vie'" >&2; exit 1`);
    expect(await recognize(picture, 300, go())).toBeNull();
  });

  test.skipIf(!has('tesseract'))('says so in these words', async () => {
    process.env['TESSDATA_PREFIX'] = folder;
    try {
      expect(await recognize(picture, 300, go())).toBeNull();
    } finally {
      delete process.env['TESSDATA_PREFIX'];
    }
  });
});
