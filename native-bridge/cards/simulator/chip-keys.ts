/** The chip's own keys: the one that signs challenges (active authentication) and the one that agrees (chip authentication). */
import {
  constants,
  createDiffieHellmanGroup,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  privateEncrypt,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import type { ChipCipher } from './chip-cipher.ts';
import { der, integer, oid, sequence } from './der.ts';
import { domains, placeFrom, sharedX, times, type Domain } from './points.ts';

/** RSA by the bits of its modulus. */
export type ActiveScheme = 'ecdsa' | 'rsa-1024' | 'rsa-2048';

export interface ActiveKeys {
  /** SubjectPublicKeyInfo, DER: DG15. */
  readonly publicKeyInfo: Uint8Array;
  readonly secret: KeyObject;
}

export function makeActiveKeys(scheme: ActiveScheme): ActiveKeys {
  const pair =
    scheme === 'ecdsa'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: scheme === 'rsa-1024' ? 1_024 : 2_048 });
  return {
    publicKeyInfo: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
    secret: pair.privateKey,
  };
}

/** Plain ECDSA (9303-11, 6.1.2.3), or ISO/IEC 9796-2 scheme 1 with partial recovery (6.1.2.2). */
export function signChallenge(secret: KeyObject, challenge: Uint8Array): Uint8Array {
  if (secret.asymmetricKeyType === 'ec') {
    return sign('sha256', challenge, { key: secret, dsaEncoding: 'ieee-p1363' });
  }
  const message = recoverable(secret.asymmetricKeyDetails?.modulusLength ?? 0, challenge);
  return privateEncrypt({ key: secret, padding: constants.RSA_NO_PADDING }, message);
}

/** 6A, as many random bytes as there is room for, SHA-256 over them and the challenge, and the mark of SHA-256. */
export function recoverable(modulusBits: number, challenge: Uint8Array): Buffer {
  const own = randomBytes(modulusBits / 8 - 1 - 32 - 2);
  const hash = createHash('sha256').update(own).update(challenge).digest();
  return Buffer.concat([Buffer.of(0x6a), own, hash, Buffer.of(0x34, 0xcc)]);
}

export type ChipAgreement = 'ecdh' | 'dh';

export type ChipKey =
  | {
      readonly agreement: 'ecdh';
      readonly cipher: ChipCipher;
      readonly parameterId: number;
      readonly secret: bigint;
    }
  | {
      readonly agreement: 'dh';
      readonly cipher: ChipCipher;
      readonly prime: bigint;
      readonly secret: bigint;
    };

export interface ChipKeys {
  /** SubjectPublicKeyInfo, DER: in DG14. */
  readonly publicKeyInfo: Uint8Array;
  readonly key: ChipKey;
}

export function makeChipKeys(agreement: ChipAgreement, cipher: ChipCipher): ChipKeys {
  return agreement === 'dh' ? dhKeys(cipher) : ecKeys(cipher);
}

function ecKeys(cipher: ChipCipher): ChipKeys {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { d } = createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })).export({
    format: 'jwk',
  });
  const secret = number(Buffer.from(d ?? '', 'base64url'));
  return {
    publicKeyInfo: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
    key: { agreement: 'ecdh', parameterId: 12, secret, cipher },
  };
}

/** In the 2048-bit group of RFC 3526, written as PKCS #3 does. */
function dhKeys(cipher: ChipCipher): ChipKeys {
  const made = createDiffieHellmanGroup('modp14');
  const open = made.generateKeys();
  const [prime, generator] = [made.getPrime(), made.getGenerator()];
  const parameters = sequence(integer(prime), integer(generator));
  return {
    publicKeyInfo: sequence(sequence(oid('1.2.840.113549.1.3.1'), parameters), der(0x03, [0], integer(open))),
    key: { agreement: 'dh', prime: number(prime), secret: number(made.getPrivateKey()), cipher },
  };
}

/** What chip and reader then both know; null: what the reader sent is no key of this group. */
export function sharedSecret(key: ChipKey, theirs: Uint8Array): Uint8Array | null {
  if (key.agreement === 'ecdh') {
    const curve = domains[key.parameterId] as Domain;
    const place = placeFrom(curve, theirs);
    return place && sharedX(curve, times(curve, key.secret, place));
  }
  const open = number(theirs);
  if (open < 2n || open > key.prime - 2n) return null;
  const digits = key.prime.toString(16).length;
  return Buffer.from(power(open, key.secret, key.prime).toString(16).padStart(digits, '0'), 'hex');
}

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}
