/** Papers that lay on one glass, each cut out and set upright; the picture that they come from is not touched. */
import sharp from 'sharp';
import { BridgeError } from '../bridge-error.ts';
import type { PaperPlace } from '../contract-page-look.ts';
import type { Handler } from '../host.ts';
import { maxPagePixels, minSidePx } from './limits.ts';
import { pageOfSamples, refusingDamage } from './picture.ts';
import type { Rgb } from './raster.ts';

type Corners = PaperPlace['corners'];

/** Cut so far outside of the edge that was found, mm: nothing written at the very edge is lost. */
const outsideMm = 0.6;
/** As pages of scanners: no original file stands behind what is cut out but the page itself. */
const quality = 90;

export const cutPapers: Handler<'imaging', 'cutPapers'> = async (
  { dpi, papers },
  bodies,
  { signal, item },
) => {
  const jpeg = bodies[0];
  if (!jpeg || jpeg.byteLength === 0) throw new BridgeError('file-empty');
  const page = await wholePage(jpeg);
  for (const [index, corners] of papers.entries()) {
    if (signal.aborted) throw new BridgeError('cancelled');
    const cut = cutOut(page, corners, (outsideMm / 25.4) * dpi);
    if (Math.min(cut.widthPx, cut.heightPx) < minSidePx)
      throw new BridgeError('image-too-small', {
        widthPx: cut.widthPx,
        heightPx: cut.heightPx,
        minSidePx,
      });
    const { jpeg: picture, thumb, ...size } = await pageOfSamples({ ...cut, channels: 3 }, dpi, quality);
    await item({ index, ...size }, [picture, thumb]);
  }
  return { result: { pageCount: papers.length }, bodies: [] };
};

async function wholePage(jpeg: Uint8Array): Promise<Rgb> {
  const { data, info } = await refusingDamage(() =>
    sharp(jpeg, { failOn: 'truncated', limitInputPixels: maxPagePixels })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  if (info.channels !== 3) throw new Error(`a page was decoded to ${String(info.channels)} channels`);
  return { widthPx: info.width, heightPx: info.height, data };
}

/**
 * The four corners become a rectangle of the paper's own size; in between, places are told from the corners in
 * proportion, which for a paper on a glass is exact. Outside of the picture is white.
 * @param outsidePx how far around the corners to cut
 */
export function cutOut(page: Rgb, corners: Corners, outsidePx: number): Rgb {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners.map(({ x, y }) => ({
    x: x * page.widthPx,
    y: y * page.heightPx,
  })) as unknown as Corners;
  const far = (one: { x: number; y: number }, other: { x: number; y: number }) =>
    Math.hypot(one.x - other.x, one.y - other.y);
  const acrossPx = Math.max(far(topLeft, topRight), far(bottomLeft, bottomRight));
  const downPx = Math.max(far(topLeft, bottomLeft), far(topRight, bottomRight));
  const widthPx = sizeWithin(acrossPx + 2 * outsidePx);
  const heightPx = sizeWithin(downPx + 2 * outsidePx);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row += 1) {
    const v = (row + 0.5 - outsidePx) / downPx;
    for (let column = 0; column < widthPx; column += 1) {
      const u = (column + 0.5 - outsidePx) / acrossPx;
      const x =
        topLeft.x * (1 - u) * (1 - v) +
        topRight.x * u * (1 - v) +
        bottomRight.x * u * v +
        bottomLeft.x * (1 - u) * v;
      const y =
        topLeft.y * (1 - u) * (1 - v) +
        topRight.y * u * (1 - v) +
        bottomRight.y * u * v +
        bottomLeft.y * (1 - u) * v;
      paint(page, x - 0.5, y - 0.5, data, (row * widthPx + column) * 3);
    }
  }
  return { widthPx, heightPx, data };
}

/** No corner that is told can ask for more than a page may have. */
function sizeWithin(px: number): number {
  return Math.min(Math.floor(Math.sqrt(maxPagePixels)), Math.max(1, Math.round(px)));
}

function paint(page: Rgb, x: number, y: number, into: Uint8Array, at: number): void {
  const { widthPx, heightPx, data } = page;
  if (!(x > -1 && y > -1 && x < widthPx && y < heightPx)) {
    into.fill(255, at, at + 3);
    return;
  }
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const right = Math.min(widthPx - 1, left + 1);
  const bottom = Math.min(heightPx - 1, top + 1);
  const across = Math.min(1, Math.max(0, x - left));
  const down = Math.min(1, Math.max(0, y - top));
  for (let channel = 0; channel < 3; channel += 1) {
    const upper =
      (data[(top * widthPx + left) * 3 + channel] ?? 255) * (1 - across) +
      (data[(top * widthPx + right) * 3 + channel] ?? 255) * across;
    const lower =
      (data[(bottom * widthPx + left) * 3 + channel] ?? 255) * (1 - across) +
      (data[(bottom * widthPx + right) * 3 + channel] ?? 255) * across;
    into[at + channel] = Math.round(upper * (1 - down) + lower * down);
  }
}
