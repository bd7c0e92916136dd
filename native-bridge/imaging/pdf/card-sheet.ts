import { degrees, type PDFDocument, type PDFPage } from 'pdf-lib';

/** A4 (ISO 216), pt. */
const a4 = { width: (210 / 25.4) * 72, height: (297 / 25.4) * 72 };
/** Between the two sides, pt (15 mm). */
const gap = (15 / 25.4) * 72;

/** One side of a card: a page of the same document that is not in its page tree, and how far to turn it, clockwise. */
export interface CardSide {
  readonly page: PDFPage;
  readonly rotation: number;
}

/** An A4 page with the sides one below the other in its middle, each at 1:1. */
export async function addCardSheet(document: PDFDocument, sides: readonly CardSide[]): Promise<PDFPage> {
  const upright = sides.map(({ page, rotation }) => {
    const [width, height] = [page.getWidth(), page.getHeight()];
    return { page, turn: ((rotation % 360) + 360) % 360, width, height };
  });
  const heights = upright.map(({ turn, width, height }) => (turn % 180 === 0 ? height : width));
  const sheet = document.addPage([a4.width, a4.height]);
  let top = (a4.height + heights.reduce((sum, each) => sum + each, gap * (heights.length - 1))) / 2;
  for (const { page, turn, width, height } of upright) {
    const [shownWidth, shownHeight] = turn % 180 === 0 ? [width, height] : [height, width];
    const left = (a4.width - shownWidth) / 2;
    const bottom = top - shownHeight;
    const embedded = await document.embedPage(page);
    await embedded.embed();
    // drawn from the corner that is the lower left one of the unturned side
    const x = turn === 180 || turn === 270 ? left + shownWidth : left;
    const y = turn === 90 || turn === 180 ? bottom + shownHeight : bottom;
    sheet.drawPage(embedded, { x, y, width, height, rotate: degrees(-turn) });
    document.context.delete(page.ref);
    top = bottom - gap;
  }
  return sheet;
}
