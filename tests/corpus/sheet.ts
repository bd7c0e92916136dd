/** A sheet that is being printed and written on; keeps account of where each thing comes to lie in the picture. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Face } from './fonts.ts';
import type { Random } from './random.ts';
import type { Box, Mark, MarkKind, Point, Quad, Region, TextLine, Word } from './truth.ts';

/** Sheets are laid out in pixels of 300 dpi. */
export const layoutDpi = 300;
export const mm = layoutDpi / 25.4;

/** From the sheet to the picture: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export interface Placing {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export type Weight = keyof Face;

export interface Ink {
  readonly sizePx: number;
  readonly weight: Weight;
  readonly colour: string;
}

export interface Sheet {
  readonly context: SKRSContext2D;
  readonly random: Random;
  readonly face: Face;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Size of running text, px. */
  readonly textPx: number;
  readonly inkColour: string;
  readonly placing: Placing;
  readonly lines: TextLine[];
  readonly regions: Region[];
  readonly marks: Mark[];
}

export function placed(placing: Placing, x: number, y: number): Point {
  return { x: placing.a * x + placing.c * y + placing.e, y: placing.b * x + placing.d * y + placing.f };
}

export function placedQuad(placing: Placing, x: number, y: number, width: number, height: number): Quad {
  return [
    placed(placing, x, y),
    placed(placing, x + width, y),
    placed(placing, x + width, y + height),
    placed(placing, x, y + height),
  ];
}

export function boxOf(points: readonly Point[]): Box {
  const left = Math.min(...points.map(({ x }) => x));
  const top = Math.min(...points.map(({ y }) => y));
  const right = Math.max(...points.map(({ x }) => x));
  const bottom = Math.max(...points.map(({ y }) => y));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function noteRegion(sheet: Sheet, kind: Region['kind'], at: Box): void {
  sheet.regions.push({ kind, box: boxOf(placedQuad(sheet.placing, at.x, at.y, at.width, at.height)) });
}

export function noteMark(sheet: Sheet, kind: MarkKind, at: Box): void {
  sheet.marks.push({ kind, box: boxOf(placedQuad(sheet.placing, at.x, at.y, at.width, at.height)) });
}

function setFont(sheet: Sheet, { sizePx, weight, colour }: Ink): void {
  sheet.context.font = `${sizePx}px ${sheet.face[weight]}`;
  sheet.context.fillStyle = colour;
}

export function textWidth(sheet: Sheet, text: string, ink: Ink): number {
  setFont(sheet, ink);
  return sheet.context.measureText(text).width;
}

/** Prints one line with its baseline at `y`, word by word; the width that it took. */
export function printLine(sheet: Sheet, text: string, x: number, y: number, ink: Ink): number {
  setFont(sheet, ink);
  const { context, placing } = sheet;
  const space = context.measureText(' ').width;
  const words: Word[] = [];
  let at = x;
  for (const word of text.normalize('NFC').split(' ').filter(Boolean)) {
    const { width } = context.measureText(word);
    context.fillText(word, at, y);
    // The tallest letters with two marks reach 1.1 of the size, tails 0.25 below.
    const quad = placedQuad(placing, at, y - ink.sizePx * 0.95, width, ink.sizePx * 1.2);
    words.push({ text: word, quad, box: boxOf(quad) });
    at += width + space;
  }
  if (words.length > 0) sheet.lines.push({ text, words, box: boxOf(words.flatMap(({ quad }) => [...quad])) });
  return at - x;
}

export function printCentred(sheet: Sheet, text: string, centre: number, y: number, ink: Ink): void {
  printLine(sheet, text, centre - textWidth(sheet, text, ink) / 2, y, ink);
}

/** Running text, broken at spaces; the baseline after the last line. */
export function printParagraph(
  sheet: Sheet,
  text: string,
  place: { readonly x: number; readonly y: number; readonly width: number },
  ink: Ink,
): number {
  const step = ink.sizePx * 1.45;
  let y = place.y;
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(sheet, longer, ink) > place.width) {
      printLine(sheet, line, place.x, y, ink);
      y += step;
      line = word;
    } else line = longer;
  }
  if (line) printLine(sheet, line, place.x, y, ink);
  return y + step;
}

export function rule(sheet: Sheet, from: Point, to: Point, widthPx: number, colour: string): void {
  const { context } = sheet;
  context.strokeStyle = colour;
  context.lineWidth = widthPx;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

/** The line of dots of a form, to write on. */
export function dotted(sheet: Sheet, x: number, y: number, width: number): void {
  const { context } = sheet;
  context.fillStyle = sheet.inkColour;
  const step = sheet.textPx * 0.27;
  const radius = sheet.textPx * 0.042;
  for (let at = x; at < x + width; at += step) {
    context.beginPath();
    context.arc(at, y - radius, radius, 0, Math.PI * 2);
    context.fill();
  }
}
