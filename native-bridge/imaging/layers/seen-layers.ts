/** Layers as a reader shows them at the reduced size: the JPEGs are decoded again, so that their losses are in it. */
import sharp from 'sharp';
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
  const covered = new Uint8Array(seen.widthPx * seen.heightPx);
  for (let y = 0; y < mask.heightPx; y += 1) {
    const line = Math.floor((top + y) / factor) * seen.widthPx;
    const row = mask.pixels.subarray(y * mask.widthPx, (y + 1) * mask.widthPx);
    for (let x = row.indexOf(1); x >= 0; x = row.indexOf(1, x + 1)) {
      const at = line + Math.floor((left + x) / factor);
      covered[at] = (covered[at] ?? 0) + 1;
    }
  }
  const decoded = colour.kind === 'many' ? await rawAt(colour.jpeg, colour.columns, colour.rows) : null;
  const full = factor * factor;
  for (let at = 0; at < covered.length; at += 1) {
    const count = covered[at] ?? 0;
    if (count === 0) continue;
    const x = at % seen.widthPx;
    const y = (at - x) / seen.widthPx;
    const from = colour.kind === 'many' ? placeOf(colour, layer, x * factor, y * factor) : 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const paint = decoded
        ? (decoded[from + channel] ?? 0)
        : colour.kind === 'one'
          ? (colour.rgb[channel] ?? 0)
          : 0;
      const beneath = seen.data[at * 3 + channel] ?? 0;
      seen.data[at * 3 + channel] = Math.round(beneath + ((paint - beneath) * count) / full);
    }
  }
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
