/** The chip's half of the session ciphers of ICAO 9303-11, 9.7 and 9.8; written apart from the reader's. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

export type ChipCipher = '3des' | 'aes128' | 'aes192' | 'aes256';

const keyBytes: Readonly<Record<ChipCipher, number>> = { '3des': 16, aes128: 16, aes192: 24, aes256: 32 };

export const blockOf = (cipher: ChipCipher): number => (cipher === '3des' ? 8 : 16);

/** KDF(K, c). Parity bits are left as they come: DES does not look at them. */
export function keyFrom(secret: Uint8Array, counter: 1 | 2 | 3, cipher: ChipCipher): Buffer {
  const hash = createHash(keyBytes[cipher] > 16 ? 'sha256' : 'sha1');
  return hash
    .update(Buffer.concat([secret, Buffer.from([0, 0, 0, counter])]))
    .digest()
    .subarray(0, keyBytes[cipher]);
}

function name(cipher: ChipCipher, mode: 'cbc' | 'ecb'): string {
  if (cipher === '3des') return mode === 'cbc' ? 'des-ede3-cbc' : 'des-ede3';
  return `aes-${cipher.slice(3)}-${mode}`;
}

const threeKeys = (cipher: ChipCipher, key: Uint8Array): Uint8Array =>
  cipher === '3des' ? Buffer.concat([key, key.subarray(0, 8)]) : key;

export function seal(cipher: ChipCipher, key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Buffer {
  const engine = createCipheriv(name(cipher, 'cbc'), threeKeys(cipher, key), iv);
  engine.setAutoPadding(false);
  return Buffer.concat([engine.update(blocks), engine.final()]);
}

export function unseal(cipher: ChipCipher, key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Buffer {
  const engine = createDecipheriv(name(cipher, 'cbc'), threeKeys(cipher, key), iv);
  engine.setAutoPadding(false);
  return Buffer.concat([engine.update(blocks), engine.final()]);
}

/** One block under AES, by itself. */
export function sealBlock(cipher: ChipCipher, key: Uint8Array, block: Uint8Array): Buffer {
  const engine = createCipheriv(name(cipher, 'ecb'), threeKeys(cipher, key), null);
  engine.setAutoPadding(false);
  return Buffer.concat([engine.update(block), engine.final()]);
}

export function pad(bytes: Uint8Array, block: number): Buffer {
  const zeros = block - 1 - (bytes.byteLength % block);
  return Buffer.concat([bytes, Buffer.of(0x80), Buffer.alloc(zeros)]);
}

export function unpad(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(0x80));
}

/** Eight bytes over data that is padded already. */
export function macOf(cipher: ChipCipher, key: Uint8Array, blocks: Buffer): Buffer {
  return cipher === '3des' ? macByDes(key, blocks) : macByAes(cipher, key, blocks).subarray(0, 8);
}

/** The whole message under the first key, then the last block opened with the second and closed with the first again. */
function macByDes(key: Uint8Array, blocks: Buffer): Buffer {
  const [first, second] = [key.subarray(0, 8), key.subarray(8, 16)];
  const zero = Buffer.alloc(8);
  const single = (part: Uint8Array) => Buffer.concat([part, part]);
  const last = seal('3des', single(first), zero, blocks).subarray(-8);
  return seal('3des', single(first), zero, unseal('3des', single(second), zero, last));
}

function macByAes(cipher: ChipCipher, key: Uint8Array, message: Buffer): Buffer {
  const top = 1n << 127n;
  const shift = (value: bigint): bigint => {
    const moved = (value << 1n) & ((1n << 128n) - 1n);
    return value & top ? moved ^ 0x87n : moved;
  };
  const number = (block: Uint8Array): bigint => BigInt(`0x${Buffer.from(block).toString('hex')}`);
  const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
  const first = shift(number(sealBlock(cipher, key, Buffer.alloc(16))));
  let state = 0n;
  for (let at = 0; at + 16 < message.byteLength; at += 16) {
    state = number(sealBlock(cipher, key, bytes(state ^ number(message.subarray(at, at + 16)))));
  }
  const rest = message.subarray(Math.floor((message.byteLength - 1) / 16) * 16);
  const last = rest.byteLength === 16 ? number(rest) ^ first : number(pad(rest, 16)) ^ shift(first);
  return sealBlock(cipher, key, bytes(state ^ last));
}
