/**
 * The two sides of an identity card (thẻ căn cước, mặt trước và mặt sau) as one page of the file: A4, both at 1:1. The two
 * captures stay pages of their own; neighbours that name the same sheet are put on it when the file is made.
 */
import { wanted, type PageMove } from './arrangement.ts';
import type { Draft, Page } from './dossier.ts';

/** ISO/IEC 7810, ID-1, mm. */
const id1 = { long: 85.6, short: 53.98 };
/** Scanners and cut edges are off by so much, mm. */
const tolerance = 3;
const mmPerInch = 25.4;

/** Whether a capture is as large as a card, lying either way. */
function isCardSized({ widthPx, heightPx, dpi, pdf }: Page): boolean {
  const [short = 0, long = 0] = [widthPx, heightPx]
    .map((px) => (px / dpi) * mmPerInch)
    .toSorted((a, b) => a - b);
  return pdf === null && Math.abs(long - id1.long) <= tolerance && Math.abs(short - id1.short) <= tolerance;
}

/** Neighbours of card size that are not on a sheet yet, front and back in the order in which they lie. */
export function cardPairs(draft: Draft): [string, string][] {
  return draft.components.flatMap(({ pages }) => {
    const pairs: [string, string][] = [];
    for (let at = 0; at + 1 < pages.length; at += 1) {
      const [front, back] = [pages[at], pages[at + 1]];
      if (!front || !back || !isFree(front) || !isFree(back)) continue;
      pairs.push([front.id, back.id]);
      at += 1;
    }
    return pairs;
  });
}

function isFree(page: Page): boolean {
  return page.sheet === undefined && isCardSized(page);
}

/** Both sides on one sheet; nothing unless they are neighbours of card size. */
export function joinMoves(draft: Draft, front: string, back: string): PageMove[] {
  if (!cardPairs(draft).some(([first, second]) => first === front && second === back)) return [];
  return wanted(draft, [front, back]).map(({ page, spot }) => ({
    pageId: page.id,
    from: spot,
    to: { ...spot, sheet: front },
  }));
}

/** Every page of the sheets that the pages are on, each a page of the file of its own again. */
export function partMoves(draft: Draft, pageIds: readonly string[]): PageMove[] {
  const sheets = new Set(wanted(draft, pageIds).flatMap(({ page }) => page.sheet ?? []));
  const all = draft.components.flatMap(({ pages }) => pages.map(({ id }) => id));
  return wanted(draft, all).flatMap(({ page, spot: { sheet, ...spot } }) =>
    sheet !== undefined && sheets.has(sheet) ? [{ pageId: page.id, from: { ...spot, sheet }, to: spot }] : [],
  );
}

/** What becomes one page of the file each: a page, or both sides of a card where they still are neighbours. */
export function sheetsOf(pages: readonly Page[]): (readonly [Page] | readonly [Page, Page])[] {
  const sheets: (readonly [Page] | readonly [Page, Page])[] = [];
  for (let at = 0; at < pages.length; at += 1) {
    const [page, next] = [pages[at], pages[at + 1]];
    if (!page) continue;
    if (next && page.sheet !== undefined && page.sheet === next.sheet) {
      sheets.push([page, next]);
      at += 1;
    } else sheets.push([page]);
  }
  return sheets;
}
