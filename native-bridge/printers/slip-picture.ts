/** A printed slip as a PNG, for the screen and as evidence. */
import { createCanvas } from '@napi-rs/canvas';
import { encodedPng } from '../encode-canvas.ts';
import type { Bitmap } from './escpos.ts';

export async function pictureOf({ bits, widthPx, heightPx }: Bitmap): Promise<Uint8Array> {
  const canvas = createCanvas(widthPx, Math.max(1, heightPx));
  const context = canvas.getContext('2d');
  const image = context.createImageData(widthPx, Math.max(1, heightPx));
  const rowBytes = Math.ceil(widthPx / 8);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const black = ((bits[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      const at = (y * widthPx + x) * 4;
      image.data.fill(black ? 0 : 255, at, at + 3);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return await encodedPng(canvas);
}
