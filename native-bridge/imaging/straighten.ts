/** A page that lay askew on the glass is set straight. What would be cut off by it is looked at first. */
import type { Rgb } from './raster.ts';
import { turned } from './turned.ts';

/** Less than this no eye sees, degrees: a quarter of a millimetre over the width of A4. */
const leastDeg = 0.08;
/** A corner that holds something darker than this, of 255, is no bare paper. */
const bareFrom = 150;
/** Sides below this are no page that could lie askew, px. */
const leastSidePx = 16;

/**
 * The page turned by `-skewDeg`, at its own size; larger when something would be cut off at its edges otherwise. The
 * corners that come in have the colour of the page's border.
 * @param skewDeg Degrees that its lines are off, clockwise positive, ±15; null when that is not known.
 */
export function straightened(page: Rgb, skewDeg: number | null): Rgb {
  const { widthPx, heightPx } = page;
  if (skewDeg === null || Math.abs(skewDeg) < leastDeg || Math.min(widthPx, heightPx) < leastSidePx)
    return page;
  const border = borderColour(page);
  if (!losesInk(page, skewDeg)) return turned(page, -skewDeg, widthPx, heightPx, border);
  const cos = Math.cos((skewDeg * Math.PI) / 180);
  const sin = Math.abs(Math.sin((skewDeg * Math.PI) / 180));
  const width = Math.ceil(widthPx * cos + heightPx * sin);
  const height = Math.ceil(heightPx * cos + widthPx * sin);
  return turned(page, -skewDeg, width, height, border);
}

/** The lighter middle of what the page's outermost pixels show: paper, where there is any. */
function borderColour({ widthPx, heightPx, data }: Rgb): readonly [number, number, number] {
  const usual = (channel: number): number => {
    const values: number[] = [];
    for (let x = 0; x < widthPx; x += 4)
      for (const y of [2, heightPx - 3]) values.push(data[(y * widthPx + x) * 3 + channel] ?? 255);
    for (let y = 0; y < heightPx; y += 4)
      for (const x of [2, widthPx - 3]) values.push(data[(y * widthPx + x) * 3 + channel] ?? 255);
    values.sort((a, b) => a - b);
    return values[Math.floor(values.length * 0.6)] ?? 255;
  };
  return [usual(0), usual(1), usual(2)];
}

/** Whether anything dark lies where the turned page is no longer seen. */
function losesInk({ widthPx, heightPx, data }: Rgb, skewDeg: number): boolean {
  const cos = Math.cos((skewDeg * Math.PI) / 180);
  const sin = Math.sin((skewDeg * Math.PI) / 180);
  const isOutside = (x: number, y: number): boolean => {
    const fromX = x - widthPx / 2;
    const fromY = y - heightPx / 2;
    const toX = fromX * cos + fromY * sin;
    const toY = fromY * cos - fromX * sin;
    return Math.abs(toX) > widthPx / 2 || Math.abs(toY) > heightPx / 2;
  };
  // from each border inwards, as far as the row or the column leaves the page
  const holds = (x: number, y: number): boolean => (data[(y * widthPx + x) * 3 + 1] ?? 255) < bareFrom;
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx && isOutside(x, y); x += 1) if (holds(x, y)) return true;
    for (let x = widthPx - 1; x >= 0 && isOutside(x, y); x -= 1) if (holds(x, y)) return true;
  }
  for (let x = 0; x < widthPx; x += 1) {
    for (let y = 0; y < heightPx && isOutside(x, y); y += 1) if (holds(x, y)) return true;
    for (let y = heightPx - 1; y >= 0 && isOutside(x, y); y -= 1) if (holds(x, y)) return true;
  }
  return false;
}
