/**
 * Chip authentication v1, ICAO 9303-11, 6.2: a key agreement with the chip's own key of DG14 gives a new session; that
 * it works is the proof, because a copy does not have the secret half.
 */
import { randomBytes } from 'node:crypto';
import { BridgeError } from '../../bridge-error.ts';
import { bigOf, bytesOfBig, joined } from '../bytes.ts';
import { fine, type Command } from '../reader/apdu.ts';
import type { ChipLink } from '../reader/chip-link.ts';
import { freshKey, xOf } from '../reader/curves.ts';
import type { ChipFiles } from '../reader/files.ts';
import { SecureMessaging, sessionKeys } from '../reader/secure-messaging.ts';
import type {
  ChipAuthenticationInfo,
  ChipAuthenticationKey,
  SecurityInfos,
} from '../reader/security-infos.ts';
import { childrenOf, MalformedData, onlyTlv, tlv } from '../reader/tlv.ts';
import type { Check } from './checks.ts';
import { readPublicKeyInfo } from './public-key-info.ts';

const name = 'chip-authentication';

/** The last word with a chip: when its proof is wrong, the session is gone. */
export async function authenticateChip(
  link: ChipLink,
  files: ChipFiles,
  infos: SecurityInfos,
): Promise<Check> {
  const offer = chosenOffer(infos);
  if (!offer) return { name, state: infos.chipKeys.length > 0 ? 'not-possible' : 'not-offered' };
  let agreed;
  try {
    agreed = agreement(offer.key);
  } catch (error) {
    if (error instanceof MalformedData) return { name, state: 'failed', reason: 'algorithm-unknown' };
    throw error;
  }
  if (!agreed) return { name, state: 'not-possible', reason: 'algorithm-unknown' };
  for (const command of commandsFor(offer, agreed.publicKey)) {
    const answer = await link.send(command);
    if (answer.status !== fine) return { name, state: 'failed', reason: 'chip-refused' };
  }
  link.startSession(new SecureMessaging(sessionKeys(agreed.secret, offer.info.cipher)));
  try {
    // Anything read under the new keys shows that the chip has them too.
    const read = await files.read('COM');
    return read && link.protected
      ? { name, state: 'passed' }
      : { name, state: 'failed', reason: 'proof-wrong' };
  } catch (error) {
    const proofWrong =
      error instanceof BridgeError &&
      ['card-mac-wrong', 'card-damaged', 'card-access-refused'].includes(error.code);
    if (proofWrong) return { name, state: 'failed', reason: 'proof-wrong' };
    throw error;
  }
}

interface Offer {
  readonly info: ChipAuthenticationInfo;
  readonly key: ChipAuthenticationKey;
}

const strongestFirst = ['aes256', 'aes192', 'aes128', '3des'] as const;

function chosenOffer(infos: SecurityInfos): Offer | null {
  const offers = infos.chipKeys.flatMap((key) => {
    const fitting = infos.chipAuthentication.filter(
      (each) => each.agreement === key.agreement && (each.keyId ?? key.keyId) === key.keyId,
    );
    return fitting.map((info) => ({ info, key }));
  });
  for (const cipher of strongestFirst) {
    const found = offers.find((each) => each.info.cipher === cipher);
    if (found) return found;
  }
  return null;
}

interface Agreed {
  readonly publicKey: Uint8Array;
  readonly secret: Uint8Array;
}

/** Null for a key of a kind that is not known. @throws MalformedData */
function agreement(key: ChipAuthenticationKey): Agreed | null {
  const theirs = readPublicKeyInfo(key.publicKeyInfo);
  if (theirs.kind === 'ec') {
    const own = freshKey(theirs.curve);
    const secret = xOf(theirs.curve, theirs.point.multiply(own.secret));
    return { publicKey: own.point.toBytes(false), secret };
  }
  return theirs.kind === 'dh' ? dhAgreement(key.publicKeyInfo) : null;
}

/** With the parameters of the chip's key: PKCS #3 gives prime and generator, X9.42 the same two first. */
function dhAgreement(spki: Uint8Array): Agreed {
  const [algorithm, bits] = childrenOf(onlyTlv(spki, 0x30), 0x30);
  const [prime, generator] = childrenOf(childrenOf(algorithm, 0x30)[1], 0x30);
  const theirs = onlyTlv((bits?.value ?? new Uint8Array(0)).subarray(1), 0x02).value;
  if (prime?.tag !== 0x02 || generator?.tag !== 0x02) throw new MalformedData('a group without a prime');
  return classicAgreement(bigOf(prime.value), bigOf(generator.value), bigOf(theirs));
}

/** Bits of the group; a real chip has 1024 to 4096. */
const groupBits = { least: 1_024, most: 4_096 };
/** More than twice the strength of the largest group. */
const exponentBytes = 40;

/**
 * Without asking whether the prime is one: OpenSSL takes seconds for that, and the passive authentication of DG14 says
 * whether the issuing state chose it. @throws MalformedData for values that give the secret away
 */
function classicAgreement(prime: bigint, generator: bigint, theirs: bigint): Agreed {
  const bits = prime.toString(2).length;
  if (bits < groupBits.least || bits > groupBits.most || prime % 2n === 0n) {
    throw new MalformedData('a group that is not used');
  }
  const own = bigOf(new Uint8Array(randomBytes(exponentBytes))) + 2n;
  const inside = (value: bigint) => value > 1n && value < prime - 1n;
  if (!inside(generator) || !inside(theirs)) throw new MalformedData('a key agreement that cannot be');
  const [publicKey, secret] = [power(generator, own, prime), power(theirs, own, prime)];
  if (!inside(publicKey) || !inside(secret)) throw new MalformedData('a key agreement that cannot be');
  const length = Math.ceil(bits / 8);
  return { publicKey: bytesOfBig(publicKey, length), secret: bytesOfBig(secret, length) };
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** 3DES by MSE:Set KAT, AES by MSE:Set AT and GENERAL AUTHENTICATE (9303-11, 6.2.4). */
function commandsFor({ info, key }: Offer, publicKey: Uint8Array): readonly Command[] {
  const reference = key.keyId === null ? new Uint8Array(0) : tlv(0x84, Uint8Array.of(key.keyId));
  const head = { cla: 0, ins: 0x22, p1: 0x41 };
  if (info.cipher === '3des') return [{ ...head, p2: 0xa6, data: joined(tlv(0x91, publicKey), reference) }];
  return [
    { ...head, p2: 0xa4, data: joined(tlv(0x80, info.protocol), reference) },
    { cla: 0, ins: 0x86, p1: 0, p2: 0, data: tlv(0x7c, tlv(0x80, publicKey)), expected: 256 },
  ];
}
