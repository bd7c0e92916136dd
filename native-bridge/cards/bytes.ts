/** Byte strings of the card protocols. */
import { timingSafeEqual } from 'node:crypto';

export function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** The same bytes; takes as long whatever they are. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

export function bigOf(bytes: Uint8Array): bigint {
  return bytes.byteLength === 0 ? 0n : BigInt(`0x${hexOf(bytes)}`);
}

/** Big endian, `length` bytes; the value must fit. */
export function bytesOfBig(value: bigint, length: number): Uint8Array {
  return bytesOf(value.toString(16).padStart(length * 2, '0'));
}
