/**
 * Pages of an unsigned incoming PDF drawn anew (chuẩn hóa PDF/A): from then on they are made like scanned ones, and their
 * file can keep the archive's rules. The PDF as it came stays beside, and each page can be its page again.
 */
import { wanted, type PageMove, type Placed } from './arrangement.ts';
import type { Draft, KeptFile, Page, PageBody, PagePicture } from './dossier.ts';

/** What a page of a PDF was drawn as. */
export interface DrawnPicture {
  readonly pageIndex: number;
  readonly picture: PagePicture;
  /** Its words are the PDF's own: they need not be read. */
  readonly ownWords: boolean;
}

export function keptFile(draft: Draft, fileId: string): KeptFile | null {
  return draft.components.flatMap(({ files }) => files).find(({ id }) => id === fileId) ?? null;
}

/** Places in the PDF of the pages that still are its own, each once, in the order of the PDF. */
export function pagesAsCame(draft: Draft, fileId: string): number[] {
  const places = draft.components.flatMap(({ pages }) =>
    pages.flatMap(({ pdf }) => (pdf?.fileId === fileId ? [pdf.pageIndex] : [])),
  );
  return [...new Set(places)].toSorted((a, b) => a - b);
}

/** All pages of the PDF that have been drawn, wherever they lie now; what has gone meanwhile is left out. */
export function normaliseMoves(draft: Draft, fileId: string, drawn: readonly DrawnPicture[]): PageMove[] {
  const byPlace = new Map(drawn.map((each) => [each.pageIndex, each]));
  return everyPage(draft).flatMap(({ page, spot }) => {
    const its = page.pdf?.fileId === fileId ? byPlace.get(page.pdf.pageIndex) : undefined;
    if (!page.pdf || !its) return [];
    const normalised = { ...page.pdf, ownWords: its.ownWords, shownBy: pictureOf(page) };
    const body: PageBody = { ...its.picture, pdf: null, normalised };
    return [{ pageId: page.id, from: { ...spot, body: bodyOf(page) }, to: { ...spot, body } }];
  });
}

/** Each page that was drawn from the PDF is that page of it again, for itself. */
export function asCameMoves(draft: Draft, fileId: string): PageMove[] {
  return everyPage(draft).flatMap(({ page, spot }) => {
    if (page.normalised?.fileId !== fileId) return [];
    const { pageIndex, shownBy } = page.normalised;
    const { sheet: _, ...alone } = spot;
    const body: PageBody = { ...shownBy, pdf: { fileId, pageIndex } };
    return [{ pageId: page.id, from: { ...spot, body: bodyOf(page) }, to: { ...alone, body } }];
  });
}

function everyPage(draft: Draft): Placed[] {
  return wanted(
    draft,
    draft.components.flatMap(({ pages }) => pages.map(({ id }) => id)),
  );
}

function pictureOf({ imageBlob, thumbBlob, widthPx, heightPx, dpi }: Page): PagePicture {
  return { imageBlob, thumbBlob, widthPx, heightPx, dpi };
}

function bodyOf(page: Page): PageBody {
  const { pdf, normalised } = page;
  return { ...pictureOf(page), pdf, ...(normalised ? { normalised } : {}) };
}
