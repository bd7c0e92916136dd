import { BridgeError } from '../bridge-error.ts';
import { latin1 } from './file-kind.ts';
import { maxPixels, maxSidePx } from './limits.ts';

/** Bits of a sample at most (ISO 32000-1, table 89). */
const mostBits = 16;
/** A picture's dictionary is looked for this far around its width, bytes. */
const dictionaryWithin = 2_000;

/**
 * Refuses a PDF with a picture beyond the pixel limit: pdf.js leaves such a picture out and says nothing, and a page
 * would look empty that is not. Dictionaries of streams lie in the file uncompressed (ISO 32000-1, 7.5.7).
 * With samples of impossibly many bits it counts for ever.
 * @throws BridgeError image-too-large, file-damaged
 */
export function refuseImpossiblePictures(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = '/BitsPerComponent';
  for (let at = file.indexOf(bits); at >= 0; at = file.indexOf(bits, at + bits.length)) {
    const told = latin1(bytes.subarray(at, at + 80));
    if (numberAfter(bits, told) > mostBits || pointsToNoNumber(file, told.slice(bits.length)))
      throw new BridgeError('file-damaged', { reason: 'bits-per-component' });
  }
  for (let at = file.indexOf('/Width'); at >= 0; at = file.indexOf('/Width', at + 6)) {
    const widthPx = numberAfter('/Width', latin1(bytes.subarray(at, at + 40)));
    if (widthPx < 2) continue;
    const before = latin1(bytes.subarray(Math.max(0, at - dictionaryWithin), at));
    const [after = ''] = latin1(bytes.subarray(at, at + dictionaryWithin)).split('stream', 1);
    const heightPx = numberAfter('/Height', before.slice(before.lastIndexOf(' obj') + 1) + after);
    if (widthPx * heightPx > maxPixels)
      throw new BridgeError('image-too-large', { widthPx, heightPx, maxSidePx, maxPixels });
  }
}

/**
 * Whether the text begins with a reference to an object that stands in the file and is none of 1–16. Only the last one of
 * its number counts; one inside a compressed stream is not looked at.
 */
function pointsToNoNumber(file: Buffer, text: string): boolean {
  const [, number, generation] = /^[\0\s]*(\d{1,10})[\0\s]+(\d{1,5})[\0\s]+R/.exec(text) ?? [];
  if (number === undefined || generation === undefined) return false;
  const head = `${number} ${generation} obj`;
  let at = file.lastIndexOf(head);
  while (at > 0 && /\d/.test(latin1(file.subarray(at - 1, at)))) at = file.lastIndexOf(head, at - 1);
  if (at < 0) return false;
  const value = /^[\0\s]*(\d+)[\0\s]*endobj/.exec(
    latin1(file.subarray(at + head.length, at + head.length + 60)),
  );
  return !(Number(value?.[1]) >= 1 && Number(value?.[1]) <= mostBits);
}

/** 0 when the text has no such key with a number. */
function numberAfter(key: string, text: string): number {
  const at = text.indexOf(key);
  return at < 0 ? 0 : Number(/^[\0\s]*\+?(\d+)/.exec(text.slice(at + key.length))?.[1] ?? 0);
}
