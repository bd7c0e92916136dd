/** The picture that a program reads a page from. */

/** One byte a pixel, 0 black – 255 white, rows from the top. */
export interface GreyPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samples: Uint8Array;
}

const fileHead = 14;
const infoHead = 40;
const greys = 256;

/**
 * As BMP (BITMAPINFOHEADER) of 8 bits: Leptonica takes its samples as one piece. Those of a PGM it fetches one by one,
 * which costs a tenth of the whole reading of a page.
 */
export function bmpOf({ widthPx, heightPx, samples }: GreyPicture): Uint8Array {
  const from = fileHead + infoHead + greys * 4;
  const row = Math.ceil(widthPx / 4) * 4;
  const bmp = Buffer.alloc(from + row * heightPx);
  bmp.write('BM', 0, 'latin1');
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(from, 10);
  bmp.writeUInt32LE(infoHead, 14);
  bmp.writeInt32LE(widthPx, 18);
  bmp.writeInt32LE(heightPx, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(8, 28);
  bmp.writeUInt32LE(row * heightPx, 34);
  bmp.writeUInt32LE(greys, 46);
  for (let grey = 0; grey < greys; grey += 1) bmp.writeUInt32LE(grey * 0x01_01_01, 54 + grey * 4);
  // rows from the bottom
  for (let y = 0; y < heightPx; y += 1)
    bmp.set(samples.subarray(y * widthPx, (y + 1) * widthPx), from + (heightPx - 1 - y) * row);
  return bmp;
}

/** Side of a cell, inches: wider than the stroke of a heading, narrower than a line of print is high. */
const cellInch = 1 / 20;
/** Mean of a dark cell at most; light letters on a black band leave it below. */
const darkBelow = 110;
/** Fewer dark cells are no band that bears a word: a square centimetre. */
const fewestCells = 60;

/** Whether a part of the page is dark enough, and large enough, to bear light letters. */
export function hasDarkAreas({ widthPx, heightPx, samples }: GreyPicture, dpi: number): boolean {
  const side = Math.max(4, Math.round(dpi * cellInch));
  let dark = 0;
  for (let top = 0; top + side <= heightPx; top += side)
    for (let left = 0; left + side <= widthPx; left += side) {
      let [sum, seen] = [0, 0];
      // every other pixel of every other row tells as much
      for (let y = top; y < top + side; y += 2)
        for (let at = y * widthPx + left, end = at + side; at < end; at += 2) {
          sum += samples[at] ?? 0;
          seen += 1;
        }
      if (sum < seen * darkBelow) dark += 1;
      if (dark >= fewestCells) return true;
    }
  return false;
}
