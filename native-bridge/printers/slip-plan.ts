/** What is sent for one slip, in the two parts that its fate hangs on. */
import { feedAndCut, feedDots, rasterBand, rasterBands, type Bitmap } from './escpos.ts';

export interface SlipPlan {
  /** In order. None of it, nor all of it, makes a whole slip. */
  readonly body: readonly Uint8Array[];
  /** The last inked part, the feed and the cut; sent only when the printer has told that it took the body. */
  readonly commit: Uint8Array;
  /** Rows of dots that come out, about; for how long the mechanics may take. */
  readonly heightPx: number;
}

/** Rows of a picture that are held back: they make the difference between a torn slip and a whole one. */
const heldRows = 8;

/** The slip as a picture: right on every printer, and slow on a slow line. `most`: bytes that one command may have. */
export function rasterPlan(bitmap: Bitmap, most: number): SlipPlan {
  const { bits, widthPx, heightPx } = bitmap;
  const rowBytes = Math.ceil(widthPx / 8);
  let inked = bits.length - 1;
  while (inked > 0 && bits[inked] === 0) inked -= 1;
  const lastRow = Math.floor(inked / rowBytes);
  const held = Math.max(0, lastRow + 1 - heldRows);
  const above = { bits: bits.subarray(0, held * rowBytes), widthPx, heightPx: held };
  // The very last byte has ink: zeros that end a broken command never make the slip whole.
  const narrow = (inked % rowBytes) + 1;
  const commit = [
    ...rasterBands(
      { bits: bits.subarray(held * rowBytes, lastRow * rowBytes), widthPx, heightPx: lastRow - held },
      heldRows,
    ),
    rasterBand(bits.subarray(lastRow * rowBytes, lastRow * rowBytes + narrow), narrow, 1),
  ];
  for (let rows = heightPx - lastRow - 1; rows > 0; rows -= 255) commit.push(Uint8Array.from(feedDots(rows)));
  return {
    body: rasterBands(above, Math.max(1, Math.floor((most - 8) / rowBytes))),
    commit: Buffer.concat([...commit, feedAndCut]),
    heightPx,
  };
}

/** The longest single command: so many zeros end it, wherever a line broke. */
export function longestPart(plan: SlipPlan): number {
  return Math.max(plan.commit.length, ...plan.body.map((part) => part.length));
}
