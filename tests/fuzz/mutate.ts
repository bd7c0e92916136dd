/** Changes an input a little, at random, in the ways in which parsers are known to fail. */

/** Uniform in [0, below). */
export type Random = (below: number) => number;

/** Marsaglia's xorshift32: small, seeded, the same on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 0x1_0000_0000) * below);
  };
}

const edgeNumbers = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const edgeTexts = ['0', '-1', '1e999', '4294967296', '99999999999999999999', 'NaN', '\u0000', '\ufeff', 'ễ'];

export interface Material {
  readonly corpus: readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
  readonly maxBytes: number;
}

export function mutate(input: Uint8Array, material: Material, random: Random): Uint8Array {
  let bytes = Buffer.from(input);
  const rounds = 1 << random(5);
  for (let round = 0; round < rounds; round += 1) bytes = once(bytes, material, random);
  return new Uint8Array(bytes.subarray(0, material.maxBytes));
}

function once(bytes: Buffer<ArrayBuffer>, material: Material, random: Random): Buffer<ArrayBuffer> {
  const at = random(bytes.byteLength + 1);
  const length = random(Math.min(32, bytes.byteLength - at) + 1);
  const insert = (piece: Uint8Array): Buffer<ArrayBuffer> =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  const replace = (piece: Uint8Array): Buffer<ArrayBuffer> =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + piece.byteLength)]);
  const pick = <Value>(from: readonly Value[]): Value | undefined => from[random(from.length)];
  switch (random(9)) {
    case 0:
      return replace(Uint8Array.of((bytes[at] ?? 0) ^ (1 << random(8))));
    case 1:
      return replace(Uint8Array.of(random(256)));
    case 2:
      return replace(numberBytes(pick(edgeNumbers) ?? 0, random));
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 4:
      return insert(bytes.subarray(at, at + length));
    case 5:
      return insert(pick(material.words) ?? Uint8Array.of(0));
    case 6:
      return insert(Buffer.from(pick(edgeTexts) ?? ''));
    case 7:
      return bytes.subarray(0, at);
    default: {
      const other = pick(material.corpus) ?? bytes;
      return Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.byteLength + 1))]);
    }
  }
}

function numberBytes(value: number, random: Random): Uint8Array {
  const bytes = Buffer.alloc(4);
  if (random(2) === 0) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  const wide = [1, 2, 4][random(3)] ?? 4;
  return bytes.subarray(0, wide);
}

/** The smallest input found, by leaving pieces out, for which `fails` still holds. */
export async function shrink(
  input: Uint8Array,
  fails: (smaller: Uint8Array) => Promise<boolean>,
  tries = 400,
): Promise<Uint8Array> {
  let best = input;
  let left = tries;
  for (let size = Math.ceil(best.byteLength / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.byteLength && left > 0;) {
      const smaller = new Uint8Array(Buffer.concat([best.subarray(0, at), best.subarray(at + size)]));
      left -= 1;
      if (await fails(smaller)) best = smaller;
      else at += size;
    }
  }
  return best;
}
