import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import type { Rgb } from '../../../native-bridge/imaging/raster.ts';
import { straightened } from '../../../native-bridge/imaging/straighten.ts';
import { understandPage } from '../../../native-bridge/imaging/understand/understand-page.ts';

/** Bars like lines of text, turned clockwise; `corner` puts ink where straightening would cut it off. */
function askew(deg: number, corner: boolean): Rgb {
  const [widthPx, heightPx] = [1240, 1754];
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#151515';
  context.save();
  context.translate(widthPx / 2, heightPx / 2);
  context.rotate((deg * Math.PI) / 180);
  for (let line = 0; line < 20; line += 1)
    for (let letter = 0; letter < 28; letter += 1)
      context.fillRect(-420 + letter * 30, -600 + line * 60, 9 + ((letter * 7) % 14), 24);
  context.restore();
  if (corner) context.fillRect(0, 0, 40, 12);
  const rgba = context.getImageData(0, 0, widthPx, heightPx).data;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < widthPx * heightPx; at += 1) data.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { widthPx, heightPx, data };
}

test.each([-4, -0.7, 0.4, 6])(
  'a page that lay %s° askew is straight afterwards, and has its own size',
  async (deg) => {
    const page = askew(deg, false);
    const { skewDeg } = understandPage(page, 150);
    expect(skewDeg).toBeCloseTo(deg, 0);
    const straight = straightened(page, skewDeg);
    expect([straight.widthPx, straight.heightPx]).toEqual([page.widthPx, page.heightPx]);
    expect(Math.abs(understandPage(straight, 150).skewDeg ?? 90)).toBeLessThan(0.12);
  },
);

test('ink at a corner is not cut off: the page becomes larger instead', async () => {
  const page = askew(5, true);
  const straight = straightened(page, 5);
  expect(straight.widthPx).toBeGreaterThan(page.widthPx);
  const dark = ({ data }: Rgb) => data.reduce((sum, value) => sum + (255 - value), 0);
  expect(dark(straight) / dark(page)).toBeGreaterThan(0.99);
});

test('a page without lines is left as it is', async () => {
  const page = askew(0, false);
  expect(straightened(page, null)).toBe(page);
  expect(straightened(page, 0.02)).toBe(page);
});
