/** Basic access control (BAC), ICAO 9303-11, 4.3: opens older chips with the machine-readable zone. */
import { randomBytes } from 'node:crypto';
import { BridgeError } from '../../bridge-error.ts';
import { joined, same } from '../bytes.ts';
import { fine } from './apdu.ts';
import type { ChipLink } from './chip-link.ts';
import type { MrzPassword } from '../../contract-cards.ts';
import { bacSeed } from './password.ts';
import { SecureMessaging, sessionKeys } from './secure-messaging.ts';
import { checksum, decrypted, encrypted } from './session-crypto.ts';

const zero = new Uint8Array(8);

/** The reader's own randomness; a worked example brings its own. */
export interface BacRandomness {
  /** RND.IFD, 8 bytes. */
  readonly nonce: Uint8Array;
  /** K.IFD, 16 bytes. */
  readonly key: Uint8Array;
}

/** @throws BridgeError card-password-wrong, card-not-id, card-mac-wrong and those of the link */
export async function openByBac(
  link: ChipLink,
  password: MrzPassword,
  random: BacRandomness = { nonce: randomBytes(8), key: randomBytes(16) },
): Promise<void> {
  const keys = sessionKeys(bacSeed(password), '3des');
  const challenge = await link.send({ cla: 0, ins: 0x84, p1: 0, p2: 0, expected: 8 });
  if (challenge.status !== fine) throw new BridgeError('card-not-id');
  if (challenge.data.byteLength !== 8) throw new BridgeError('card-damaged', { file: 'BAC' });

  const sent = encrypted('3des', keys.encryption, zero, joined(random.nonce, challenge.data, random.key));
  const answer = await link.send({
    cla: 0,
    ins: 0x82,
    p1: 0,
    p2: 0,
    data: joined(sent, checksum('3des', keys.checksum, sent)),
    expected: 40,
  });
  if (answer.status !== fine) throw new BridgeError('card-password-wrong', { kind: 'mrz' });
  if (answer.data.byteLength !== 40) throw new BridgeError('card-damaged', { file: 'BAC' });

  const [cipher, mac] = [answer.data.subarray(0, 32), answer.data.subarray(32)];
  if (!same(checksum('3des', keys.checksum, cipher), mac)) throw new BridgeError('card-mac-wrong');
  const plain = decrypted('3des', keys.encryption, zero, cipher);
  const echoed =
    same(plain.subarray(0, 8), challenge.data) && same(plain.subarray(8, 16), new Uint8Array(random.nonce));
  if (!echoed) throw new BridgeError('card-mac-wrong');
  const seed = plain.subarray(16).map((byte, index) => byte ^ (random.key[index] ?? 0));
  const counter = joined(challenge.data.subarray(4), random.nonce.subarray(4));
  link.startSession(new SecureMessaging(sessionKeys(seed, '3des'), counter));
}
