/**
 * Active authentication, ICAO 9303-11, 6.1: the chip signs a fresh challenge with the key whose public half is DG15. A
 * copied chip cannot.
 */
import { createHash, publicEncrypt, constants, randomBytes, verify, type KeyObject } from 'node:crypto';
import { joined, same } from '../bytes.ts';
import { fine } from '../reader/apdu.ts';
import type { ChipLink } from '../reader/chip-link.ts';
import { MalformedData, onlyTlv } from '../reader/tlv.ts';
import type { Check } from './checks.ts';
import { readPublicKeyInfo } from './public-key-info.ts';

const name = 'active-authentication';

/** `signatureOid` is what DG14 says about the algorithm (TR-03111); null: by the size of the key. */
export async function authenticateActively(
  link: ChipLink,
  dg15: Uint8Array,
  signatureOid: string | null,
): Promise<Check> {
  let info;
  try {
    info = readPublicKeyInfo(onlyTlv(dg15, 0x6f).value);
  } catch (error) {
    if (error instanceof MalformedData) return { name, state: 'failed', reason: 'algorithm-unknown' };
    throw error;
  }
  if (info.kind !== 'ec' && info.kind !== 'rsa') {
    return { name, state: 'not-possible', reason: 'algorithm-unknown' };
  }
  const challenge = new Uint8Array(randomBytes(8));
  // The signature of a large RSA key and the protection around it are more than a short answer carries.
  const bytes = info.kind === 'rsa' ? Math.ceil((info.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8) : 0;
  const expected = bytes > link.shortRoom ? 65_536 : 256;
  const answer = await link.send({ cla: 0, ins: 0x88, p1: 0, p2: 0, data: challenge, expected });
  if (answer.status !== fine) return { name, state: 'failed', reason: 'chip-refused' };
  const proven =
    info.kind === 'rsa'
      ? signedByRsa(info.key, answer.data, challenge)
      : signedByCurve(
          onlyTlv(dg15, 0x6f).value,
          answer.data,
          challenge,
          ecdsaHash(signatureOid, info.curve.size),
        );
  return proven ? { name, state: 'passed' } : { name, state: 'failed', reason: 'proof-wrong' };
}

const ecdsaHashes: Readonly<Record<string, string>> = {
  '0.4.0.127.0.7.1.1.4.1.2': 'sha224',
  '0.4.0.127.0.7.1.1.4.1.3': 'sha256',
  '0.4.0.127.0.7.1.1.4.1.4': 'sha384',
  '0.4.0.127.0.7.1.1.4.1.5': 'sha512',
};

function ecdsaHash(oid: string | null, sizeBytes: number): string {
  const told = oid === null ? undefined : ecdsaHashes[oid];
  return told ?? (sizeBytes < 48 ? 'sha256' : sizeBytes < 64 ? 'sha384' : 'sha512');
}

function signedByCurve(
  spki: Uint8Array,
  signature: Uint8Array,
  challenge: Uint8Array,
  hash: string,
): boolean {
  try {
    const key = { key: Buffer.from(spki), format: 'der', type: 'spki', dsaEncoding: 'ieee-p1363' } as const;
    return verify(hash, challenge, key, signature);
  } catch {
    return false;
  }
}

const trailerHashes: Readonly<Record<number, string>> = {
  0x33: 'sha1',
  0x38: 'sha224',
  0x34: 'sha256',
  0x36: 'sha384',
  0x35: 'sha512',
};

/** ISO/IEC 9796-2, scheme 1 with partial recovery: 6A ‖ M1 ‖ H(M1 ‖ challenge) ‖ trailer. */
export function signedByRsa(key: KeyObject, signature: Uint8Array, challenge: Uint8Array): boolean {
  const message = recovered(key, signature);
  if (!message || message[0] !== 0x6a) return false;
  const last = message.at(-1);
  const hash = last === 0xbc ? 'sha1' : last === 0xcc ? trailerHashes[message.at(-2) ?? 0] : undefined;
  if (!hash) return false;
  const trailer = last === 0xbc ? 1 : 2;
  const hashLength = createHash(hash).digest().byteLength;
  const hashStart = message.byteLength - trailer - hashLength;
  if (hashStart <= 1) return false;
  const covered = joined(message.subarray(1, hashStart), challenge);
  return same(createHash(hash).update(covered).digest(), message.subarray(hashStart, hashStart + hashLength));
}

function recovered(key: KeyObject, signature: Uint8Array): Uint8Array | null {
  try {
    return new Uint8Array(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature));
  } catch {
    return null;
  }
}
