/** Pictures are large and the worker's own heap is small: left to the collector, their memory is freed pages too late. */
import type { Rgb } from './raster.ts';

/**
 * Gives a picture's memory back now; nobody may look at the picture any more (it then has no pixels). Does nothing where
 * the samples share their memory with something else.
 */
export function letGo({ data }: Pick<Rgb, 'data'>): void {
  const { buffer, byteOffset, byteLength } = data;
  if (
    buffer instanceof ArrayBuffer &&
    byteOffset === 0 &&
    byteLength === buffer.byteLength &&
    !buffer.detached
  )
    buffer.transfer(0);
}
