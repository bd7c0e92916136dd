/** Encodes a drawn canvas beside the event loop. */
import type { Canvas } from '@napi-rs/canvas';

/**
 * Held until they are encoded: `encode` reads the drawing in another thread and does not keep it, so that a canvas which
 * is collected meanwhile takes the whole process with it (github.com/Brooooooklyn/canvas, issue 1312).
 */
const encoding = new Set<Canvas>();

export async function encodedJpeg(canvas: Canvas, quality: number): Promise<Uint8Array> {
  return await holding(canvas, () => canvas.encode('jpeg', quality));
}

export async function encodedPng(canvas: Canvas): Promise<Uint8Array> {
  return await holding(canvas, () => canvas.encode('png'));
}

async function holding<Value>(canvas: Canvas, work: () => Promise<Value>): Promise<Value> {
  encoding.add(canvas);
  try {
    return await work();
  } finally {
    encoding.delete(canvas);
  }
}
