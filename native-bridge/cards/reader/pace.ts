/** PACE with elliptic curves and generic mapping, ICAO 9303-11, 4.4. */
import { BridgeError } from '../../bridge-error.ts';
import { bigOf, joined, same } from '../bytes.ts';
import { fine } from './apdu.ts';
import { refusal, type ChipLink } from './chip-link.ts';
import { curveOf, freshKey, pointFrom, xOf, type Curve, type EphemeralKey, type Point } from './curves.ts';
import type { ChipPassword } from '../../contract-cards.ts';
import { paceSecret } from './password.ts';
import { SecureMessaging, sessionKeys } from './secure-messaging.ts';
import type { PaceInfo, SecurityInfos } from './security-infos.ts';
import { blockBytes, checksum, decrypted, deriveKey, keyFor } from './session-crypto.ts';
import { MalformedData, onlyTlv, tlv, tlvsIn, withTag } from './tlv.ts';

/** Makes the two ephemeral keys; a worked example brings its own. */
export type KeySource = (on: Curve, generator: Point) => EphemeralKey;

const passwordReference = { mrz: 1, can: 2 } as const;
const strongestFirst = ['aes256', 'aes192', 'aes128', '3des'] as const;

/** The strongest offer that this reader can take up; null: the chip has none. */
export function bestPace(infos: SecurityInfos): PaceInfo | null {
  const usable = infos.pace.filter((each) => curveOf(each.parameterId) !== null);
  for (const cipher of strongestFirst) {
    const found = usable.find((each) => each.cipher === cipher);
    if (found) return found;
  }
  return null;
}

/** @throws BridgeError card-password-wrong, card-damaged and those of the link */
export async function openByPace(
  link: ChipLink,
  info: PaceInfo,
  password: ChipPassword,
  makeKey: KeySource = freshKey,
): Promise<void> {
  const curve = curveOf(info.parameterId);
  if (!curve) throw new BridgeError('card-damaged', { file: 'CardAccess' });
  const reference = Uint8Array.of(passwordReference[password.kind]);
  const chosen = await link.send({
    cla: 0,
    ins: 0x22,
    p1: 0xc1,
    p2: 0xa4,
    data: joined(tlv(0x80, info.protocol), tlv(0x83, reference)),
  });
  if (chosen.status === 0x6983)
    throw new BridgeError('card-access-refused', { file: 'PACE', status: '6983' });
  // 63CX at this place: so many tries are left; the password itself has not been looked at yet.
  if (chosen.status !== fine && chosen.status >> 8 !== 0x63) throw refusal(chosen.status, 'PACE');
  try {
    await agree(link, { info, curve, password, makeKey });
  } catch (error) {
    if (error instanceof MalformedData) throw new BridgeError('card-damaged', { file: 'PACE' });
    throw error;
  }
}

interface Agreement {
  readonly info: PaceInfo;
  readonly curve: Curve;
  readonly password: ChipPassword;
  readonly makeKey: KeySource;
}

async function agree(link: ChipLink, { info, curve, password, makeKey }: Agreement): Promise<void> {
  const { cipher } = info;
  const sealed = await step(link, { send: null, take: 0x80, last: false });
  if (sealed.byteLength === 0 || sealed.byteLength % blockBytes(cipher) !== 0 || sealed.byteLength > 64) {
    throw new MalformedData('a nonce of this length cannot be');
  }
  const key = deriveKey(paceSecret(password), keyFor.password, cipher);
  const nonce = bigOf(decrypted(cipher, key, new Uint8Array(blockBytes(cipher)), sealed));

  const mapping = makeKey(curve, curve.Point.BASE);
  const theirMapping = pointFrom(
    curve,
    await step(link, { send: [0x81, mapping.point], take: 0x82, last: false }),
  );
  const generator = mappedGenerator(curve, nonce, theirMapping.multiply(mapping.secret));

  const own = makeKey(curve, generator);
  const theirBytes = await step(link, { send: [0x83, own.point], take: 0x84, last: false });
  const theirs = pointFrom(curve, theirBytes);
  if (theirs.equals(own.point)) throw new MalformedData('the chip sent our own key back');
  const keys = sessionKeys(xOf(curve, theirs.multiply(own.secret)), cipher);

  const token = (point: Uint8Array) => checksum(cipher, keys.checksum, tokenInput(info.protocol, point));
  const theirToken = await step(link, {
    send: [0x85, token(theirBytes)],
    take: 0x86,
    last: true,
    password: password.kind,
  });
  // The chip has accepted our token: a wrong one of its own comes from something that only repeats what it heard.
  if (!same(token(own.point.toBytes(false)), theirToken)) throw new BridgeError('card-mac-wrong');
  link.startSession(new SecureMessaging(keys));
}

/** Map of 9303-11, 4.4.3.3.1: s·G + H. @throws MalformedData when it is the point at infinity */
export function mappedGenerator(curve: Curve, nonce: bigint, shared: Point): Point {
  const factor = nonce % curve.order;
  const mapped = factor === 0n ? shared : curve.Point.BASE.multiply(factor).add(shared);
  if (mapped.is0()) throw new MalformedData('the mapped generator is no generator');
  return mapped;
}

/** Input of the authentication token (9303-11, 4.4.3.4): the public key as a data object. */
export function tokenInput(protocol: Uint8Array, point: Uint8Array): Uint8Array {
  return tlv(0x7f49, joined(tlv(0x06, protocol), tlv(0x86, point)));
}

interface Step {
  readonly send: readonly [number, Point | Uint8Array] | null;
  readonly take: number;
  readonly last: boolean;
  readonly password?: ChipPassword['kind'];
}

/** One GENERAL AUTHENTICATE of the chain; the value of the wanted object. */
async function step(link: ChipLink, { send, take, last, password }: Step): Promise<Uint8Array> {
  const content = send ? (send[1] instanceof Uint8Array ? send[1] : send[1].toBytes(false)) : null;
  const inner = send && content ? tlv(send[0], content) : new Uint8Array(0);
  const answer = await link.send({
    cla: last ? 0 : 0x10,
    ins: 0x86,
    p1: 0,
    p2: 0,
    data: tlv(0x7c, inner),
    expected: 256,
  });
  if (answer.status !== fine) {
    if (password)
      throw new BridgeError('card-password-wrong', { kind: password, ...triesLeft(answer.status) });
    throw refusal(answer.status, 'PACE');
  }
  return withTag(tlvsIn(onlyTlv(answer.data, 0x7c).value), take).value;
}

function triesLeft(status: number): { readonly tries?: number } {
  return (status & 0xfff0) === 0x63c0 ? { tries: status & 0x0f } : {};
}
