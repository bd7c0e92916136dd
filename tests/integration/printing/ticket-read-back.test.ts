/** A ticket's bytes, read by programs that are not ours: npos (commands and pictures), zbarimg (QR), tesseract (words). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SlipItem } from '../../../native-bridge/contract-slip.ts';
import { paintSlip } from '../../../native-bridge/imaging/paint-slip.ts';
import { wrapped } from '../../../native-bridge/imaging/slip-text.ts';
import type { Bitmap } from '../../../native-bridge/printers/escpos.ts';
import { printSlip } from '../../../native-bridge/printers/slip-driver.ts';
import { SlipMemory } from '../../../native-bridge/printers/slip-memory.ts';
import { pictureOf } from '../../../native-bridge/printers/slip-picture.ts';
import { rasterPlan } from '../../../native-bridge/printers/slip-plan.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { fitsSlots, textPlan } from '../../../native-bridge/printers/text-plan.ts';
import { ticketItems } from '../../../main/printing/ticket.ts';
import { readSlip } from '../../hardware/npos-reader.ts';
import { alphabetLines, unknownToTesseract, wholeAlphabet } from '../../hardware/printer/alphabet.ts';
import { ticketContent } from '../../hardware/printer/ticket-sample.ts';
import { linesOf, readLines } from '../imaging/line-reader.ts';
import { has, run } from '../imaging/peers.ts';

const widthPx = 576;
const marginPx = 16;
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
async function printed(items: readonly SlipItem[], as: 'text' | 'picture', widthPx: number) {
  const printer = new SlipSimulator(widthPx);
  const memory = new SlipMemory();
  const sent = await printSlip(
    printer.open(),
    { ...profile, widthPx },
    memory,
    (most) => {
      if (as === 'text') return textPlan(items, widthPx, memory.slots);
      const { bitmap: bits, heightPx } = paintSlip(widthPx, marginPx, items);
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

test.skipIf(!has('zbarimg'))(
  'ticket as text: zbarimg reads the QR code that the printer made (needs zbarimg)',
  async () => {
    const paper = await printed(ticketItems('A012', ticketContent, null, false), 'text', widthPx);
    const png = await seen(await pictureOf(paper), 3, 0);
    expect(run('zbarimg', ['-q', '--raw', 'a.png'], { 'a.png': png }).text.trim()).toBe(
      ticketContent.trackText,
    );
  },
);

test('ticket as text: npos finds the same commands, and the very text of the QR code', async () => {
  const paper = await printed(ticketItems('A012', ticketContent, null, false), 'text', widthPx);
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
    const paper = await printed(items, 'picture', widthPx);
    const read = await readSlip(paper.raw);
    const { bitmap } = paintSlip(widthPx, marginPx, items);
    expect(Buffer.from(read.bits).equals(Buffer.from(bitmap.subarray(0, read.bits.length)))).toBe(true);
    expect(bitmap.subarray(read.bits.length).every((byte) => byte === 0)).toBe(true);
    const png = await seen(await pictureOf(read), 3, 0);
    expect(run('zbarimg', ['-q', '--raw', 'a.png'], { 'a.png': png }).text.trim()).toBe(
      ticketContent.trackText,
    );
  },
);

test('alphabet-incomplete: the lines hold every letter in every tone, in both cases', () => {
  expect(new Set(wholeAlphabet).size).toBe(2 * (12 * 6 + 17));
  const all = alphabetLines.join('');
  expect(wholeAlphabet.filter((letter) => !all.includes(letter))).toEqual(unknownToTesseract);
});

test.skipIf(!has('tesseract', 'combine_tessdata'))(
  'letters that tesseract has no sign for: ỵ and Ỵ, and no others (needs tesseract)',
  () => {
    const [folder = ''] = /\/.*\//.exec(run('tesseract', ['--list-langs'], {}).text) ?? [];
    const model = readFileSync(join(folder, 'vie.traineddata'));
    const { written } = run('combine_tessdata', ['-u', 'vie', 'a.'], { vie: model }, 'a.lstm-unicharset');
    const signs = new TextDecoder().decode(written).normalize('NFC').split('\n');
    const known = new Set(signs.map((line) => line.split(' ')[0]));
    expect(wholeAlphabet.filter((letter) => !known.has(letter))).toEqual(unknownToTesseract);
  },
);

/** Each a strip with no more letters than a printer holds; the lines of a picture are broken before, so that white parts them. */
function strips(as: 'text' | 'picture', widthPx: number): SlipItem[][] {
  const size = 24;
  const lines = alphabetLines.flatMap((line) =>
    as === 'text' ? [line] : wrapped(line, size, 'regular', widthPx - 2 * marginPx),
  );
  return Array.from({ length: Math.ceil(lines.length / 12) }, (_, at) =>
    lines.slice(at * 12, at * 12 + 12).flatMap((text): SlipItem[] => [
      { type: 'text', text, size, weight: 'regular', align: 'left' },
      { type: 'space', height: 8 },
    ]),
  );
}

/** The words of all lines in a row, however they were broken. */
const running = (lines: readonly string[]): string[] => lines.join(' ').split(' ');

test.skipIf(!has('tesseract')).each([
  ['text', 576],
  ['text', 384],
  ['picture', 576],
  ['picture', 384],
] as const)(
  'the whole alphabet in both cases, as %s on %i dots: tesseract -l vie reads every line exactly (needs tesseract)',
  { timeout: 120_000 },
  async (as, widthPx) => {
    const lines: Bitmap[] = [];
    for (const items of strips(as, widthPx)) {
      expect(fitsSlots(items)).toBe(true);
      const paper = await printed(items, as, widthPx);
      lines.push(...linesOf(as === 'picture' ? await readSlip(paper.raw) : paper));
    }
    expect(running(await readLines(lines))).toEqual(running(alphabetLines));
  },
);

/** It knows no en dash, takes a narrow Q for a q, and a lone number's zero for 8 or O. */
const words = (text: readonly string[]): string[] =>
  running(text).map((word) => word.replace(/[–—]/g, '-').replace(/^Q/, 'q'));

test.skipIf(!has('tesseract')).each([
  ['text', []],
  // Also in regular and at other sizes: before a small h it expects "chỉ".
  ['picture', ['Chi']],
] as const)(
  'the ticket as %s: tesseract reads every word, every mark in its place, but %j (needs tesseract)',
  { timeout: 120_000 },
  async (as, misread) => {
    const items = ticketItems('A012', ticketContent, null, false).filter((item) => item.type !== 'qr');
    const paper = await printed(items, as, widthPx);
    const read = await readLines(linesOf(as === 'picture' ? await readSlip(paper.raw) : paper));
    const wanted = items.flatMap((item) =>
      item.type === 'text' ? [item.text] : item.type === 'pair' ? [`${item.left} ${item.right}`] : [],
    );
    const [found, expected] = [words(read), words(wanted)];
    expect(found).toHaveLength(expected.length);
    const wrong = expected.filter((word, at) => !word.includes('0') && found[at] !== word);
    expect(wrong).toEqual(misread);
  },
);
