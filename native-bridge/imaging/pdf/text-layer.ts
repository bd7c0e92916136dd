/** Words that were read from a page, written invisibly where they stand, so that they are found, marked and copied. */
import { PDFName, type PDFPage } from 'pdf-lib';
import type { PageText, TextLine } from '../../contract-reading.ts';
import { characterWidth, layerText, type GlyphlessFont } from './glyphless-font.ts';

/** The space after a word is at least so wide, parts of the line's height: none would join two words. */
const leastSpace = 0.05;

export function textsOf(text: PageText): string[] {
  return [' ', ...text.lines.flatMap(({ words }) => words.map((word) => word.text))];
}

/**
 * Adds the words to a page that holds the picture they were read from at its full size. A word's text takes the word's
 * width and the line's height: readers put words of different heights on different lines.
 */
export function drawTextLayer(page: PDFPage, font: GlyphlessFont, text: PageText): void {
  const operators = text.lines.flatMap((line) => lineOperators(page, font, text, line));
  if (operators.length === 0) return;
  const { context } = page.doc;
  page.node.setFontDictionary(PDFName.of('T'), font.ref);
  const stream = ['q BT 3 Tr', ...operators, 'ET Q'].join('\n');
  page.node.addContentStream(context.register(context.flateStream(stream)));
}

function lineOperators(page: PDFPage, font: GlyphlessFont, text: PageText, line: TextLine): string[] {
  const place = placing(page, text);
  const size = line.heightPx * place.unit;
  const words = line.words.flatMap((word) => {
    const shown = layerText(word.text).trim();
    return shown === '' || !(word.widthPx > 0) ? [] : [{ ...word, shown }];
  });
  if (words.length === 0 || !(size > 0)) return [];
  const scaled = (widthPx: number, characters: number): string =>
    `${decimal(((widthPx * place.unit) / (characters * characterWidth * size)) * 100)} Tz`;
  const operators = [`/T ${decimal(size)} Tf`];
  for (const [at, word] of words.entries()) {
    operators.push(place.at(word.left, line.top + line.heightPx));
    operators.push(`${scaled(word.widthPx, [...word.shown].length)} <${font.encode(word.shown)}> Tj`);
    const next = words[at + 1];
    if (!next) continue;
    const gap = Math.max(next.left - word.left - word.widthPx, line.heightPx * leastSpace);
    operators.push(`${scaled(gap, 1)} <${font.encode(' ')}> Tj`);
  }
  return operators;
}

/** Text's direction on the page as it lies, and where a place of the upright page is on it. */
function placing(
  page: PDFPage,
  { widthPx, heightPx, turnDeg }: PageText,
): { unit: number; at(x: number, y: number): string } {
  const lyingWidthPx = turnDeg % 180 === 0 ? widthPx : heightPx;
  const unit = page.getWidth() / lyingWidthPx;
  const top = page.getHeight();
  const along = { 0: '1 0 0 1', 90: '0 -1 1 0', 180: '-1 0 0 -1', 270: '0 1 -1 0' }[turnDeg];
  const lying = (x: number, y: number): readonly [number, number] => {
    if (turnDeg === 90) return [heightPx - y, x];
    if (turnDeg === 180) return [widthPx - x, heightPx - y];
    return turnDeg === 270 ? [y, widthPx - x] : [x, y];
  };
  return {
    unit,
    at(x, y) {
      const [left, down] = lying(x, y);
      return `${along} ${decimal(left * unit)} ${decimal(top - down * unit)} Tm`;
    },
  };
}

/** PDF knows no exponents. */
function decimal(value: number): string {
  return value.toFixed(3).replace(/\.?0+$/, '');
}
