/**
 * A JBIG2 page as PDF carries it (ISO 32000-1, 7.4.7): the segments without file header, end of page and end of file.
 * Segment headers: ITU-T T.88 (08/2018), 7.2; page information 7.4.8; immediate lossless generic region 7.4.6.
 */
import { codedGenericRegion, type BilevelImage } from './generic-region.ts';

const pageInformation = 48;
const immediateLosslessGenericRegion = 39;
/** Template 0 (bits 1–2), typical prediction on (bit 3). */
const regionFlags = 0x08;
/** Places of the four adaptive pixels of template 0, x and y: the nominal ones. */
const adaptivePixels = [3, -1, -3, -1, 2, -2, -2, -2];
/** The page is lossless in the end (bit 0) and white where nothing is drawn (bit 2 unset). */
const pageFlags = 0x01;
const dotsPerMetre = (dpi: number): number => Math.round(dpi / 0.0254);

/**
 * The whole picture as one lossless generic region: no symbol is ever taken for another one that looks like it.
 * @param dpi Dots per inch, told in the page information.
 */
export function jbig2Stream(image: BilevelImage, dpi: number): Uint8Array {
  const { widthPx, heightPx } = image;
  const page = bytes(19);
  page.view.setUint32(0, widthPx);
  page.view.setUint32(4, heightPx);
  page.view.setUint32(8, dotsPerMetre(dpi));
  page.view.setUint32(12, dotsPerMetre(dpi));
  page.view.setUint8(16, pageFlags);

  const head = bytes(26);
  head.view.setUint32(0, widthPx);
  head.view.setUint32(4, heightPx);
  head.view.setUint8(17, regionFlags);
  for (const [at, place] of adaptivePixels.entries()) head.view.setInt8(18 + at, place);
  const region = Buffer.concat([head.array, codedGenericRegion(image)]);

  return Buffer.concat([
    segmentHeader(0, pageInformation, page.array.length),
    page.array,
    segmentHeader(1, immediateLosslessGenericRegion, region.length),
    region,
  ]);
}

/** A segment of page 1 that refers to no other. */
function segmentHeader(number: number, type: number, length: number): Uint8Array {
  const header = bytes(11);
  header.view.setUint32(0, number);
  header.view.setUint8(4, type);
  header.view.setUint8(6, 1);
  header.view.setUint32(7, length);
  return header.array;
}

function bytes(length: number): { readonly array: Uint8Array; readonly view: DataView } {
  const array = new Uint8Array(length);
  return { array, view: new DataView(array.buffer) };
}
