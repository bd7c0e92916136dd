/** Each downloaded letter against ImageMagick's own drawing: its body, what stands above it, and the dot below. */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { cellHeight, cellWidth, drawLetter } from '../../../native-bridge/printers/letters.ts';
import { alphabet } from '../../hardware/printer/alphabet.ts';
import { has, run } from '../imaging/peers.ts';

/** Ink of 0–1 in rows. */
interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly baseline: number;
  inkAt(x: number, y: number): number;
}
interface Parts {
  readonly body: Float64Array;
  readonly above: Float64Array | null;
  readonly dotted: boolean;
}

const size = { width: 96, height: 160, baseline: 120 } as const;
const inked = 0.4;
/** Each part is compared in a square of so many fields. */
const fields = 10;

function drawnElsewhere(letters: readonly string[]): Drawing[] {
  const font = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/roboto-mono/500Medium/RobotoMono_500Medium.ttf',
  );
  const cells = letters.flatMap((letter) => [
    ...['(', '-size', `${String(size.width)}x${String(size.height)}`, 'xc:white', '-font', font],
    ...['-pointsize', '84', '-annotate', `+8+${String(size.baseline)}`, letter, ')'],
  ]);
  const { written } = run('convert', [...cells, '+append', '-depth', '8', 'gray:a'], {}, 'a');
  const all = size.width * letters.length;
  return letters.map((_, place) => ({
    ...size,
    inkAt: (x, y) => 1 - (written[y * all + place * size.width + x] ?? 255) / 255,
  }));
}

function printedCell(letter: string): Drawing {
  const columns = drawLetter(letter);
  const inkAt = (x: number, y: number): number => ((columns[x * 3 + (y >> 3)] ?? 0) >> (7 - (y & 7))) & 1;
  return { width: cellWidth, height: cellHeight, baseline: 20, inkAt };
}

interface Blot {
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly top: number;
  readonly bottom: number;
}

/** What hangs together, over corners too. */
function blots({ width, height, inkAt }: Drawing): Blot[] {
  const seen = new Set<number>();
  const found: Blot[] = [];
  for (let start = 0; start < width * height; start += 1) {
    if (seen.has(start) || inkAt(start % width, Math.floor(start / width)) < inked) continue;
    const queue = [start];
    seen.add(start);
    const dots: { x: number; y: number }[] = [];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      dots.push({ x, y });
      for (let dy = -1; dy <= 1; dy += 1)
        for (let dx = -1; dx <= 1; dx += 1) {
          const [nx, ny] = [x + dx, y + dy];
          const next = ny * width + nx;
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || seen.has(next)) continue;
          if (inkAt(nx, ny) < inked) continue;
          seen.add(next);
          queue.push(next);
        }
    }
    const rows = dots.map(({ y }) => y);
    found.push({ dots, top: Math.min(...rows), bottom: Math.max(...rows) });
  }
  return found;
}

const vowelMarks = /[\u0302\u0306]/;
const tones = /[\u0300\u0301\u0303\u0309]/;

/** Faces set a tone beside the circumflex, a narrow cell has it above: both marks of the drawing, one on the other. */
function stacked(letter: string, drawn: (letter: string) => Blot[]): Blot[] {
  const signs = letter.normalize('NFD');
  if (!vowelMarks.test(signs) || !tones.test(signs)) return drawn(letter);
  const without = drawn(signs.replace(tones, '').normalize('NFC'));
  const toned = drawn(signs.replace(vowelMarks, '').normalize('NFC'));
  const above = (blot: Blot): boolean => blot.bottom < size.baseline - 3;
  const mark = without.filter(above);
  const highest = Math.min(...mark.map(({ top }) => top));
  return [...without, ...toned.filter(above).map((tone) => raised(tone, tone.bottom + 1 - highest))];
}

function raised({ dots, top, bottom }: Blot, rows: number): Blot {
  return { dots: dots.map(({ x, y }) => ({ x, y: y - rows })), top: top - rows, bottom: bottom - rows };
}

function partsOf(all: readonly Blot[], drawing: Pick<Drawing, 'baseline'>): Parts {
  const body = all.filter(({ top, bottom }) => top < drawing.baseline - 2 && bottom >= drawing.baseline - 3);
  const above = all.filter(({ bottom }) => bottom < drawing.baseline - 3);
  return {
    body: squared(body.flatMap(({ dots }) => dots)),
    above: above.length > 0 ? squared(above.flatMap(({ dots }) => dots)) : null,
    dotted: all.some(({ top }) => top >= drawing.baseline),
  };
}

/** Stretched to a square of fields, each as dark as it has ink. */
function squared(dots: Blot['dots']): Float64Array {
  const columns = dots.map(({ x }) => x);
  const rows = dots.map(({ y }) => y);
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  const wide = Math.max(...columns) + 1 - left;
  const high = Math.max(...rows) + 1 - top;
  const square = new Float64Array(fields * fields);
  const steps = 6;
  for (const { x, y } of dots)
    for (let dy = 0; dy < steps; dy += 1)
      for (let dx = 0; dx < steps; dx += 1) {
        const column = Math.floor(((x - left + (dx + 0.5) / steps) / wide) * fields);
        const row = Math.floor(((y - top + (dy + 0.5) / steps) / high) * fields);
        const at = row * fields + column;
        square[at] = (square[at] ?? 0) + 1;
      }
  return square;
}

/** 1 is the same. */
function likeness(one: Float64Array, other: Float64Array): number {
  const product = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, ink, at) => sum + ink * (b[at] ?? 0), 0);
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
}

function alike(one: Parts, other: Parts): number {
  const above =
    one.above && other.above
      ? likeness(one.above, other.above)
      : one.above === null && other.above === null
        ? 1
        : 0;
  return likeness(one.body, other.body) * above * (one.dotted === other.dotted ? 1 : 0);
}

/** A letter, and the same without its tone and without its vowel mark. */
function withParts(letter: string): string[] {
  const signs = letter.normalize('NFD');
  return [signs, signs.replace(tones, ''), signs.replace(vowelMarks, '')].map((one) => one.normalize('NFC'));
}

test.skipIf(!has('convert'))(
  'letter-taken-for-another: each letter is most like itself as ImageMagick draws it, in both cases (needs convert)',
  { timeout: 60_000 },
  () => {
    const wrong: string[] = [];
    for (const letters of [alphabet.slice(0, 67), alphabet.slice(67)]) {
      const needed = [...new Set(letters.flatMap(withParts))];
      const pictures = drawnElsewhere(needed).map(blots);
      const pictureOf = (letter: string): Blot[] => pictures[needed.indexOf(letter)] ?? [];
      const drawn = letters.map((letter) => partsOf(stacked(letter, pictureOf), size));
      for (const letter of letters) {
        const cell = printedCell(letter);
        const own = partsOf(blots(cell), cell);
        const scores = drawn.map((other) => alike(own, other));
        const best = letters[scores.indexOf(Math.max(...scores))] ?? '';
        if (best !== letter) wrong.push(`${letter} is more like ${best}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);
