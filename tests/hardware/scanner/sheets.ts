/** The paper of the simulated scanner: A4 pages that carry their number as black squares, readable after any decoding. */
import sharp from 'sharp';
import { readPnm } from '../../../native-bridge/imaging/pnm.ts';
import { drawVirtualPage } from '../../../native-bridge/scanners/virtual-page.ts';

/** Bits of the number, the lowest first; squares of 12 mm below the text, mm. */
const bits = 5;
const square = { size: 12, left: 25, step: 20, top: 252 };
const a4 = { width: 210, height: 297 };
const drawn = new Map<string, Promise<Uint8Array>>();

async function draw(side: number, dpi: number): Promise<Uint8Array> {
  const page = sharp(await drawVirtualPage(side + 1, dpi));
  const px = (mm: number) => Math.round((mm * dpi) / 25.4);
  const squares = Array.from({ length: bits }, (_, bit) => ({
    input: {
      create: {
        width: px(square.size),
        height: px(square.size),
        channels: 3 as const,
        background: (side >> bit) & 1 ? 'black' : 'white',
      },
    },
    left: px(square.left + bit * square.step),
    top: px(square.top),
  }));
  return await page.composite(squares).jpeg({ quality: 88 }).toBuffer();
}

/** JPEG of side 0 (the glass) to 31, drawn once. */
export function sheetPicture(side: number, dpi: number): Promise<Uint8Array> {
  const key = `${side} ${dpi}`;
  const known = drawn.get(key) ?? draw(side, dpi);
  drawn.set(key, known);
  return known;
}

/** The number on a scanned page (JPEG or PNM) of A4 whose top left corner is the paper's. */
export async function sideOf(picture: Uint8Array): Promise<number> {
  const raw = picture[0] === 0xff ? null : readPnm(picture);
  const image = raw
    ? sharp(raw.data, { raw: { width: raw.widthPx, height: raw.heightPx, channels: raw.channels } })
    : sharp(picture);
  const { data, info } = await image.greyscale().raw().toBuffer({ resolveWithObject: true });
  const scale = info.width / a4.width;
  const y = Math.round((square.top + square.size / 2) * scale);
  return Array.from({ length: bits }, (_, bit) => {
    const x = Math.round((square.left + bit * square.step + square.size / 2) * scale);
    return (data[(y * info.width + x) * info.channels] ?? 255) < 128 ? 1 << bit : 0;
  }).reduce((sum, value) => sum + value, 0);
}
