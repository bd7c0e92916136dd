/** Ciphers, checksums and key derivation of ICAO 9303-11 (sections 4.3, 9.7 and 9.8), on node:crypto. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { joined } from '../bytes.ts';

/** Cipher of a session. 3DES has two keys (16 bytes). */
export type SessionCipher = '3des' | 'aes128' | 'aes192' | 'aes256';

export const blockBytes = (cipher: SessionCipher): number => (cipher === '3des' ? 8 : 16);

/** Counter of the key derivation function (9303-11, 9.7.1). */
export const keyFor = { encryption: 1, checksum: 2, password: 3 } as const;

/** KDF(K, c) of 9303-11, 9.7.1. */
export function deriveKey(
  secret: Uint8Array,
  counter: (typeof keyFor)[keyof typeof keyFor],
  cipher: SessionCipher,
): Uint8Array {
  const hash = cipher === '3des' || cipher === 'aes128' ? 'sha1' : 'sha256';
  const digest = createHash(hash)
    .update(secret)
    .update(Uint8Array.of(0, 0, 0, counter))
    .digest();
  const length = { '3des': 16, aes128: 16, aes192: 24, aes256: 32 }[cipher];
  const key = new Uint8Array(digest.subarray(0, length));
  return cipher === '3des' ? key.map(withOddParity) : key;
}

/** Padding method 2 of ISO/IEC 9797-1. */
export function padded(bytes: Uint8Array, block: number): Uint8Array {
  const out = new Uint8Array((Math.floor(bytes.byteLength / block) + 1) * block);
  out.set(bytes);
  out[bytes.byteLength] = 0x80;
  return out;
}

/** Null when there is no such padding. */
export function unpadded(bytes: Uint8Array): Uint8Array | null {
  let end = bytes.byteLength - 1;
  while (end >= 0 && bytes[end] === 0) end -= 1;
  return end >= 0 && bytes[end] === 0x80 ? bytes.subarray(0, end) : null;
}

const cbcNames = {
  '3des': 'des-ede3-cbc',
  aes128: 'aes-128-cbc',
  aes192: 'aes-192-cbc',
  aes256: 'aes-256-cbc',
} as const;

/** Node knows 3DES with three keys only; the third is the first again. */
function keyOf(cipher: SessionCipher, key: Uint8Array): Uint8Array {
  return cipher === '3des' ? joined(key.subarray(0, 16), key.subarray(0, 8)) : key;
}

/** CBC without padding; `bytes` are whole blocks. */
export function encrypted(
  cipher: SessionCipher,
  key: Uint8Array,
  iv: Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  const engine = createCipheriv(cbcNames[cipher], keyOf(cipher, key), iv).setAutoPadding(false);
  return joined(engine.update(bytes), engine.final());
}

/** CBC without padding; `bytes` are whole blocks. */
export function decrypted(
  cipher: SessionCipher,
  key: Uint8Array,
  iv: Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  const engine = createDecipheriv(cbcNames[cipher], keyOf(cipher, key), iv).setAutoPadding(false);
  return joined(engine.update(bytes), engine.final());
}

/**
 * The eight-byte checksum of a session: retail MAC over padded data for 3DES (ISO/IEC 9797-1 algorithm 3), the first
 * half of a CMAC for AES (SP 800-38B). `bytes` come unpadded.
 */
export function checksum(cipher: SessionCipher, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return cipher === '3des' ? retailMac(key, padded(bytes, 8)) : cmac(cipher, key, bytes).subarray(0, 8);
}

function retailMac(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const [first, zero] = [key.subarray(0, 8), new Uint8Array(8)];
  // Single DES is 3DES with three equal keys; OpenSSL has no other left.
  const single = joined(first, first);
  const head = blocks.subarray(0, -8);
  const chained = head.byteLength > 0 ? encrypted('3des', single, zero, head).subarray(-8) : zero;
  return encrypted('3des', key, chained, blocks.subarray(-8));
}

/** AES-CMAC, all 16 bytes (SP 800-38B, RFC 4493). */
export function cmac(cipher: Exclude<SessionCipher, '3des'>, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const zero = new Uint8Array(16);
  const once = doubled(encrypted(cipher, key, zero, zero));
  const whole = bytes.byteLength > 0 && bytes.byteLength % 16 === 0;
  const blocks = whole ? new Uint8Array(bytes) : padded(bytes, 16);
  const mask = whole ? once : doubled(once);
  const last = blocks.byteLength - 16;
  for (const [index, byte] of mask.entries()) blocks[last + index] = (blocks[last + index] ?? 0) ^ byte;
  return encrypted(cipher, key, zero, blocks).subarray(-16);
}

/** Doubling in GF(2^128). */
function doubled(block: Uint8Array): Uint8Array {
  const carry = (block[0] ?? 0) & 0x80;
  const out = block.map((byte, index) => ((byte << 1) | ((block[index + 1] ?? 0) >> 7)) & 0xff);
  if (carry) out[15] = (out[15] ?? 0) ^ 0x87;
  return out;
}

function withOddParity(byte: number): number {
  let ones = 0;
  for (let bit = 1; bit < 8; bit += 1) ones += (byte >> bit) & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
}
