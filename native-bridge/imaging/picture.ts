import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { BridgeError } from '../bridge-error.ts';
import { capturedJpeg } from './captured-jpeg.ts';
import { maxPagePixels, maxPixels, maxSidePx, minSidePx, thumbSidePx } from './limits.ts';
import { dpiOfDevice, dpiOfPicture, reduction } from './page-size.ts';
import type { RawPicture } from './pnm.ts';

sharp.cache(false);
// one worker process a core: threads inside each would only fight
sharp.concurrency(1);
// libvips writes larger pictures to plain temporary files; a citizen's paper must not lie there
process.env['VIPS_DISC_THRESHOLD'] = '4g';

/** A page ready to be kept: sRGB JPEGs. */
export interface PagePicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
  readonly jpeg: Uint8Array;
  readonly thumb: Uint8Array;
}

/** Quality of page pictures, 1–100. Scanned ones are kept better because no original file stands behind them. */
export type PageQuality = 85 | 90;

/** Size of one picture as a reader sees it, and how many are in the file. */
export interface PictureHead {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tagDpi: number | undefined;
  readonly pageCount: number;
  readonly hasOrientation: boolean;
}

const options = (page: number): SharpOptions => ({
  page,
  failOn: 'truncated',
  limitInputPixels: maxPixels,
  sequentialRead: true,
});

/**
 * Reads the head of picture `page` (0-based) and refuses sizes out of bounds before anything is decoded.
 * @throws BridgeError file-damaged, image-too-large, image-too-small
 */
export async function pictureHead(bytes: Uint8Array, page: number): Promise<PictureHead> {
  // the size must be told in the refusal, so the pixel limit is checked here and not by the reader
  const open = sharp(bytes, { ...options(page), limitInputPixels: false });
  const head = await refusingDamage(() => open.metadata());
  const { width, height, orientation = 1, pages = 1, density } = head;
  if (width > maxSidePx || height > maxSidePx || width * height > maxPixels)
    throw new BridgeError('image-too-large', { widthPx: width, heightPx: height, maxSidePx, maxPixels });
  if (Math.min(width, height) < minSidePx)
    throw new BridgeError('image-too-small', { widthPx: width, heightPx: height, minSidePx });
  const turned = orientation >= 5;
  return {
    widthPx: turned ? height : width,
    heightPx: turned ? width : height,
    tagDpi: density,
    pageCount: pages,
    hasOrientation: orientation !== 1,
  };
}

/** Decodes every pixel and keeps none. @throws BridgeError file-damaged when the file ends early or cannot be read. */
export async function decodeFully(bytes: Uint8Array, page: number): Promise<void> {
  await refusingDamage(() => sharp(bytes, options(page)).stats());
}

/** @throws BridgeError file-damaged, image-too-large, image-too-small */
export async function pageOfPicture(
  bytes: Uint8Array,
  page: number,
  knownDpi: number | null,
  quality: PageQuality,
): Promise<PagePicture> {
  const head = await pictureHead(bytes, page);
  const dpi =
    knownDpi === null
      ? dpiOfPicture(head.tagDpi, head.widthPx, head.heightPx)
      : dpiOfDevice(knownDpi, head.widthPx, head.heightPx);
  const factor = reduction(head.widthPx, head.heightPx, maxPagePixels);
  let source = sharp(bytes, options(page));
  if (factor < 1) {
    const widthPx = Math.floor(head.widthPx * factor);
    const heightPx = Math.floor(head.heightPx * factor);
    // turning needs the whole picture in memory, so it comes after reducing
    const small = head.hasOrientation
      ? await refusingDamage(() => reducedThenTurned(bytes, page, widthPx, heightPx))
      : source.resize(widthPx, heightPx, { fit: 'fill' });
    return await finished(small, dpi * factor, quality);
  }
  const kept = head.pageCount === 1 && !head.hasOrientation ? capturedJpeg(bytes, dpi) : null;
  if (kept) {
    const { widthPx, heightPx } = head;
    return { widthPx, heightPx, dpi: told(dpi), jpeg: kept, thumb: await thumbOf(kept) };
  }
  if (head.hasOrientation) source = source.autoOrient();
  return await finished(source, dpi, quality);
}

/** @throws BridgeError image-too-small */
export function refuseTooSmall({ widthPx, heightPx }: Pick<RawPicture, 'widthPx' | 'heightPx'>): void {
  if (Math.min(widthPx, heightPx) < minSidePx)
    throw new BridgeError('image-too-small', { widthPx, heightPx, minSidePx });
}

/** @throws BridgeError image-too-small */
export async function pageOfSamples(
  picture: RawPicture,
  dpi: number,
  quality: PageQuality,
): Promise<PagePicture> {
  const { widthPx, heightPx, channels, data } = picture;
  refuseTooSmall(picture);
  const source = sharp(data, { raw: { width: widthPx, height: heightPx, channels } });
  const factor = reduction(widthPx, heightPx, maxPagePixels);
  if (factor === 1) return await finished(source, dpi, quality);
  const small = source.resize(Math.floor(widthPx * factor), Math.floor(heightPx * factor), { fit: 'fill' });
  return await finished(small, dpi * factor, quality);
}

/**
 * An 8-bit sRGB JPEG without metadata. 4:4:4, because 4:2:0 bleeds the red of stamps into the text under them. No search
 * for the shortest codes: it holds the whole page in memory (100 MB at 300 dpi) and takes as long again, for 8 %.
 */
export function asPageJpeg(source: Sharp, quality: number): Sharp {
  return source
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: false });
}

/** Runs a decoder; whatever it complains about becomes `file-damaged`, without the decoder's words. */
export async function refusingDamage<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BridgeError) throw error;
    throw new BridgeError('file-damaged');
  }
}

/** `widthPx` and `heightPx` as a reader sees them, not as they are stored. */
async function reducedThenTurned(
  bytes: Uint8Array,
  page: number,
  widthPx: number,
  heightPx: number,
): Promise<Sharp> {
  const { orientation = 1 } = await sharp(bytes, options(page)).metadata();
  const stored = orientation >= 5 ? ([heightPx, widthPx] as const) : ([widthPx, heightPx] as const);
  const small = await sharp(bytes, options(page))
    .resize(...stored, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .withMetadata({ orientation })
    .toBuffer();
  return sharp(small).autoOrient();
}

async function finished(source: Sharp, dpi: number, quality: PageQuality): Promise<PagePicture> {
  return await encodedPage(asPageJpeg(source, quality), dpi);
}

/** Runs an encoder and adds the thumbnail, from the encoded picture: its decoder reduces while it reads. */
export async function encodedPage(encoder: Sharp, dpi: number): Promise<PagePicture> {
  const { data, info } = await refusingDamage(() => encoder.toBuffer({ resolveWithObject: true }));
  return {
    widthPx: info.width,
    heightPx: info.height,
    dpi: told(dpi),
    jpeg: data,
    thumb: await thumbOf(data),
  };
}

/** Reads the whole picture, so that one that ends early is refused. @throws BridgeError file-damaged */
async function thumbOf(jpeg: Uint8Array): Promise<Uint8Array> {
  return await refusingDamage(() =>
    sharp(jpeg, options(0))
      .resize(thumbSidePx, thumbSidePx, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer(),
  );
}

const told = (dpi: number): number => Math.round(dpi * 100) / 100;
