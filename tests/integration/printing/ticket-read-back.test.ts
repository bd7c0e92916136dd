/** A ticket's bytes, read by programs that are not ours: npos (commands and pictures), zbarimg (QR), tesseract (words). */
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SlipItem } from '../../../native-bridge/contract-slip.ts';
import { paintSlip } from '../../../native-bridge/imaging/paint-slip.ts';
import { printSlip } from '../../../native-bridge/printers/slip-driver.ts';
import { SlipMemory } from '../../../native-bridge/printers/slip-memory.ts';
import { pictureOf } from '../../../native-bridge/printers/slip-picture.ts';
import { rasterPlan } from '../../../native-bridge/printers/slip-plan.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { fitsSlots, textPlan } from '../../../native-bridge/printers/text-plan.ts';
import { ticketItems } from '../../../main/printing/ticket.ts';
import { readSlip } from '../../hardware/npos-reader.ts';
import { alphabet, alphabetLines } from '../../hardware/printer/alphabet.ts';
import { ticketContent } from '../../hardware/printer/ticket-sample.ts';
import { has, run } from '../imaging/peers.ts';

const widthPx = 576;
const profile = {
  baud: 115_200,
  widthPx,
  flow: 'none',
  answers: true,
  echo: true,
  marks: true,
  tellsChanges: true,
  letters: true,
  model: null,
} as const;

/** Prints on a simulated printer: what lies on its paper, and the bytes that came. */
async function printed(items: readonly SlipItem[], as: 'text' | 'picture') {
  const printer = new SlipSimulator(widthPx);
  const memory = new SlipMemory();
  const sent = await printSlip(
    printer.open(),
    profile,
    memory,
    (most) => {
      if (as === 'text') return textPlan(items, widthPx, memory.slots);
      const { bitmap: bits, heightPx } = paintSlip(widthPx, 16, items);
      return rasterPlan({ bits, widthPx, heightPx }, most);
    },
    () => undefined,
  );
  if (sent.outcome !== 'confirmed' || !printer.last) throw new Error('not printed');
  return printer.last;
}

/** As a camera sees the dots: enlarged, a little soft, with white paper around. */
async function seen(png: Uint8Array, enlarged: number, softness: number): Promise<Uint8Array> {
  const { width = 1, height = 1 } = await sharp(png).metadata();
  return sharp(png)
    .resize(width * enlarged, height * enlarged, { kernel: 'cubic' })
    .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#fff' })
    .blur(softness > 0 ? softness : false)
    .png()
    .toBuffer();
}

/** Its reading of single letters changes with the picture, so each line counts when one of six readings has it exactly. */
async function readings(png: Uint8Array): Promise<string[]> {
  const texts = [];
  for (const enlarged of [2, 3, 4])
    for (const softness of [0, enlarged / 2]) {
      const args = ['a.png', '-', '-l', 'vie', '--psm', '6', '--dpi', String(203 * enlarged)];
      const picture = await seen(png, enlarged, softness);
      texts.push(run('tesseract', args, { 'a.png': picture }).text.normalize('NFC'));
    }
  return texts;
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

test.skipIf(!has('zbarimg'))(
  'ticket as text: zbarimg reads the QR code that the printer made (needs zbarimg)',
  async () => {
    const paper = await printed(ticketItems('A012', ticketContent, null, false), 'text');
    const png = await seen(await pictureOf(paper), 3, 0);
    expect(run('zbarimg', ['-q', '--raw', 'a.png'], { 'a.png': png }).text.trim()).toBe(
      ticketContent.trackText,
    );
  },
);

test('ticket as text: npos finds the same commands, and the very text of the QR code', async () => {
  const paper = await printed(ticketItems('A012', ticketContent, null, false), 'text');
  const { commands } = await readSlip(paper.raw);
  const count = (name: string): number => commands.filter((command) => command.startsWith(name)).length;
  expect(count('ESC &')).toBeGreaterThan(0);
  expect(count('GS (k')).toBe(5);
  expect(count('GS V')).toBe(1);
  expect(Buffer.from(paper.raw).includes(ticketContent.trackText)).toBe(true);
});

test.skipIf(!has('zbarimg'))(
  'ticket as a picture: npos has the same dots, and zbarimg reads them (needs zbarimg)',
  async () => {
    const items = ticketItems('A012', ticketContent, null, false);
    const paper = await printed(items, 'picture');
    const read = await readSlip(paper.raw);
    const { bitmap } = paintSlip(widthPx, 16, items);
    expect(Buffer.from(read.bits).equals(Buffer.from(bitmap.subarray(0, read.bits.length)))).toBe(true);
    expect(bitmap.subarray(read.bits.length).every((byte) => byte === 0)).toBe(true);
    const png = await seen(await pictureOf(read), 3, 0);
    expect(run('zbarimg', ['-q', '--raw', 'a.png'], { 'a.png': png }).text.trim()).toBe(
      ticketContent.trackText,
    );
  },
);

test('alphabet-incomplete: the lines hold all 134 letters with marks, in both cases', () => {
  expect(alphabet).toHaveLength(134);
  const all = alphabetLines.join(' ').normalize('NFC');
  expect(alphabet.filter((letter) => !all.includes(letter))).toEqual([]);
});

/** Lines of one page, each no longer than the paper is wide. */
function page(lines: readonly string[], size: number): SlipItem[] {
  return lines.flatMap((text): SlipItem[] => [
    { type: 'text', text, size, weight: 'regular', align: 'left' },
    { type: 'space', height: 8 },
  ]);
}

const pages = [alphabetLines.slice(0, 12), alphabetLines.slice(12)];

/**
 * Tesseract knows words, not letters: some of "mẳn, lẵng, kỵ" it takes for words that it has seen more often, in any face.
 * How many lines it has exactly is told; fewer than this, and the letters have become worse. What each letter is, is
 * judged dot by dot in the next test.
 */
const leastExact = 15;

test.skipIf(!has('tesseract')).each(['text', 'picture'] as const)(
  'the whole alphabet in both cases, as %s: tesseract -l vie reads the lines (needs tesseract)',
  { timeout: 180_000 },
  async (as) => {
    const missed: string[] = [];
    for (const lines of pages) {
      const items = page(lines, as === 'text' ? 24 : 28);
      expect(fitsSlots(items)).toBe(true);
      const paper = await printed(items, as);
      const dots = as === 'picture' ? await readSlip(paper.raw) : paper;
      const texts = (await readings(await pictureOf(dots))).map(squeezed);
      for (const line of lines) if (!texts.some((text) => text.includes(line))) missed.push(line);
    }
    const exact = alphabetLines.length - missed.length;
    console.log(`${as}: ${String(exact)} of ${String(alphabetLines.length)} lines exact`, missed);
    expect(exact).toBeGreaterThanOrEqual(leastExact);
  },
);

test.skipIf(!has('tesseract'))(
  'the ticket as text: tesseract reads every line of words, every mark in its place (needs tesseract)',
  { timeout: 120_000 },
  async () => {
    const items = ticketItems('A012', ticketContent, null, false).filter((item) => item.type !== 'qr');
    const paper = await printed(items, 'text');
    // Capitals aside: it takes the narrow face's Q for a q.
    const texts = (await readings(await pictureOf(paper))).map((text) => squeezed(text).toLowerCase());
    const wanted = [
      'Chi nhánh số 2',
      'SỐ THỨ TỰ',
      'Hộ tịch',
      'Quầy 3, 4, 5',
      'Giờ lấy số',
      'Số người đang chờ',
      'Thời gian chờ dự kiến',
    ];
    expect(wanted.filter((line) => !texts.some((text) => text.includes(line.toLowerCase())))).toEqual([]);
  },
);

/** ImageMagick draws the same face on its own: 48 × 80 for each letter, baseline at 68; then as a cell. */
function drawnElsewhere(letters: readonly string[]): Float64Array[] {
  const font = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/roboto-mono/500Medium/RobotoMono_500Medium.ttf',
  );
  const cells = letters.flatMap((letter) => [
    ...['(', '-size', '48x80', 'xc:white', '-font', font, '-pointsize', '60'],
    ...['-annotate', '+0+68', letter, ')'],
  ]);
  const { written } = run('convert', [...cells, '+append', '-depth', '8', 'gray:a'], {}, 'a');
  const width = 48 * letters.length;
  return letters.map((_, place) => {
    const inkAt = (x: number, y: number): number => 255 - (written[y * width + place * 48 + x] ?? 255);
    const columns = Array.from({ length: 48 }, (__, x) => x).filter((x) => columnInked(inkAt, x));
    const rows = Array.from({ length: 68 }, (__, y) => y).filter((y) => rowInked(inkAt, y));
    // What reaches out of a printer's cell is drawn narrower or lower there, on the same line.
    const wide = Math.max(36, Math.max(...columns) + 1) / 36;
    const high = Math.max(60, 68 - Math.min(...rows)) / 60;
    return Float64Array.from({ length: 24 * 12 }, (__, cell) => {
      let ink = 0;
      const [left, top] = [(cell % 12) * 3, Math.floor(cell / 12) * 3];
      for (let y = top; y < top + 3; y += 1)
        for (let x = left; x < left + 3; x += 1)
          ink += inkAt(Math.floor(x * wide), y < 60 ? Math.floor(68 - (60 - y) * high) : y + 8);
      return ink / (255 * 9);
    });
  });
}

function columnInked(inkAt: (x: number, y: number) => number, x: number): boolean {
  for (let y = 0; y < 80; y += 1) if (inkAt(x, y) > 100) return true;
  return false;
}

function rowInked(inkAt: (x: number, y: number) => number, y: number): boolean {
  for (let x = 0; x < 48; x += 1) if (inkAt(x, y) > 100) return true;
  return false;
}

/** How alike a printed cell and a drawn one are: 1 is the same. */
function likeness(dots: readonly number[], drawn: Float64Array): number {
  let [both, one, other] = [0, 0, 0];
  for (const [at, dot] of dots.entries()) {
    const ink = drawn[at] ?? 0;
    both += dot * ink;
    one += dot * dot;
    other += ink * ink;
  }
  return both / Math.sqrt(one * other);
}

test.skipIf(!has('convert'))(
  'letter-taken-for-another: each of the 134 printed letters is most like itself as ImageMagick draws it (needs convert)',
  { timeout: 180_000 },
  async () => {
    const drawn = drawnElsewhere(alphabet);
    const wrong: string[] = [];
    let least = 1;
    for (const half of [alphabet.slice(0, 67), alphabet.slice(67)]) {
      const items = half.map((text): SlipItem => ({
        type: 'text',
        text,
        size: 24,
        weight: 'regular',
        align: 'left',
      }));
      const { bits } = await printed(items, 'text');
      for (const [place, letter] of half.entries()) {
        const dots = Array.from({ length: 24 * 12 }, (_, cell) => {
          const [x, y] = [cell % 12, place * 30 + Math.floor(cell / 12)];
          return ((bits[y * (widthPx / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
        });
        const scores = drawn.map((other) => likeness(dots, other));
        const best = scores.indexOf(Math.max(...scores));
        least = Math.min(least, scores[alphabet.indexOf(letter)] ?? 0);
        if (alphabet[best] !== letter) wrong.push(`${letter} is more like ${alphabet[best] ?? ''}`);
      }
    }
    console.log(
      `${String(alphabet.length - wrong.length)} of 134 letters are most like themselves; least likeness ${least.toFixed(2)}`,
    );
    expect(wrong).toEqual([]);
  },
);
