import sharp from 'sharp';
import { BridgeError } from '../bridge-error.ts';
import type { Handler } from '../host.ts';
import { decodedPage } from '../imaging/page-pixels.ts';
import type { Rgb } from '../imaging/raster.ts';
import { straightened } from '../imaging/straighten.ts';
import { lieOfPage } from '../imaging/understand/understand-page.ts';
import { bmpOf, hasDarkAreas, type GreyPicture } from './grey-picture.ts';
import { recognize } from './tesseract.ts';
import { linesOfTsv } from './tsv.ts';

/** Reads a page as its file shows it: straightened, and upright. Nothing of it is written to a disk. */
export const readPage: Handler<'reading', 'readPage'> = async (params, bodies, { signal }) => {
  const jpeg = bodies[0];
  if (!jpeg || jpeg.byteLength === 0) throw new BridgeError('file-empty');
  const { page, resolution } = await decodedPage(jpeg, params.dpi);
  if (signal.aborted) throw new BridgeError('cancelled');
  const { skewDeg, turnDeg } = params.lie ?? lieOfPage(page, resolution);
  if (signal.aborted) throw new BridgeError('cancelled');
  const grey = await uprightGrey(straightened(page, skewDeg), turnDeg);
  const print = hasDarkAreas(grey, resolution) ? 'dark-and-light' : 'dark';
  const read = await recognize({ picture: bmpOf(grey), dpi: resolution, print }, signal);
  if (!read) return { result: { ocr: 'none' }, bodies: [] };
  const { widthPx, heightPx } = grey;
  const lines = linesOfTsv(read.tsv, widthPx, heightPx);
  return { result: { ocr: read.ocr, text: { widthPx, heightPx, turnDeg, lines } }, bodies: [] };
};

async function uprightGrey(page: Rgb, turnDeg: number): Promise<GreyPicture> {
  const raw = { width: page.widthPx, height: page.heightPx, channels: 3 } as const;
  const { data, info } = await sharp(page.data, { raw })
    .rotate((360 - turnDeg) % 360)
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 1) throw new Error(`grey came out with ${String(info.channels)} channels`);
  return { widthPx: info.width, heightPx: info.height, samples: data };
}
