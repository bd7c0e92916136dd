import sharp, { type Sharp } from 'sharp';

export const pageDpi = 150;
const heightPx = 700;

const widthPx = 500;
const bits = 20;

/** The number that is written into a page's picture. */
export async function numberOn(jpeg: Uint8Array): Promise<number> {
  const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  const dark = (bit: number) => (data[(55 * info.width + 36 + bit * 20) * info.channels] ?? 255) < 128;
  return Array.from({ length: bits }, (_, bit) => (dark(bit) ? 2 ** bit : 0)).reduce(
    (sum, each) => sum + each,
  );
}

/** A small page with rows of strokes, and the number as a row of bars: no two are the same. */
export async function markedPicture(number: number): Promise<Uint8Array> {
  return await picture(number).png().toBuffer();
}

/** A TIFF of so many pages, the numbers from `number` on. */
export async function markedFile(number: number, pages: number): Promise<Uint8Array> {
  const pictures = await Promise.all(
    Array.from({ length: pages }, async (_, at) => await markedPicture(number + at)),
  );
  return await sharp(pictures, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
}

function picture(number: number): Sharp {
  const bar = (x: number, y: number, w: number, h: number) =>
    `<rect x="${String(x)}" y="${String(y)}" width="${String(w)}" height="${String(h)}"/>`;
  const bars = Array.from({ length: bits }, (_, bit) =>
    (number >> bit) & 1 ? bar(30 + bit * 20, 40, 12, 30) : '',
  );
  const strokes = Array.from({ length: 300 }, (_, at) =>
    bar(40 + (at % 20) * 20, 120 + Math.floor(at / 20) * 36, 3 + ((at * 7) % 11), 12),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(widthPx)}" height="${String(heightPx)}">
    <rect width="100%" height="100%" fill="#fff"/><g fill="#202020">${[...bars, ...strokes].join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}
