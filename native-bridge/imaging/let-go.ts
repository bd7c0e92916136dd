/** Pictures are large and the worker's own heap is small: left to the collector, their memory is freed pages too late. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Rgb } from './raster.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Bytes of pixels from pages before that are worth a collection; it takes some 30 ms of the next page's 1,200. */
const muchLeft = 16 * 1024 * 1024;

/** Before a page begins: what those before it have left is not carried along. In a batch of 600 it would add up. */
export function letGoOfRemains(): void {
  if (process.memoryUsage().arrayBuffers > muchLeft) collect();
}

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
