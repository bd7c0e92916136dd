/** Tesseract's table of a page: tab-separated, one row a page, block, paragraph, line or word (its level 5). */
import type { TextLine } from '../contract-reading.ts';

/** Below this, of 100, letters are guesses: specks, stamps, signatures. */
const leastConfidence = 30;
const wordLevel = 5;
const columns = 12;
export const mostWords = 20_000;
export const mostCharacters = 200;

interface Word {
  readonly line: string;
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Lines of words in the order in which they were read. What makes no sense is left out. */
export function linesOfTsv(tsv: string, widthPx: number, heightPx: number): TextLine[] {
  const byLine = new Map<string, Word[]>();
  let count = 0;
  for (const row of tsv.split('\n')) {
    const word = wordOf(row.split('\t'), widthPx, heightPx);
    if (!word) continue;
    count += 1;
    if (count > mostWords) break;
    const others = byLine.get(word.line);
    if (others) others.push(word);
    else byLine.set(word.line, [word]);
  }
  return [...byLine.values()].map((words) => {
    const top = Math.min(...words.map((word) => word.top));
    const bottom = Math.max(...words.map((word) => word.bottom));
    return {
      top,
      heightPx: bottom - top,
      words: words.map(({ text, left, right }) => ({ text, left, widthPx: right - left })),
    };
  });
}

function wordOf(cells: readonly string[], widthPx: number, heightPx: number): Word | null {
  if (cells.length < columns || cells[0] !== String(wordLevel)) return null;
  const [page = '', block = '', paragraph = '', line = ''] = cells.slice(1, 5);
  const [left = NaN, top = NaN, width = NaN, height = NaN, confidence = NaN] = cells.slice(6, 11).map(Number);
  const text = cells.slice(11).join(' ').trim().normalize('NFC').slice(0, mostCharacters);
  if (text === '' || !(confidence >= leastConfidence)) return null;
  const right = Math.min(widthPx, left + width);
  const bottom = Math.min(heightPx, top + height);
  const within = left >= 0 && top >= 0 && right > left && bottom > top;
  return within ? { line: [page, block, paragraph, line].join(' '), text, left, top, right, bottom } : null;
}
