/** Lines of printed dots, read one by one by tesseract with one recipe for all of them. */
import sharp, { type ExtendOptions } from 'sharp';
import type { Bitmap } from '../../../native-bridge/printers/escpos.ts';
import { run } from './peers.ts';

/** White rows that part two lines: a letter and its mark are never that far apart. */
const partingRows = 5;
/** A line of 24 dots becomes as high as the model's own lines are; the softness is that of a scanned edge. */
const enlarged = 1.5;
const softness = 1;
const whiteAround = 20;

/** The lines of a strip from the top, each cut out with as much white as a line has. */
export function linesOf({ bits, widthPx, heightPx }: Bitmap): Bitmap[] {
  const rowBytes = Math.ceil(widthPx / 8);
  const inked = (row: number): boolean =>
    bits.subarray(row * rowBytes, (row + 1) * rowBytes).some((byte) => byte !== 0);
  const lines: { first: number; last: number }[] = [];
  for (let row = 0; row < heightPx; row += 1) {
    if (!inked(row)) continue;
    const line = lines.at(-1);
    if (line && row - line.last <= partingRows) line.last = row;
    else lines.push({ first: row, last: row });
  }
  return lines.map(({ first, last }) => ({
    bits: bits.slice(first * rowBytes, (last + 1) * rowBytes),
    widthPx,
    heightPx: last + 1 - first,
  }));
}

async function pictured({ bits, widthPx, heightPx }: Bitmap): Promise<Uint8Array> {
  const rowBytes = Math.ceil(widthPx / 8);
  const grey = new Uint8Array(widthPx * heightPx).map((_, at) => {
    const x = at % widthPx;
    const byte = bits[Math.floor(at / widthPx) * rowBytes + (x >> 3)] ?? 0;
    return (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
  });
  const raw = { width: widthPx, height: heightPx, channels: 1 } as const;
  // Step by step: within one chain sharp keeps an order of its own.
  const line = await sharp(grey, { raw }).trim({ background: '#fff', threshold: 10 }).png().toBuffer();
  const framed = await sharp(line).extend(white(8)).png().toBuffer();
  const height = Math.round((heightPx + 16) * enlarged);
  const large = await sharp(framed).resize({ height, kernel: 'cubic' }).png().toBuffer();
  const soft = await sharp(large).blur(softness).png().toBuffer();
  return sharp(soft).extend(white(whiteAround)).greyscale().png().toBuffer();
}

function white(around: number): ExtendOptions {
  return { top: around, bottom: around, left: around, right: around, background: '#fff' };
}

/** What tesseract -l vie reads, line for line. */
export async function readLines(lines: readonly Bitmap[]): Promise<string[]> {
  const pictures = await Promise.all(lines.map(pictured));
  const files: Record<string, Uint8Array> = Object.fromEntries(
    pictures.map((picture, at) => [`${String(at)}.png`, picture]),
  );
  const list = new TextEncoder().encode(`${Object.keys(files).join('\n')}\n`);
  const args = ['list', '-', '-l', 'vie', '--psm', '7', '--dpi', '300'];
  const { text } = run('tesseract', args, { ...files, list });
  return text
    .normalize('NFC')
    .split('\f')
    .slice(0, lines.length)
    .map((line) => line.replace(/\s+/g, ' ').trim());
}
