import { setImmediate } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { PageText, TextLine } from '../contract-reading.ts';
import type { Handler } from '../host.ts';
import { openPdf, type PdfPageText, type PdfTextPiece } from '../imaging/pdf-document.ts';
import { mostCharacters, mostWords } from './tsv.ts';

/** A picture with less than this many letters and digits beside it (a scanner's own mark, a number) is still a picture. */
const leastLetters = 40;

/** The text that pages of a PDF bear themselves: nobody has to read what is written there. */
export const textsOfPdf: Handler<'reading', 'textsOfPdf'> = async ({ pageIndexes }, bodies, context) => {
  const bytes = bodies[0];
  if (!bytes || bytes.byteLength === 0) throw new BridgeError('file-empty');
  const document = await openPdf(bytes);
  try {
    for (const pageIndex of pageIndexes) {
      // pdf.js works in microtasks: without a turn of the event loop a cancel would not be heard
      await setImmediate();
      if (context.signal.aborted) throw new BridgeError('cancelled');
      if (pageIndex >= document.pageCount) continue;
      const text = pageTextOf(await document.textOf(pageIndex));
      if (text) await context.item({ pageIndex, text }, []);
    }
  } finally {
    await document.close();
  }
  return { result: {}, bodies: [] };
};

/** Null when it is too little to be what the page says. */
function pageTextOf({ widthPx, heightPx, pieces }: PdfPageText): PageText | null {
  if (widthPx < 1 || heightPx < 1) return null;
  const lines: TextLine[] = [];
  let letters = 0;
  let words = 0;
  for (const line of inLines(pieces)) {
    const made = lineOf(line);
    if (!made) continue;
    words += made.words.length;
    if (words > mostWords) break;
    for (const { text } of made.words) letters += text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    lines.push(made);
  }
  return letters < leastLetters ? null : { widthPx, heightPx, turnDeg: 0, lines };
}

function inLines(pieces: readonly PdfTextPiece[]): PdfTextPiece[][] {
  const lines: PdfTextPiece[][] = [[]];
  for (const piece of pieces.slice(0, mostWords)) {
    lines.at(-1)?.push(piece);
    if (piece.endsLine) lines.push([]);
  }
  return lines;
}

/** Pieces may hold several words, or parts of one: words end where white space or a gap is. */
function lineOf(pieces: readonly PdfTextPiece[]): TextLine | null {
  const words: { text: string; left: number; widthPx: number }[] = [];
  let open = false;
  for (const { text, left, widthPx } of pieces) {
    const perCharacter = text.length > 0 ? Math.max(widthPx, 0) / text.length : 0;
    for (const { 0: part, index } of text.matchAll(/\S+|\s+/gu)) {
      if (part.trim() === '') {
        open = false;
        continue;
      }
      const from = left + index * perCharacter;
      const width = Math.max(0.1, part.length * perCharacter);
      const before = words.at(-1);
      if (open && before && before.text.length + part.length <= mostCharacters) {
        before.text += part;
        before.widthPx = Math.max(before.widthPx, from + width - before.left);
      } else words.push({ text: part.slice(0, mostCharacters), left: from, widthPx: width });
      open = true;
    }
  }
  const known = words
    .map((word) => ({ ...word, text: word.text.normalize('NFC') }))
    .filter((word) => [word.left, word.widthPx].every(Number.isFinite));
  if (known.length === 0) return null;
  const tops = pieces.map(({ top }) => top).filter(Number.isFinite);
  const heights = pieces.map(({ heightPx }) => heightPx).filter((height) => height > 0);
  return { top: Math.min(...tops, 1e6), heightPx: Math.max(1, ...heights), words: known };
}
