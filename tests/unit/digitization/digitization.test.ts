import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import { recipe } from '../../../main/digitization/preparation.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import { fail, ok } from '../../../main/domain/result.ts';
import type { Digitization } from '../../../main/intake/ports.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { pagePicture, signedPdf, textPdf } from '../imaging/samples.ts';
import { component, draftOf, openBench, watch, type Bench, type Watch } from './parts.ts';

let bench: Bench;
let digitization: Digitization;
let ids = 0;
const newId = () => `id-${(ids += 1)}`;
const now = () => 1_795_000_000_000 + ids;

beforeAll(() => {
  bench = openBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
  ids = 0;
  digitization = createDigitization({ ...bench, newId, now });
});

const fileOf = (id: string) => join(bench.folder, id.slice(0, 2), id.slice(2, 4), id);
const names = (code: string) => ({ code, officer: 'CB001', device: 'Q01' });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const capture = async (name: string, bytes: Uint8Array, seen: Watch = watch()) => {
  const result = await digitization.pagesOfFile({ name, bytes }, seen.report, seen.onFile, seen.onPage);
  return { result, ...seen };
};
const sealed = async (id: string) => {
  const bytes = await bench.blobs.get(id);
  if (!bytes.ok) throw new Error(bytes.error.code);
  return Buffer.from(bytes.value);
};

describe('files that come in', () => {
  test('the file is kept byte for byte, each page is sealed before it is told of', async () => {
    const pdf = await textPdf(3);
    const onDisk: boolean[] = [];
    const seen = watch(({ imageBlob, thumbBlob }) => {
      onDisk.push(existsSync(fileOf(imageBlob)) && existsSync(fileOf(thumbBlob)));
      return ok(null);
    });
    const { result, files, pages, steps } = await capture('C:\\Users\\x\\Giấy khai sinh.pdf', pdf, seen);
    expect(result).toEqual(ok({ pagesKept: 3 }));
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({
      name: 'Giấy khai sinh.pdf',
      mime: 'application/pdf',
      bytes: pdf.byteLength,
      sha256: sha256(pdf),
      signed: false,
      pageCount: 3,
    });
    expect((await sealed(files[0]?.blob ?? '')).equals(Buffer.from(pdf))).toBe(true);
    expect(pages.map(({ pdf: place }) => place)).toEqual(
      [0, 1, 2].map((pageIndex) => ({ fileId: files[0]?.id, pageIndex })),
    );
    expect(pages[0]).toMatchObject({ widthPx: 1654, heightPx: 2339, dpi: 200, rotation: 0, source: 'file' });
    expect(onDisk).toEqual([true, true, true]);
    expect(steps).toEqual([0, 1, 2, 3].map((done) => [done, 3]));
  });

  test('a picture file is kept too, its page is no PDF page', async () => {
    const bytes = await pagePicture(800, 1100).png().toBuffer();
    const { files, pages } = await capture('a.jpg', bytes);
    expect(files[0]).toMatchObject({ mime: 'image/png', sha256: sha256(bytes) });
    expect(pages).toHaveLength(1);
    expect(pages[0]?.pdf).toBeNull();
  });

  test('a damaged file leaves nothing behind and says why', async () => {
    const whole = await pagePicture(800, 1100).jpeg().toBuffer();
    const { result, files, pages } = await capture('a.jpg', whole.subarray(0, whole.byteLength / 2));
    expect(result).toMatchObject({ ok: false, error: { code: 'file-damaged' } });
    expect([files, pages]).toEqual([[], []]);
  });

  test('a file over 200 MB is refused before it goes anywhere', async () => {
    const inspected = await digitization.inspect('a.pdf', new Uint8Array(201 * 1024 * 1024));
    expect(inspected).toMatchObject({
      ok: false,
      error: { code: 'file-too-large', details: { maxMegabytes: 200 } },
    });
  });

  test('a cancel keeps the pages that were told of', async () => {
    const seen: Watch = watch(() => {
      if (seen.pages.length === 2) seen.abort.abort();
      return ok(null);
    });
    const { result, pages } = await capture('a.pdf', await textPdf(12), seen);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'cancelled', details: { pagesKept: pages.length } },
    });
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(pages.length).toBeLessThan(12);
  });

  test('a draft that refuses a page stops the work with its own reason', async () => {
    const seen: Watch = watch(() => (seen.pages.length === 1 ? fail('draft-closed') : ok(null)));
    const { result, pages } = await capture('a.pdf', await textPdf(6), seen);
    expect(result).toMatchObject({ ok: false, error: { code: 'draft-closed', details: { pagesKept: 1 } } });
    expect(pages).toHaveLength(1);
  });

  test('a full disk stops the work and says what was kept', async () => {
    let puts = 0;
    const blobs = {
      ...bench.blobs,
      put: async (bytes: Uint8Array) => ((puts += 1) > 4 ? fail('disk-full') : await bench.blobs.put(bytes)),
    };
    digitization = createDigitization({ ...bench, blobs, newId, now });
    const { result } = await capture('a.pdf', await textPdf(5));
    expect(result).toMatchObject({ ok: false, error: { code: 'disk-full', details: { pagesKept: 1 } } });
  });
});

describe('no room on the disk while captured pages are prepared', () => {
  const names = { code: 'H26', officer: 'CB001', device: 'Q01' };
  const scanned = async (part: Digitization, widthPx: number) => {
    const page = await part.pageOfScan(await pagePicture(widthPx, 400).png().toBuffer(), 150);
    if (!page.ok) throw new Error(page.error.code);
    return page.value;
  };

  test('for their blobs: the files are refused by name, every page stays, and all is made when there is room', async () => {
    let full = false;
    const put = async (bytes: Uint8Array) => (full ? fail('disk-full') : await bench.blobs.put(bytes));
    digitization = createDigitization({ ...bench, blobs: { ...bench.blobs, put }, newId, now });
    const pages = [await scanned(digitization, 301), await scanned(digitization, 302)];
    full = true;
    expect(await digitization.pageOfScan(await pagePicture(303, 400).png().toBuffer(), 150)).toMatchObject({
      ok: false,
      error: { code: 'disk-full' },
    });
    const draft = draftOf([component('c1', pages, [])]);
    expect(await digitization.filesOf(draft, names)).toMatchObject({ error: { code: 'disk-full' } });
    for (const page of pages) expect((await bench.blobs.get(page.imageBlob)).ok).toBe(true);
    full = false;
    const files = await digitization.filesOf(draft, names);
    expect(files.ok && files.value.map((file) => file.pageCount)).toEqual([2]);
    for (const page of pages)
      expect(bench.store.preparedPages.get(page.imageBlob, recipe, page.dpi)).not.toBeNull();
  });

  test('for the database: the file has every page all the same, as captured', async () => {
    const store = { ...bench.store, transaction: () => fail('disk-full') };
    digitization = createDigitization({ ...bench, store, newId, now });
    const page = await scanned(digitization, 304);
    const files = await digitization.filesOf(draftOf([component('c1', [page], [])]), names);
    expect(files.ok && files.value.map((file) => file.pageCount)).toEqual([1]);
    expect(bench.store.preparedPages.get(page.imageBlob, recipe, page.dpi)).toBeNull();
  });
});

describe('a worker that dies', () => {
  /** Answers `worker-lost` after `after` items of the first `losses` calls, as the supervisor does. */
  function losing(losses: number, after: number): BridgeClient<'imaging'> {
    let left = losses;
    return {
      ...bench.imaging,
      async call(operation, params, bodies, options) {
        if (operation !== 'pages' || left === 0)
          return await bench.imaging.call(operation, params, bodies, options);
        left -= 1;
        let items = 0;
        await bench.imaging.call(operation, params, bodies, {
          ...options,
          onItem: async (item, itemBodies) => {
            if ((items += 1) <= after) await options.onItem?.(item, itemBodies);
          },
        });
        return { ok: false, error: { code: 'worker-lost', details: {} } };
      },
    };
  }

  test('once: the pages come anyway, none twice', async () => {
    digitization = createDigitization({ ...bench, imaging: losing(1, 2), newId, now });
    const { result, pages } = await capture('a.pdf', await textPdf(4));
    expect(result).toEqual(ok({ pagesKept: 4 }));
    expect(pages.map(({ pdf }) => pdf?.pageIndex)).toEqual([0, 1, 2, 3]);
  });

  test('twice: it is given up, and says how many pages were kept', async () => {
    digitization = createDigitization({ ...bench, imaging: losing(2, 1), newId, now });
    const { result } = await capture('a.pdf', await textPdf(4));
    expect(result).toMatchObject({ ok: false, error: { code: 'worker-lost', details: { pagesKept: 1 } } });
  });
});

describe('files for the city', () => {
  const scan = async (): Promise<Page> => {
    const page = await digitization.pageOfScan(await pagePicture(1240, 1754).png().toBuffer(), 150);
    if (!page.ok) throw new Error(page.error.code);
    return page.value;
  };

  test('one PDF per component, a signed one unchanged, none without pages; names never collide', async () => {
    const signed = await signedPdf('signed', false);
    const first = await capture('quyết định.pdf', signed);
    const second = await capture('bản khai.pdf', await textPdf(3));
    const scanned = await scan();
    const [, two, three] = second.pages;
    if (!two || !three) throw new Error('pages are missing');
    const mixed = [scanned, ...first.pages, { ...three, rotation: 90 as const }, two];
    const draft = draftOf([
      component('KQ.G15/đơn', mixed, [...first.files, ...second.files]),
      component('empty', [], second.files),
      component('c3', [await scan()], []),
    ]);
    const result = await digitization.filesOf(draft, names('TAM-01-261122-0001'));
    if (!result.ok) throw new Error(result.error.code);
    expect(result.value.map((file) => [file.name, file.signed, file.pageCount])).toEqual([
      ['TAM-01-261122-0001_01_KQ.G15-don_v1.pdf', true, 1],
      ['TAM-01-261122-0001_02_KQ.G15-don_v1.pdf', false, 3],
      ['TAM-01-261122-0001_03_c3_v1.pdf', false, 1],
    ]);
    const [whole, composed] = result.value;
    expect((await sealed(whole?.blob ?? '')).equals(Buffer.from(signed))).toBe(true);
    const bytes = await sealed(composed?.blob ?? '');
    expect([sha256(bytes), bytes.byteLength]).toEqual([composed?.sha256, composed?.bytes]);
    const pdf = await PDFDocument.load(bytes);
    expect(pdf.getPages().map((page) => page.getRotation().angle)).toEqual([0, 90, 0]);
    expect(pdf.getPage(0).getWidth()).toBeCloseTo(595.2, 1);
    const again = await digitization.filesOf(draft, names('TAM-01-261122-0001'));
    expect(again.ok && again.value.map((file) => file.blob)).toEqual(result.value.map((file) => file.blob));
  });

  test('a signed file whose pages were all taken away is not sent', async () => {
    const { files } = await capture('a.pdf', await signedPdf('signed', false));
    const result = await digitization.filesOf(
      draftOf([component('c1', [await scan()], files)]),
      names('H26'),
    );
    expect(result.ok && result.value.map((file) => file.signed)).toEqual([false]);
  });

  test('a damaged or missing sealed page is told as that', async () => {
    const page = await scan();
    const filesWith = async (imageBlob: string) =>
      await digitization.filesOf(
        draftOf([component('c1', [{ ...page, imageBlob, dpi: 151 }], [])]),
        names('H26'),
      );
    expect(await filesWith('0'.repeat(64))).toMatchObject({ ok: false, error: { code: 'not-found' } });
    const bytes = readFileSync(fileOf(page.imageBlob));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(fileOf(page.imageBlob), bytes);
    expect(await filesWith(page.imageBlob)).toMatchObject({ ok: false, error: { code: 'page-damaged' } });
  });

  test('a picture that a scanner sent half is refused', async () => {
    const whole = await pagePicture(800, 1100).jpeg().toBuffer();
    const page = await digitization.pageOfScan(whole.subarray(0, 3000), 200);
    expect(page).toMatchObject({ ok: false, error: { code: 'file-damaged' } });
  });
});
