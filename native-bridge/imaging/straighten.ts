/** A page that lay askew on the glass is set straight. What would be cut off by it is looked at first. */
import sharp from 'sharp';
import type { Rgb } from './raster.ts';

/** Less than this no eye sees, degrees: a quarter of a millimetre over the width of A4. */
const leastDeg = 0.08;
/** A corner that holds something darker than this, of 255, is no bare paper. */
const bareFrom = 150;

/**
 * The page turned by `-skewDeg`, at its own size; larger when something would be cut off at its edges otherwise. The
 * corners that come in have the colour of the page's border.
 * @param skewDeg Degrees that its lines are off, clockwise positive, ±15; null when that is not known.
 */
export async function straightened(page: Rgb, skewDeg: number | null): Promise<Rgb> {
  if (skewDeg === null || Math.abs(skewDeg) < leastDeg) return page;
  const raw = { width: page.widthPx, height: page.heightPx, channels: 3 } as const;
  const turned = await sharp(page.data, { raw })
    .rotate(-skewDeg, { background: borderColour(page) })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const whole: Rgb = { widthPx: turned.info.width, heightPx: turned.info.height, data: turned.data };
  const left = Math.floor((whole.widthPx - page.widthPx) / 2);
  const top = Math.floor((whole.heightPx - page.heightPx) / 2);
  if (holdsInkOutside(whole, left, top, page.widthPx, page.heightPx)) return whole;
  const data = await sharp(whole.data, { raw: { width: whole.widthPx, height: whole.heightPx, channels: 3 } })
    .extract({ left, top, width: page.widthPx, height: page.heightPx })
    .raw()
    .toBuffer();
  return { widthPx: page.widthPx, heightPx: page.heightPx, data };
}

/** The lighter middle of what the page's outermost pixels show: paper, where there is any. */
function borderColour({ widthPx, heightPx, data }: Rgb): { r: number; g: number; b: number } {
  const usual = [0, 1, 2].map((channel) => {
    const values: number[] = [];
    for (let x = 0; x < widthPx; x += 4)
      for (const y of [2, heightPx - 3]) values.push(data[(y * widthPx + x) * 3 + channel] ?? 255);
    for (let y = 0; y < heightPx; y += 4)
      for (const x of [2, widthPx - 3]) values.push(data[(y * widthPx + x) * 3 + channel] ?? 255);
    values.sort((a, b) => a - b);
    return values[Math.floor(values.length * 0.6)] ?? 255;
  });
  const [r = 255, g = 255, b = 255] = usual;
  return { r, g, b };
}

/** Whether the frame around the inner page bears anything dark. */
function holdsInkOutside(
  { widthPx, heightPx, data }: Rgb,
  left: number,
  top: number,
  width: number,
  height: number,
): boolean {
  const rowHolds = (y: number, from: number, to: number): boolean => {
    for (let at = (y * widthPx + from) * 3; at < (y * widthPx + to) * 3; at += 3)
      if ((data[at + 1] ?? 255) < bareFrom) return true;
    return false;
  };
  for (let y = 0; y < heightPx; y += 1) {
    const outside = y < top || y >= top + height;
    if (outside && rowHolds(y, 0, widthPx)) return true;
    if (!outside && (rowHolds(y, 0, left) || rowHolds(y, left + width, widthPx))) return true;
  }
  return false;
}
