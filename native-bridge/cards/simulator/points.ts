/** Elliptic curve arithmetic by the textbook, in affine coordinates: slow, plain, and not the reader's library. */
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { randomBytes } from 'node:crypto';

/** y² = x³ + ax + b over the field of p, with base point and order; constants only are taken from the library. */
export interface Domain {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly base: Place;
  readonly bytes: number;
}

export type Place = { readonly x: bigint; readonly y: bigint } | 'infinity';

type Constants = { p: bigint; a: bigint; b: bigint; n: bigint; Gx: bigint; Gy: bigint };
const domain = ({ p, a, b, n, Gx, Gy }: Constants): Domain => ({
  p,
  a,
  b,
  n,
  base: { x: Gx, y: Gy },
  bytes: Math.ceil(p.toString(2).length / 8),
});

/** By the identifiers of 9303-11, table 10. */
export const domains: Readonly<Record<number, Domain>> = {
  12: domain(p256.Point.CURVE()),
  13: domain(brainpoolP256r1.Point.CURVE()),
  15: domain(p384.Point.CURVE()),
  16: domain(brainpoolP384r1.Point.CURVE()),
  17: domain(brainpoolP512r1.Point.CURVE()),
  18: domain(p521.Point.CURVE()),
};

const mod = (value: bigint, p: bigint): bigint => ((value % p) + p) % p;

function inverse(value: bigint, p: bigint): bigint {
  let [r, next, s, nextS] = [p, mod(value, p), 0n, 1n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [s, nextS] = [nextS, s - quotient * nextS];
  }
  return mod(s, p);
}

export function plus(curve: Domain, one: Place, other: Place): Place {
  if (one === 'infinity') return other;
  if (other === 'infinity') return one;
  const { p, a } = curve;
  if (one.x === other.x && mod(one.y + other.y, p) === 0n) return 'infinity';
  const slope =
    one.x === other.x
      ? mod((3n * one.x * one.x + a) * inverse(2n * one.y, p), p)
      : mod((other.y - one.y) * inverse(other.x - one.x, p), p);
  const x = mod(slope * slope - one.x - other.x, p);
  return { x, y: mod(slope * (one.x - x) - one.y, p) };
}

export function times(curve: Domain, factor: bigint, place: Place): Place {
  let sum: Place = 'infinity';
  for (const bit of mod(factor, curve.n).toString(2)) {
    sum = plus(curve, sum, sum);
    if (bit === '1') sum = plus(curve, sum, place);
  }
  return sum;
}

export function randomFactor(curve: Domain): bigint {
  return (BigInt(`0x${randomBytes(curve.bytes + 8).toString('hex')}`) % (curve.n - 1n)) + 1n;
}

const fixed = (value: bigint, bytes: number): Buffer =>
  Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex');

/** Uncompressed. */
export function encoded(curve: Domain, place: Place): Uint8Array {
  if (place === 'infinity') throw new Error('the point at infinity has no encoding');
  return new Uint8Array(
    Buffer.concat([Buffer.of(4), fixed(place.x, curve.bytes), fixed(place.y, curve.bytes)]),
  );
}

/** Null when it is not on the curve. */
export function placeFrom(curve: Domain, bytes: Uint8Array): Place | null {
  if (bytes.byteLength !== 2 * curve.bytes + 1 || bytes[0] !== 4) return null;
  const half = (from: number) => BigInt(`0x${Buffer.from(bytes).toString('hex', from, from + curve.bytes)}`);
  const [x, y] = [half(1), half(1 + curve.bytes)];
  const fits = mod(y * y - x * x * x - curve.a * x - curve.b, curve.p) === 0n;
  return fits ? { x, y } : null;
}

export function sharedX(curve: Domain, place: Place): Uint8Array | null {
  return place === 'infinity' ? null : new Uint8Array(fixed(place.x, curve.bytes));
}
