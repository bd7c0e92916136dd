import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';

/**
 * Ễ in bold reaches 1.23 of the size above the baseline – beyond the ascent that the font file claims – and ự 0.25
 * below it; with less room the marks are cut off at the top or run into the line above.
 */
const lineHeightFactor = 1.5;
const baselineFactor = 1.24;

export type SlipWeight = 'regular' | 'bold';

const families: Readonly<Record<SlipWeight, string>> = { regular: 'SlipRegular', bold: 'SlipBold' };
const files: Readonly<Record<SlipWeight, string>> = {
  // a step stronger than regular: thin strokes break when they become dots
  regular: '@expo-google-fonts/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf',
  bold: '@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf',
};

let measuring: SKRSContext2D | undefined;

/** A context with the slip's fonts, to measure with. @throws when the font files are missing, which is a bug. */
export function textContext(): SKRSContext2D {
  if (measuring) return measuring;
  const require = createRequire(import.meta.url);
  for (const weight of ['regular', 'bold'] as const) {
    const file = require.resolve(files[weight]);
    if (!GlobalFonts.registerFromPath(file, families[weight])) throw new Error(`font not readable: ${file}`);
  }
  measuring = createCanvas(8, 8).getContext('2d');
  return measuring;
}

function fontOf(sizePx: number, weight: SlipWeight): string {
  return `${sizePx}px ${families[weight]}`;
}

export function lineHeight(sizePx: number): number {
  return Math.ceil(sizePx * lineHeightFactor);
}

/** From the top of a line to its baseline, dots. */
export function baseline(sizePx: number): number {
  return Math.ceil(sizePx * baselineFactor);
}

/** Letters of a line in whole dots from its left, and how wide it is. */
export interface PlacedLine {
  readonly letters: readonly { readonly letter: string; readonly x: number }[];
  readonly widthPx: number;
}

/** Of the size: a dot of white at 24, without which the strokes of neighbours run together on paper. */
const letterSpacing = 1 / 24;

/** How wide a text is, dots. Sets the font. */
export function widthOf(context: SKRSContext2D, text: string, sizePx: number, weight: SlipWeight): number {
  context.font = fontOf(sizePx, weight);
  const gaps = Math.max(0, Array.from(text).length - 1);
  return Math.ceil(context.measureText(text).width + gaps * sizePx * letterSpacing);
}

/** Each letter begins at a whole dot: thus it has the same strokes wherever it stands. Sets the font. */
export function placed(context: SKRSContext2D, text: string, sizePx: number, weight: SlipWeight): PlacedLine {
  const widthPx = widthOf(context, text, sizePx, weight);
  const letters = Array.from(text);
  // After all before it, not after the sum of their widths: the face moves pairs such as "Tư" together.
  const startOf = (at: number): number =>
    context.measureText(letters.slice(0, at).join('')).width + at * sizePx * letterSpacing;
  return { letters: letters.map((letter, at) => ({ letter, x: Math.round(startOf(at)) })), widthPx };
}

/** How much smaller a text may become so that it stays on one line, and so that a code is not broken in two. */
const smallerForOneLine = 0.88;
const smallerForOneWord = 0.7;

/** The size itself, or a little less where that keeps the text on one line or its longest word whole. */
export function fittingSize(text: string, sizePx: number, weight: SlipWeight, widthPx: number): number {
  const context = textContext();
  const sizeFor = (part: string, least: number): number | null => {
    for (let size = sizePx; size >= sizePx * least; size -= 1)
      if (widthOf(context, part, size, weight) <= widthPx) return size;
    return null;
  };
  const plain = text.normalize('NFC');
  const oneLine = plain.includes('\n') ? null : sizeFor(plain, smallerForOneLine);
  if (oneLine !== null) return oneLine;
  const words = plain.split(/\s+/).map((word) => sizeFor(word, smallerForOneWord) ?? sizePx);
  return Math.min(sizePx, ...words);
}

/** Breaks at spaces and, where one word is wider than the paper, within it. At least one line. */
export function wrapped(text: string, sizePx: number, weight: SlipWeight, widthPx: number): string[] {
  const context = textContext();
  const fits = (line: string) => widthOf(context, line, sizePx, weight) <= widthPx;
  const lines: string[] = [];
  for (const paragraph of text.normalize('NFC').split('\n')) {
    let line = '';
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      const longer = line ? `${line} ${word}` : word;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      const pieces = pieced(word, fits);
      line = pieces.pop() ?? '';
      lines.push(...pieces);
    }
    lines.push(line);
  }
  return lines;
}

function pieced(word: string, fits: (text: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece && !fits(piece + letter)) {
      pieces.push(piece);
      piece = letter;
    } else piece += letter;
  }
  pieces.push(piece);
  return pieces;
}
