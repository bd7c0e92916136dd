/** One page being drawn. Points; x from the left edge, y downwards from the top edge, text on its baseline. */
import type { Face, FaceName, Faces } from './faces.ts';

export interface Run {
  readonly text: string;
  readonly face: FaceName;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  text(x: number, y: number, run: Run, size: number): void;
  /** Solid line of `thickness` points from (x, y) over `width` × `height` (one of them 0). */
  rule(x: number, y: number, width: number, height: number, thickness: number): void;
  /** Places a form XObject with its lower left corner at (x, y), scaled. */
  place(name: string, x: number, y: number, scaleX: number, scaleY: number): void;
  content(): string;
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

export function createSheet(width: number, height: number, faces: Faces): Sheet {
  const operators: string[] = [];
  return {
    width,
    height,
    text(x, y, run, size) {
      if (run.text === '') return;
      const hex = faces[run.face].encode(run.text);
      operators.push(
        `BT /${run.face} ${number(size)} Tf ${number(x)} ${number(height - y)} Td <${hex}> Tj ET`,
      );
    },
    rule(x, y, ruleWidth, ruleHeight, thickness) {
      operators.push(
        `${number(thickness)} w ${number(x)} ${number(height - y)} m ${number(x + ruleWidth)} ${number(height - y - ruleHeight)} l S`,
      );
    },
    place(name, x, y, scaleX, scaleY) {
      operators.push(
        `q ${number(scaleX)} 0 0 ${number(scaleY)} ${number(x)} ${number(height - y)} cm /${name} Do Q`,
      );
    },
    content: () => operators.join('\n'),
  };
}

/** A line of runs, with its width in points. */
export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}

interface Word {
  readonly text: string;
  readonly face: Face;
  /** Follows the word before it without a blank. */
  readonly glued: boolean;
}

/** Letters that fit; a word longer than a line (a long e-mail address) is cut there. */
function cut(word: Word, size: number, width: number): Word[] {
  if (word.face.width(word.text, size) <= width) return [word];
  const pieces: Word[] = [];
  let piece = '';
  for (const letter of word.text) {
    if (piece !== '' && word.face.width(piece + letter, size) > width) {
      pieces.push({ text: piece, face: word.face, glued: pieces.length > 0 || word.glued });
      piece = '';
    }
    piece += letter;
  }
  pieces.push({ text: piece, face: word.face, glued: pieces.length > 0 || word.glued });
  return pieces;
}

function wordsOf(runs: readonly Run[], faces: Faces, size: number, width: number): Word[] {
  let blankBefore = true;
  return runs.flatMap((run) =>
    run.text
      .normalize('NFC')
      .split(/([ \t\r\n]+)/)
      .flatMap((part) => {
        if (part === '') return [];
        if (part.trim() === '' && !part.includes('\u00a0')) {
          blankBefore = true;
          return [];
        }
        const pieces = cut({ text: part, face: faces[run.face], glued: !blankBefore }, size, width);
        blankBefore = false;
        return pieces;
      }),
  );
}

/** Breaks runs into lines of at most `width` points. Always at least one line. */
export function breakLines(runs: readonly Run[], faces: Faces, size: number, width: number): Line[] {
  const lines: Line[] = [];
  let current: { text: string; face: FaceName }[] = [];
  let used = 0;
  const close = (): void => {
    lines.push({ runs: current, width: used });
    current = [];
    used = 0;
  };
  for (const word of wordsOf(runs, faces, size, width)) {
    const blank = word.glued || current.length === 0 ? '' : ' ';
    const added = word.face.width(blank + word.text, size);
    const last = current.at(-1);
    if (last && used + added > width) {
      close();
      current.push({ text: word.text, face: word.face.name });
      used = word.face.width(word.text, size);
      continue;
    }
    if (last && last.face === word.face.name) last.text += blank + word.text;
    else if (last && blank !== '') {
      // The blank belongs to the run before it, so that copied text keeps it.
      last.text += blank;
      current.push({ text: word.text, face: word.face.name });
    } else current.push({ text: word.text, face: word.face.name });
    used += added;
  }
  close();
  return lines;
}

/** Draws a line from x. */
export function drawLine(sheet: Sheet, faces: Faces, line: Line, x: number, y: number, size: number): void {
  let at = x;
  for (const run of line.runs) {
    sheet.text(at, y, run, size);
    at += faces[run.face].width(run.text, size);
  }
}

/** Breaks runs into as few lines as needed, all of about the same width: how an official head or title is set. */
function balancedLines(runs: readonly Run[], faces: Faces, size: number, width: number): Line[] {
  let best = breakLines(runs, faces, size, width);
  if (best.length === 1) return best;
  const count = best.length;
  for (let narrower = width - size; narrower > width / 2; narrower -= size) {
    const lines = breakLines(runs, faces, size, narrower);
    if (lines.length > count) break;
    best = lines;
  }
  return best;
}

/** Breaks runs into balanced lines centred in a column and draws them; the y after the last line. */
export function drawCentred(
  sheet: Sheet,
  faces: Faces,
  runs: readonly Run[],
  column: { readonly x: number; readonly y: number; readonly width: number },
  size: number,
  leading: number,
): number {
  let y = column.y;
  for (const line of balancedLines(runs, faces, size, column.width)) {
    drawLine(sheet, faces, line, column.x + (column.width - line.width) / 2, y, size);
    y += leading;
  }
  return y;
}
