import sharp from 'sharp';
import type { Handler } from '../host.ts';
import { paintSlip } from './paint-slip.ts';

/** The slip as the bitmap that prints, and as a PNG to look at. */
export const drawSlip: Handler<'imaging', 'drawSlip'> = async ({ widthPx, marginPx = 0, items }) => {
  const { bitmap, grey, heightPx } = paintSlip(widthPx, marginPx, items);
  const png = await sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return { result: { widthPx, heightPx }, bodies: [bitmap, png] };
};
