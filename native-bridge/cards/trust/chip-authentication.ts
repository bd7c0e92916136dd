/**
 * Chip authentication v1, ICAO 9303-11, 6.2: a key agreement with the chip's own key of DG14 gives a new session; that
 * it works is the proof, because a copy does not have the secret half.
 */
import { createDiffieHellman } from 'node:crypto';
import { BridgeError } from '../../bridge-error.ts';
import { joined } from '../bytes.ts';
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

/** Null for a key of a kind that is not known. @throws MalformedData */
function agreement(
  key: ChipAuthenticationKey,
): { readonly publicKey: Uint8Array; readonly secret: Uint8Array } | null {
  const theirs = readPublicKeyInfo(key.publicKeyInfo);
  if (theirs.kind === 'ec') {
    const own = freshKey(theirs.curve);
    const secret = xOf(theirs.curve, theirs.point.multiply(own.secret));
    return { publicKey: own.point.toBytes(false), secret };
  }
  return theirs.kind === 'dh' ? dhAgreement(key.publicKeyInfo) : null;
}

/** With the parameters of the chip's key: PKCS #3 gives prime and generator, X9.42 the same two first. */
function dhAgreement(spki: Uint8Array): { readonly publicKey: Uint8Array; readonly secret: Uint8Array } {
  const [algorithm, bits] = childrenOf(onlyTlv(spki, 0x30), 0x30);
  const [prime, generator] = childrenOf(childrenOf(algorithm, 0x30)[1], 0x30);
  const theirs = onlyTlv((bits?.value ?? new Uint8Array(0)).subarray(1), 0x02).value;
  if (prime?.tag !== 0x02 || generator?.tag !== 0x02) throw new MalformedData('a group without a prime');
  const length = prime.value.byteLength;
  if (length < 128 || length > 513) throw new MalformedData('a group that is not used');
  try {
    const own = createDiffieHellman(prime.value, generator.value);
    const publicKey = new Uint8Array(own.generateKeys());
    return { publicKey, secret: new Uint8Array(own.computeSecret(theirs)) };
  } catch {
    // OpenSSL refuses values that would give the secret away.
    throw new MalformedData('a key agreement that cannot be');
  }
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
