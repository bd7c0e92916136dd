/**
 * JPEGs that differ from each other and are kept byte for byte: the mark stands in the coarsest steps of the last
 * quantization table (ITU-T T.81, B.2.4.1), which every decoder takes and no page shows.
 */
import { capturedJpeg } from '../../native-bridge/imaging/captured-jpeg.ts';

const tableBytes = 64;
const markBytes = 15;

/** As the application keeps a picture of a document camera; marks of such a picture are kept as they are. */
export function plainJpeg(jpeg: Uint8Array, dpi: number): Uint8Array {
  const kept = capturedJpeg(jpeg, dpi);
  if (!kept) throw new Error('the picture would be coded anew');
  return kept;
}

/** `mark`: a UUID; each gives other bytes. */
export function markedJpeg(jpeg: Uint8Array, mark: string): Uint8Array {
  const marked = Uint8Array.from(jpeg);
  const table = lastTable(marked);
  const digits = Buffer.from(mark.replaceAll('-', ''), 'hex').subarray(0, markBytes);
  // Steps are 1 to 255; a step of 0 would be no picture.
  for (const [at, digit] of digits.entries())
    marked[table + tableBytes - markBytes + at] = Math.max(1, digit);
  return marked;
}

/** Where the 64 steps of the last table begin. */
function lastTable(jpeg: Uint8Array): number {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let found = -1;
  for (let at = 2; bytes[at] === 0xff && bytes[at + 1] !== 0xda; at += 2 + bytes.readUInt16BE(at + 2))
    if (bytes[at + 1] === 0xdb) found = at + 2 + bytes.readUInt16BE(at + 2) - tableBytes;
  if (found < 0) throw new Error('a JPEG without a quantization table');
  return found;
}
