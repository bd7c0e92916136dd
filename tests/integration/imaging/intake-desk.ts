/** Files and scans taken in by the real worker and the real store, and what their pages are in the file for the city. */
import { PDFDocument } from 'pdf-lib';
import { expect } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import { recipe } from '../../../main/digitization/preparation.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import type { Digitization } from '../../../main/intake/ports.ts';
import {
  component,
  draftOf,
  openBench,
  watch,
  type Bench,
  type Watch,
} from '../../unit/digitization/parts.ts';

type Captured = Watch & { readonly result: Awaited<ReturnType<Digitization['pagesOfFile']>> };

export interface Desk {
  readonly bench: Bench;
  readonly digitization: Digitization;
  /** A file, by the way that files go. */
  capture(bytes: Uint8Array): Promise<Captured>;
  /** By which name a file is refused, and what was kept of it. */
  refused(bytes: Uint8Array): Promise<{ code: string; files: number; pages: number }>;
  /** The one page of a file. */
  pageOf(bytes: Uint8Array): Promise<Page>;
  scan(bytes: Uint8Array, dpi: number): Promise<Page>;
  /** The page's part of the file for the city, as a picture of `dpi`, and how it was prepared. */
  inFile(
    page: Page,
    dpi: number,
  ): Promise<{
    readonly inches: readonly [number, number];
    readonly picture: Uint8Array;
    readonly facts: { form: string; blank: boolean; skewDeg: number | null } | null;
  }>;
}

export function openDesk(): Desk {
  const bench = openBench();
  let ids = 0;
  const digitization = createDigitization({
    ...bench,
    newId: () => `id-${(ids += 1)}`,
    now: () => 1_795_000_000_000,
  });

  async function capture(bytes: Uint8Array): Promise<Captured> {
    const seen = watch();
    const result = await digitization.pagesOfFile(
      { name: 'a', bytes },
      seen.report,
      seen.onFile,
      seen.onPage,
    );
    return { result, ...seen };
  }

  return {
    bench,
    digitization,
    capture,
    async refused(bytes) {
      const { result, files, pages } = await capture(bytes);
      if (result.ok) throw new Error('it was taken in');
      return { code: result.error.code, files: files.length, pages: pages.length };
    },
    async pageOf(bytes) {
      const { result, pages } = await capture(bytes);
      expect(result).toEqual({ ok: true, value: { pagesKept: 1 } });
      const [page] = pages;
      if (!page) throw new Error('no page came');
      return page;
    },
    async scan(bytes, dpi) {
      const page = await digitization.pageOfScan(bytes, dpi);
      if (!page.ok) throw new Error(page.error.code);
      return page.value;
    },
    async inFile(page, dpi) {
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
    },
  };
}
