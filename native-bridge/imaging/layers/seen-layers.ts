/** Layers as a reader shows them at the reduced size: the JPEGs are decoded again, so that their losses are in it. */
import sharp from 'sharp';
import type { BilevelImage } from '../jbig2/generic-region.ts';
import type { Rgb } from '../raster.ts';
import type { InkLayer, PictureLayer } from './layered-page.ts';
import type { Ink } from './inks.ts';

/** @param inks The masks that the ink layers were written from, in the same order. */
export async function seenLayers(
  widthPx: number,
  heightPx: number,
  factor: number,
  pictures: readonly PictureLayer[],
  inks: readonly { readonly ink: Ink; readonly layer: InkLayer }[],
): Promise<Rgb> {
  const data = new Uint8Array(widthPx * heightPx * 3).fill(255);
  for (const picture of pictures) {
    const width = Math.max(1, Math.round(picture.widthPx / factor));
    const height = Math.max(1, Math.round(picture.heightPx / factor));
    const decoded = await rawAt(picture.jpeg, width, height);
    const left = Math.floor(picture.left / factor);
    const top = Math.floor(picture.top / factor);
    const shown = Math.min(width, widthPx - left);
    for (let y = 0; y < Math.min(height, heightPx - top); y += 1)
      data.set(decoded.subarray(y * width * 3, (y * width + shown) * 3), ((top + y) * widthPx + left) * 3);
  }
  for (const { ink, layer } of inks) await paint({ widthPx, heightPx, data }, factor, ink, layer);
  return { widthPx, heightPx, data };
}

async function paint(seen: Rgb, factor: number, { left, top, mask }: Ink, layer: InkLayer): Promise<void> {
  const { colour } = layer;
  const covered = coverage(seen, factor, left, top, mask);
  const decoded = colour.kind === 'many' ? await rawAt(colour.jpeg, colour.columns, colour.rows) : null;
  const full = factor * factor;
  const [red, green, blue] = colour.kind === 'one' ? colour.rgb : [0, 0, 0];
  const firstX = Math.floor(left / factor);
  const lastX = Math.floor((left + mask.widthPx - 1) / factor);
  const lastY = Math.floor((top + mask.heightPx - 1) / factor);
  for (let y = Math.floor(top / factor); y <= lastY; y += 1)
    for (let x = firstX, at = y * seen.widthPx + x; x <= lastX; x += 1, at += 1) {
      const share = (covered[at] ?? 0) / full;
      if (share === 0) continue;
      const from =
        colour.kind === 'many' ? placeOf(colour, layer, (x + 0.5) * factor, (y + 0.5) * factor) : 0;
      lay(seen.data, at * 3, decoded ? (decoded[from] ?? 0) : red, share);
      lay(seen.data, at * 3 + 1, decoded ? (decoded[from + 1] ?? 0) : green, share);
      lay(seen.data, at * 3 + 2, decoded ? (decoded[from + 2] ?? 0) : blue, share);
    }
}

function lay(data: Uint8Array, at: number, paint: number, share: number): void {
  const beneath = data[at] ?? 0;
  data[at] = beneath + (paint - beneath) * share + 0.5;
}

/** How many of its `factor` × `factor` pixels of the mask each reduced pixel holds. */
function coverage(
  { widthPx, heightPx }: Rgb,
  factor: number,
  left: number,
  top: number,
  mask: BilevelImage,
): Uint8Array {
  const covered = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < mask.heightPx; y += 1) {
    const line = Math.floor((top + y) / factor) * widthPx;
    const row = mask.pixels.subarray(y * mask.widthPx, (y + 1) * mask.widthPx);
    for (let from = row.indexOf(1); from >= 0;) {
      const gap = row.indexOf(0, from);
      const to = gap < 0 ? mask.widthPx : gap;
      for (let x = from; x < to;) {
        const column = Math.floor((left + x) / factor);
        const next = Math.min(to, (column + 1) * factor - left);
        covered[line + column] = (covered[line + column] ?? 0) + next - x;
        x = next;
      }
      from = gap < 0 ? -1 : row.indexOf(1, gap);
    }
  }
  return covered;
}

function placeOf(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  { left, top, widthPx, heightPx }: InkLayer,
  x: number,
  y: number,
): number {
  const column = Math.min(columns - 1, Math.max(0, Math.floor(((x - left) * columns) / widthPx)));
  const row = Math.min(rows - 1, Math.max(0, Math.floor(((y - top) * rows) / heightPx)));
  return (row * columns + column) * 3;
}

async function rawAt(jpeg: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  return await sharp(jpeg)
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .removeAlpha()
    .raw()
    .toBuffer();
}
