/** Words and their places from the text that a page of a PDF bears itself. */
import type { PageText, TextLine } from '../contract-reading.ts';
import type { PdfPageText, PdfTextPiece } from '../imaging/pdf-document.ts';
import { mostCharacters, mostWords } from './tsv.ts';

/** A picture with less than this many letters and digits beside it (a scanner's own mark, a number) is still a picture. */
const leastLetters = 40;

/** Null when it is too little to be what the page says. */
export function pageTextOf({ widthPx, heightPx, pieces }: PdfPageText): PageText | null {
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
    const place = placesIn(text, Math.max(widthPx, 0));
    for (const { 0: part, index } of text.matchAll(/\S+|\s+/gu)) {
      if (part.trim() === '') {
        open = false;
        continue;
      }
      const from = left + place(index);
      const width = Math.max(0.1, place(index + part.length) - place(index));
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

/** How far from the left a character (by its index) begins: a PDF tells the width of the whole piece only. */
function placesIn(text: string, widthPx: number): (index: number) => number {
  let sum = 0;
  const before = Array.from({ length: text.length + 1 }, (_, at) => {
    const here = sum;
    sum += usualWidth(text[at] ?? '');
    return here;
  });
  const all = before.at(-1) ?? 0;
  return (index) => (all > 0 ? ((before[index] ?? all) / all) * widthPx : 0);
}

/** In print, parts of a usual small letter. */
function usualWidth(character: string): number {
  const [letter = ''] = character.normalize('NFD');
  if (/[\p{M}\u200b-\u200d]/u.test(letter)) return 0;
  if (/[\sijl.,:;'|!()[\]/tfrI-]/u.test(letter)) return 0.55;
  if (/[mwMW—]/u.test(letter)) return 1.55;
  return /\p{Lu}/u.test(letter) ? 1.25 : 1;
}
