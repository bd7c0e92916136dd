/** A lossless JBIG2 generic region: ITU-T T.88 (08/2018), 6.2, template 0 with typical prediction (6.2.5.7). */
import { ArithmeticEncoder, intervalOf } from './arithmetic-encoder.ts';

/** A picture of black and white: one byte a pixel, 1 = black, rows from the top, `widthPx * heightPx` bytes. */
export interface BilevelImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: Uint8Array;
}

/** Context that codes "this row is like the one above" for template 0 (figure 8). */
const typicalContext = 0x9b25;
const noRow = new Uint8Array(0);

/**
 * Codes every pixel by the sixteen around it that a reader knows already: five of the row two above, seven of the row
 * above, four at the left (figure 3, adaptive pixels at their nominal places).
 */
export function codedGenericRegion({ widthPx, heightPx, pixels }: BilevelImage): Uint8Array {
  const coder = new ArithmeticEncoder();
  const contexts = new Uint8Array(1 << 16);
  // three rows with white around them: the context reaches two pixels to the left, and three to the right
  const around = 8;
  let above2 = new Uint8Array(widthPx + around);
  let above = new Uint8Array(widthPx + around);
  let row = new Uint8Array(widthPx + around);
  let before: Uint8Array = noRow;
  let wasTypical = 0;
  for (let y = 0; y < heightPx; y += 1) {
    const source = pixels.subarray(y * widthPx, (y + 1) * widthPx);
    const typical = y === 0 ? isWhite(source) : Buffer.compare(source, before) === 0 ? 1 : 0;
    coder.encode(contexts, typicalContext, typical ^ wasTypical);
    wasTypical = typical;
    before = source;
    [above2, above, row] = [above, row, above2];
    row.set(source);
    if (!typical) codeRow(coder, contexts, widthPx, row, above, above2);
  }
  return coder.finish();
}

function codeRow(
  coder: ArithmeticEncoder,
  contexts: Uint8Array,
  widthPx: number,
  row: Uint8Array,
  above: Uint8Array,
  above2: Uint8Array,
): void {
  let left = 0;
  let whiteTo = 0;
  let upper = ((above[0] ?? 0) << 2) | ((above[1] ?? 0) << 1) | (above[2] ?? 0);
  let upper2 = ((above2[0] ?? 0) << 1) | (above2[1] ?? 0);
  let { interval, base } = coder;
  for (let x = 0; x < widthPx; x += 1) {
    upper = ((upper << 1) | (above[x + 3] ?? 0)) & 0x7f;
    upper2 = ((upper2 << 1) | (above2[x + 2] ?? 0)) & 0x1f;
    const at = (upper2 << 11) | (upper << 4) | left;
    if (at === 0) {
      if (whiteTo <= x) whiteTo = endOfWhite(x, widthPx, row, above, above2);
      const context = contexts[0] ?? 0;
      const part = intervalOf[context] ?? 0;
      // as many white pixels as the coder takes without another step, all at once
      const pixels = context & 1 ? 0 : Math.min(whiteTo - x, Math.floor((interval - 0x8000) / part));
      if (pixels > 0) {
        interval -= part * pixels;
        base += part * pixels;
        x += pixels - 1;
        continue;
      }
    }
    const bit = row[x] ?? 0;
    const context = contexts[at] ?? 0;
    const part = intervalOf[context] ?? 0;
    if (bit === (context & 1) && interval - part >= 0x8000) {
      interval -= part;
      base += part;
    } else {
      coder.interval = interval;
      coder.base = base;
      coder.encode(contexts, at, bit);
      ({ interval, base } = coder);
    }
    left = ((left << 1) | bit) & 0xf;
  }
  coder.interval = interval;
  coder.base = base;
}

/** The first pixel from `x` on that is not white or has something that is not white among the sixteen around it. */
function endOfWhite(
  x: number,
  widthPx: number,
  row: Uint8Array,
  above: Uint8Array,
  above2: Uint8Array,
): number {
  const here = row.indexOf(1, x);
  const nearer = above.indexOf(1, x);
  const farther = above2.indexOf(1, x);
  let end = widthPx;
  if (here >= 0 && here < end) end = here;
  if (nearer >= 0 && nearer - 3 < end) end = nearer - 3;
  if (farther >= 0 && farther - 2 < end) end = farther - 2;
  return end;
}

function isWhite(row: Uint8Array): 0 | 1 {
  return row.includes(1) ? 0 : 1;
}
