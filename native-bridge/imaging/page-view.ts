import sharp from 'sharp';
import type { DrawnPage } from './pdf-document.ts';
import { encodedPage, refuseTooSmall, type PagePicture } from './picture.ts';

/** Quality of views, 1–100. */
const quality = 85;

/**
 * A drawn page of a PDF, to be looked at. The PDF is kept and goes on as it is, so what counts here is time: a page
 * without colour (nearly every one) is written with one channel, and no search is made for the shortest codes. Drawn
 * pages are opaque. `drawn` is no longer needed when a page without colour is being encoded.
 * @throws BridgeError image-too-small
 */
export async function viewOfPage(drawn: DrawnPage): Promise<PagePicture> {
  const { data, widthPx: width, heightPx: height, dpi } = drawn;
  refuseTooSmall(drawn);
  const grey = greyOf(data);
  const encoded = grey
    ? sharp(grey, { raw: { width, height, channels: 1 } })
        .toColourspace('b-w')
        .jpeg({ quality, optimiseCoding: false })
    : sharp(data, { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: false });
  return await encodedPage(encoded, dpi);
}

/** One byte a pixel when no pixel of the RGBA samples has a colour, else null. */
function greyOf(rgba: Uint8Array): Uint8Array | null {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength / 4);
  const grey = Buffer.allocUnsafeSlow(pixels.length).fill(255);
  for (let at = 0; at < pixels.length; at += 1) {
    const pixel = pixels[at] ?? 0;
    if (pixel === 0xffffffff) continue;
    const level = pixel & 255;
    if (pixel !== (0xff000000 | (level * 0x010101)) >>> 0) return null;
    grey[at] = level;
  }
  return grey;
}
