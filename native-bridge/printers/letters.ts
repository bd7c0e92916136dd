/**
 * Letters for a slip printer's cell of 12 × 24 dots (font A). Built-in ASCII is as every printer has it; what Vietnamese
 * needs besides is drawn here and downloaded, for no code page of such printers can be trusted with it.
 */
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import {
  dotBelow,
  dotBesideTail,
  dotRow,
  markedVowel,
  tonesAboveCapital,
  tonesAboveSmall,
  tonesOnCapital,
  tonesOnSmall,
  vowelMarks,
  type MarkArt,
  type MarkedVowel,
} from './letter-marks.ts';

export const cellWidth = 12;
export const cellHeight = 24;

/** At 20 dots the face is exactly 12 wide; descenders need four rows below the baseline. */
const sizePx = 20;
const baselineRow = 20;
/** Drawn three times as large, then a dot burns when enough of it is ink: strokes keep their strength. */
const oversample = 3;
const burnShare = 0.42;
const family = 'SlipCell';

let canvas: SKRSContext2D | undefined;
const drawn = new Map<string, Uint8Array>();

function context(): SKRSContext2D {
  if (canvas) return canvas;
  const file = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/roboto-mono/500Medium/RobotoMono_500Medium.ttf',
  );
  if (!GlobalFonts.registerFromPath(file, family)) throw new Error(`font not readable: ${file}`);
  canvas = createCanvas(cellWidth * oversample * 2, cellHeight * oversample * 2).getContext('2d');
  return canvas;
}

/** One letter as columns of three bytes from the left, most significant bit at the top; 36 bytes. */
export function drawLetter(letter: string): Uint8Array {
  const known = drawn.get(letter);
  if (known) return known;
  const vowel = markedVowel(letter);
  const columns = vowel ? composed(vowel) : inked(letter, wholeCell);
  drawn.set(letter, columns);
  return columns;
}

/** Topmost row of a small letter under its marks, and of capitals under one mark and under two. */
const smallTop = 10;
const capitalTop = { none: 6, one: 6, two: 7 } as const;

/** The face's letter lowered to make room, and its marks set above with a white row between. */
function composed({ base, mark, tone, dotted }: MarkedVowel): Uint8Array {
  const capital = base !== base.toLowerCase();
  const above = (mark ? 1 : 0) + (tone ? 1 : 0);
  const top = capital ? capitalTop[above === 2 ? 'two' : above === 1 ? 'one' : 'none'] : smallTop;
  if (base === 'i') {
    const columns = above === 0 ? inked('i', wholeCell) : inked('\u0131', { top, as: 'x' });
    return marked(columns, { tone, mark, dotted, top, tail: false });
  }
  // Measured on the letter itself: an O is higher than an H and would grow into its marks.
  const columns = inked(base, { top, as: base.normalize('NFD').charAt(0) });
  return marked(columns, { tone, mark, dotted, top, tail: base === 'y' });
}

function marked(
  columns: Uint8Array,
  { tone, mark, dotted, top, tail }: Omit<MarkedVowel, 'base'> & { top: number; tail: boolean },
): Uint8Array {
  let free = top - 1;
  if (mark) {
    const art = vowelMarks[mark];
    burn(columns, art, free - art.rows.length);
    // A capital leaves no row between its two marks.
    free -= art.rows.length + (top === smallTop ? 1 : 0);
  }
  if (tone) {
    const small = top === smallTop;
    const art = mark
      ? (small ? tonesAboveSmall : tonesAboveCapital)[tone]
      : (small ? tonesOnSmall : tonesOnCapital)[tone];
    burn(columns, art, free - art.rows.length);
  }
  if (dotted) burn(columns, tail ? dotBesideTail : dotBelow, dotRow);
  return columns;
}

function burn(columns: Uint8Array, { rows, left }: MarkArt, top: number): void {
  for (const [down, row] of rows.entries())
    for (const [right, sign] of [...row].entries())
      if (sign === '#') burnDot(columns, cellWidth / 2 + left + right, top + down);
}

function burnDot(columns: Uint8Array, x: number, y: number): void {
  const at = x * 3 + (y >> 3);
  columns[at] = (columns[at] ?? 0) | (0x80 >> (y & 7));
}

/** A letter lowered so that the face's letter `as`, without a horn, begins at row `top`. */
interface Lowered {
  readonly top: number;
  readonly as: string;
}
/** As large as the cell allows. */
const wholeCell = 'whole-cell';

function inked(letter: string, room: Lowered | typeof wholeCell): Uint8Array {
  const pen = context();
  const wide = cellWidth * oversample;
  const high = cellHeight * oversample;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, wide, high);
  pen.fillStyle = '#000000';
  pen.font = `${String(sizePx * oversample)}px ${family}`;
  const box = pen.measureText(letter);
  const up =
    room === wholeCell
      ? // Marks above capitals reach out of the cell: such a letter is drawn that much lower, on its line.
        Math.min(1, (baselineRow * oversample) / Math.max(1, box.actualBoundingBoxAscent))
      : ((baselineRow - room.top) * oversample) / pen.measureText(room.as).actualBoundingBoxAscent;
  // So does the horn of Ư, at the right.
  const left = Math.min(0, -box.actualBoundingBoxLeft);
  const right = Math.max(wide, box.actualBoundingBoxRight);
  const across = wide / (right - left);
  pen.setTransform(across, 0, 0, up, -left * across, baselineRow * oversample);
  pen.fillText(letter, 0, 0);
  const { data } = pen.getImageData(0, 0, wide, high);
  const columns = new Uint8Array(cellWidth * 3);
  for (let x = 0; x < cellWidth; x += 1)
    for (let y = 0; y < cellHeight; y += 1) {
      let ink = 0;
      for (let dy = 0; dy < oversample; dy += 1)
        for (let dx = 0; dx < oversample; dx += 1)
          ink += 255 - (data[((y * oversample + dy) * wide + x * oversample + dx) * 4] ?? 255);
      if (ink >= 255 * oversample * oversample * burnShare) burnDot(columns, x, y);
    }
  return columns;
}

/** Without the empty columns at the right, which a printer adds itself; at least one. */
export function trimmedLetter(letter: string): Uint8Array {
  const columns = drawLetter(letter);
  let wide = cellWidth;
  while (wide > 1 && !columns.subarray((wide - 1) * 3, wide * 3).some((byte) => byte !== 0)) wide -= 1;
  return columns.subarray(0, wide * 3);
}
