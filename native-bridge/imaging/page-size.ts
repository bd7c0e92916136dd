/** How large a picture is on paper. Pure. */

const mmPerInch = 25.4;
const a4LongInch = 297 / mmPerInch;
const a4ShortInch = 210 / mmPerInch;

/**
 * Dots per inch of a picture. A tag is believed when it makes a plausible paper size: cameras and screens write 72 or
 * 96 by default, which would make a photo of a page a metre long. Without a believable tag the page is taken as A4.
 */
export function dpiOfPicture(tag: number | undefined, widthPx: number, heightPx: number): number {
  const long = Math.max(widthPx, heightPx);
  const short = Math.min(widthPx, heightPx);
  if (tag !== undefined && Number.isFinite(tag) && tag >= 72 && tag <= 1200) {
    const longMm = (long / tag) * mmPerInch;
    const shortMm = (short / tag) * mmPerInch;
    // A scanner's tag (150 and up) may mean an identity card or a plan; a low one is believed near A5 to A3 only.
    if (tag >= 150 ? shortMm >= 40 && longMm <= 1_200 : longMm >= 190 && longMm <= 440) return rounded(tag);
  }
  return rounded(Math.max(72, long / a4LongInch, short / a4ShortInch));
}

/** Sides of a PDF page, inches: 3 to 14,400 points (ISO 32000-1, Annex C.2), a little more for what was rounded. */
const longestInch = 200.1;
const shortestInch = 2.9 / 72;

/** Whether a PDF page can have this size. */
export function possiblePaper(dpi: number, widthPx: number, heightPx: number): boolean {
  const long = Math.max(widthPx, heightPx);
  const short = Math.min(widthPx, heightPx);
  return dpi > 0 && long / dpi <= longestInch && short / dpi >= shortestInch;
}

/** Dots per inch that a device told of its picture; one that makes no possible paper is taken as A4. */
export function dpiOfDevice(told: number, widthPx: number, heightPx: number): number {
  return possiblePaper(told, widthPx, heightPx) ? told : dpiOfPicture(undefined, widthPx, heightPx);
}

/** Factor ≤ 1 that brings a picture within `maxPixels`. */
export function reduction(widthPx: number, heightPx: number, maxPixels: number): number {
  return Math.min(1, Math.sqrt(maxPixels / (widthPx * heightPx)));
}

function rounded(dpi: number): number {
  return Math.round(dpi * 100) / 100;
}
