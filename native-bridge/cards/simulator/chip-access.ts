/** The chip's part in opening it: basic access control and PACE. */
import { createHash, randomBytes } from 'node:crypto';
import { keyFrom, macOf, pad, seal, unseal, type ChipCipher } from './chip-cipher.ts';
import type { ChipAgreement } from './chip-keys.ts';
import { ChipSession, done, objectsIn, refuse, type Order, type Reply } from './chip-session.ts';
import { der, oidValue } from './der.ts';
import {
  domains,
  encoded,
  placeFrom,
  plus,
  randomFactor,
  sharedX,
  times,
  type Domain,
  type Place,
} from './points.ts';

/** What opens the card. */
export interface CardSecrets {
  /** Fields of the zone as printed: number padded to nine, dates as YYMMDD, each followed by its check digit. */
  readonly zone: string;
  readonly can: string;
}

export interface PaceOffer {
  readonly cipher: ChipCipher;
  readonly parameterId: number;
}

const cipherNumbers: Readonly<Record<ChipCipher, number>> = { '3des': 1, aes128: 2, aes192: 3, aes256: 4 };
export const paceOid = (cipher: ChipCipher): string => `0.4.0.127.0.7.2.2.4.2.${cipherNumbers[cipher]}`;
export const chipOid = (agreement: ChipAgreement, cipher: ChipCipher): string =>
  `0.4.0.127.0.7.2.2.3.${agreement === 'dh' ? 1 : 2}.${cipherNumbers[cipher]}`;

/** What a step of a protocol leaves behind. */
export interface Outcome {
  readonly reply: Reply;
  readonly session?: ChipSession;
}

/** Basic access control, 9303-11, 4.3. */
export class BasicAccess {
  readonly #zone: string;
  #challenge: Buffer | null = null;

  constructor(zone: string) {
    this.#zone = zone;
  }

  challenge(): Reply {
    this.#challenge = randomBytes(8);
    return done(this.#challenge);
  }

  answer(order: Order): Outcome {
    const asked = this.#challenge;
    this.#challenge = null;
    if (!asked || order.data.byteLength !== 40) return { reply: refuse(0x6985) };
    const seed = createHash('sha1').update(this.#zone).digest().subarray(0, 16);
    const [encryption, mac] = [keyFrom(seed, 1, '3des'), keyFrom(seed, 2, '3des')];
    const [cipher, given] = [order.data.subarray(0, 32), order.data.subarray(32)];
    if (!macOf('3des', mac, pad(cipher, 8)).equals(given)) return { reply: refuse(0x6300) };
    const plain = unseal('3des', encryption, Buffer.alloc(8), cipher);
    const [theirs, echo, theirKey] = [plain.subarray(0, 8), plain.subarray(8, 16), plain.subarray(16)];
    if (!echo.equals(asked)) return { reply: refuse(0x6300) };
    const ownKey = randomBytes(16);
    const sent = seal('3des', encryption, Buffer.alloc(8), Buffer.concat([asked, theirs, ownKey]));
    const secret = Buffer.from(ownKey.map((byte, index) => byte ^ (theirKey[index] ?? 0)));
    const count = BigInt(`0x${asked.toString('hex', 4)}${theirs.toString('hex', 4)}`);
    return {
      reply: done(Buffer.concat([sent, macOf('3des', mac, pad(sent, 8))])),
      session: new ChipSession('3des', secret, count),
    };
  }
}

/** PACE with generic mapping, 9303-11, 4.4; one run. */
export class PaceRun {
  readonly #offer: PaceOffer;
  readonly #curve: Domain;
  readonly #key: Buffer;
  readonly #nonce: Buffer;
  #generator: Place | null = null;
  #agreed: { readonly secret: Uint8Array; readonly own: Uint8Array; readonly theirs: Uint8Array } | null =
    null;

  constructor(offer: PaceOffer, secrets: CardSecrets, reference: number) {
    this.#offer = offer;
    this.#curve = domains[offer.parameterId] as Domain;
    const password =
      reference === 2 ? Buffer.from(secrets.can, 'latin1') : createHash('sha1').update(secrets.zone).digest();
    this.#key = keyFrom(password, 3, offer.cipher);
    this.#nonce = randomBytes(16);
  }

  step(order: Order): Outcome {
    const inner = objectsIn(objectsIn(order.data).get(0x7c) ?? Buffer.alloc(0));
    if (inner.size === 0) return answer(0x80, this.#sealedNonce());
    const mapping = inner.get(0x81);
    if (mapping) return this.#map(mapping);
    const agreement = inner.get(0x83);
    if (agreement) return this.#agree(agreement);
    const token = inner.get(0x85);
    return token ? this.#confirm(token) : { reply: refuse(0x6a80) };
  }

  #sealedNonce(): Buffer {
    const zero = Buffer.alloc(this.#offer.cipher === '3des' ? 8 : 16);
    return seal(this.#offer.cipher, this.#key, zero, this.#nonce);
  }

  #map(bytes: Buffer): Outcome {
    const theirs = placeFrom(this.#curve, bytes);
    if (!theirs) return { reply: refuse(0x6a80) };
    const secret = randomFactor(this.#curve);
    const shared = times(this.#curve, secret, theirs);
    const scaled = times(this.#curve, BigInt(`0x${this.#nonce.toString('hex')}`), this.#curve.base);
    this.#generator = plus(this.#curve, scaled, shared);
    return answer(0x82, encoded(this.#curve, times(this.#curve, secret, this.#curve.base)));
  }

  #agree(bytes: Buffer): Outcome {
    const theirs = placeFrom(this.#curve, bytes);
    if (!theirs || !this.#generator) return { reply: refuse(0x6a80) };
    const secret = randomFactor(this.#curve);
    const shared = sharedX(this.#curve, times(this.#curve, secret, theirs));
    if (!shared) return { reply: refuse(0x6a80) };
    const own = encoded(this.#curve, times(this.#curve, secret, this.#generator));
    this.#agreed = { secret: shared, own, theirs: bytes };
    return answer(0x84, own);
  }

  #confirm(token: Buffer): Outcome {
    const agreed = this.#agreed;
    if (!agreed) return { reply: refuse(0x6985) };
    if (!this.#token(agreed.secret, agreed.own).equals(token)) return { reply: refuse(0x6300) };
    return {
      ...answer(0x86, this.#token(agreed.secret, agreed.theirs)),
      session: new ChipSession(this.#offer.cipher, agreed.secret),
    };
  }

  #token(secret: Uint8Array, key: Uint8Array): Buffer {
    const { cipher } = this.#offer;
    const input = Buffer.from(der(0x7f49, der(0x06, oidValue(paceOid(cipher))), der(0x86, key)));
    const mac = keyFrom(secret, 2, cipher);
    return macOf(cipher, mac, cipher === '3des' ? pad(input, 8) : input);
  }
}

function answer(tag: number, value: Uint8Array): Outcome {
  return { reply: done(der(0x7c, der(tag, value))) };
}
