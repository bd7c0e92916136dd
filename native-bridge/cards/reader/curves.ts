/** Elliptic curves of ICAO 9303-11, 9.5.1 (standardized domain parameters). */
import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { randomBytes } from 'node:crypto';
import { bigOf, bytesOfBig } from '../bytes.ts';
import { MalformedData } from './tlv.ts';

export type Point = WeierstrassPoint<bigint>;

export interface Curve {
  readonly name: string;
  readonly Point: WeierstrassPointCons<bigint>;
  readonly order: bigint;
  /** Length of a coordinate, bytes. */
  readonly size: number;
}

function curve(name: string, Point: WeierstrassPointCons<bigint>): Curve {
  return { name, Point, order: Point.CURVE().n, size: Math.ceil(Point.CURVE().p.toString(16).length / 2) };
}

/** By the identifiers of 9303-11, table 10; curves of fewer than 256 bits are not offered. */
const byParameterId: Readonly<Record<number, Curve>> = {
  12: curve('P-256', p256.Point),
  13: curve('brainpoolP256r1', brainpoolP256r1.Point),
  15: curve('P-384', p384.Point),
  16: curve('brainpoolP384r1', brainpoolP384r1.Point),
  17: curve('brainpoolP512r1', brainpoolP512r1.Point),
  18: curve('P-521', p521.Point),
};

const parameterIdOfOid: Readonly<Record<string, number>> = {
  '1.2.840.10045.3.1.7': 12,
  '1.3.36.3.3.2.8.1.1.7': 13,
  '1.3.132.0.34': 15,
  '1.3.36.3.3.2.8.1.1.11': 16,
  '1.3.36.3.3.2.8.1.1.13': 17,
  '1.3.132.0.35': 18,
};

export function curveOf(parameterId: number): Curve | null {
  return byParameterId[parameterId] ?? null;
}

export function curveOfOid(oid: string): Curve | null {
  return curveOf(parameterIdOfOid[oid] ?? 0);
}

/** The curve over this prime with this group order, for keys that spell their parameters out. */
export function curveOfParameters(prime: bigint, order: bigint): Curve | null {
  const found = Object.values(byParameterId).find(
    (each) => each.order === order && each.Point.CURVE().p === prime,
  );
  return found ?? null;
}

/** An uncompressed point, on the curve and not at infinity. @throws MalformedData */
export function pointFrom(on: Curve, bytes: Uint8Array): Point {
  if (bytes.byteLength !== 1 + 2 * on.size || bytes[0] !== 4)
    throw new MalformedData('not an uncompressed point');
  try {
    const point = on.Point.fromBytes(bytes);
    point.assertValidity();
    return point;
  } catch {
    throw new MalformedData('a point that is not on its curve');
  }
}

export interface EphemeralKey {
  readonly secret: bigint;
  readonly point: Point;
}

/** A fresh key; `generator` is the curve's own unless told. */
export function freshKey(on: Curve, generator: Point = on.Point.BASE): EphemeralKey {
  // 16 bytes more than the order keeps the remainder even.
  const secret = (bigOf(new Uint8Array(randomBytes(on.size + 16))) % (on.order - 1n)) + 1n;
  return { secret, point: generator.multiply(secret) };
}

/** The x coordinate, in the length of the field: a shared secret (9303-11, 9.6.2). */
export function xOf(on: Curve, point: Point): Uint8Array {
  return bytesOfBig(point.toAffine().x, on.size);
}
