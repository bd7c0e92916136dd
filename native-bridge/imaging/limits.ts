/** What the imaging workers accept, so that one file can never take the machine. */

/** Longest side of a picture, px: A0 at 340 dpi. */
export const maxSidePx = 16_000;
/** Largest picture, px (A3 at 600 dpi is 70 million). */
export const maxPixels = 100_000_000;
/** Shorter side below which a picture cannot be a page, px. */
export const minSidePx = 32;
/** Largest page picture kept, px: A4 at 600 dpi. Larger pages are reduced; the file as it came is kept anyway. */
export const maxPagePixels = 36_000_000;
export const maxPageCount = 2_000;
/** Long side of a thumbnail, px. */
export const thumbSidePx = 320;
