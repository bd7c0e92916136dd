/** SubjectPublicKeyInfo of DG14 and DG15: which kind of key, and on which curve. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { bigOf } from '../bytes.ts';
import { curveOfOid, curveOfParameters, pointFrom, type Curve, type Point } from '../reader/curves.ts';
import { childrenOf, MalformedData, oidOf, onlyTlv, type Tlv } from '../reader/tlv.ts';

export type PublicKeyInfo =
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Point }
  | { readonly kind: 'rsa'; readonly key: KeyObject }
  | { readonly kind: 'dh' }
  | { readonly kind: 'other' };

const maxKeyBytes = 2_048;

/** Curves may be named or spelled out. @throws MalformedData */
export function readPublicKeyInfo(der: Uint8Array): PublicKeyInfo {
  if (der.byteLength > maxKeyBytes) throw new MalformedData('a key of this size is not used');
  const [algorithm, bits] = childrenOf(onlyTlv(der, 0x30), 0x30);
  const [type, parameters] = childrenOf(algorithm, 0x30);
  if (bits?.tag !== 0x03 || bits.value[0] !== 0) throw new MalformedData('expected a bit string');
  const oid = oidOf(type);
  if (oid === '1.2.840.10045.2.1') {
    const curve = curveFrom(parameters);
    return curve ? { kind: 'ec', curve, point: pointFrom(curve, bits.value.subarray(1)) } : { kind: 'other' };
  }
  if (dhOids.has(oid)) return { kind: 'dh' };
  if (oid !== '1.2.840.113549.1.1.1') return { kind: 'other' };
  try {
    return { kind: 'rsa', key: createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }) };
  } catch {
    throw new MalformedData('a public key that cannot be');
  }
}

/** PKCS #3 and X9.42. */
const dhOids = new Set(['1.2.840.113549.1.3.1', '1.2.840.10046.2.1']);

function curveFrom(parameters: Tlv | undefined): Curve | null {
  if (parameters?.tag === 0x06) return curveOfOid(oidOf(parameters));
  // ECParameters of TR-03111: version, field, curve, base, order.
  const [, field, , , order] = childrenOf(parameters, 0x30);
  const prime = childrenOf(field, 0x30)[1];
  if (prime?.tag !== 0x02 || order?.tag !== 0x02) throw new MalformedData('a curve without order');
  return curveOfParameters(bigOf(prime.value), bigOf(order.value));
}
