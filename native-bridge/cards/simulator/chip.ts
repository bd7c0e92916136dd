/** A whole identity card chip after ICAO 9303-10 and -11: files, access rules, protocols; faults on demand. */
import type { KeyObject } from 'node:crypto';
import { BasicAccess, PaceRun, type CardSecrets, type PaceOffer } from './chip-access.ts';
import { sharedSecret, signChallenge, type ChipKey } from './chip-keys.ts';
import { ChipSession, done, objectsIn, orderFrom, refuse, type Order, type Reply } from './chip-session.ts';
import { der } from './der.ts';

/** What a made card holds. */
export interface CardImage {
  readonly atr: Uint8Array;
  readonly secrets: CardSecrets;
  readonly pace: PaceOffer | null;
  /** By file identifier. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  /** Signs challenges of active authentication. */
  readonly activeKey: KeyObject | null;
  readonly chipKey: ChipKey | null;
}

/** What goes wrong. Counts are of commands since the card was powered, the first is 1. */
export interface ChipFaults {
  /** From this command on, answers carry a wrong checksum. */
  readonly wrongMacFrom?: number;
  /** READ BINARY gives one byte more than was asked for. */
  readonly tooLong?: boolean;
  /** READ BINARY after the head of a file succeeds with nothing. */
  readonly empty?: boolean;
  /** Files are found by SELECT alone. */
  readonly noShortIdentifiers?: boolean;
  /** Bytes behind the end of a file are refused, not cut off. */
  readonly strictEnd?: boolean;
  /** Most bytes of one answer, whatever the ATR promises. */
  readonly answerLimit?: number;
  /** Signs the challenge in the chip's place. */
  readonly prove?: (challenge: Uint8Array) => Uint8Array;
  /** Agrees with the reader's public key in the chip's place. */
  readonly agree?: (theirs: Uint8Array) => Uint8Array;
  /** Answers with this, unprotected, from this command on. */
  readonly bare?: { readonly from: number; readonly sw: number };
}

const cardAccessFile = 0x011c;
const applicationName = 'a0000002471001';
/** Reading fingers needs terminal authentication, which this chip, as the real one, asks for. */
const closedFiles = new Set([0x0103]);

export class ChipSimulator {
  readonly #image: CardImage;
  readonly #faults: ChipFaults;
  #inApplication = false;
  #selected: number | null = null;
  #session: ChipSession | null = null;
  #next: ChipSession | null = null;
  #bac: BasicAccess;
  #pace: PaceRun | null = null;
  #chipAuthentication = false;
  #commands = 0;

  constructor(image: CardImage, faults: ChipFaults = {}) {
    this.#image = image;
    this.#faults = faults;
    this.#bac = new BasicAccess(image.secrets.zone);
  }

  get atr(): Uint8Array {
    return this.#image.atr;
  }

  /** Power on or reset: everything is forgotten but the files. */
  reset(): void {
    this.#inApplication = false;
    this.#selected = null;
    this.#session = null;
    this.#next = null;
    this.#pace = null;
    this.#chipAuthentication = false;
    this.#bac = new BasicAccess(this.#image.secrets.zone);
    this.#commands = 0;
  }

  process(bytes: Uint8Array): Uint8Array {
    this.#commands += 1;
    const { bare, wrongMacFrom = Infinity } = this.#faults;
    if (bare && this.#commands >= bare.from) return plainBytes(refuse(bare.sw));
    const order = orderFrom(bytes);
    if (!order) return plainBytes(refuse(0x6700));
    if ((order.cla & 0x0c) === 0) {
      // A plain command after opening ends the session (9303-11, 9.8.4).
      const reply = this.#answer(order);
      this.#session = this.#next;
      this.#next = null;
      return plainBytes(reply);
    }
    const session = this.#session;
    const inner = session?.open(order);
    if (!session || !inner) {
      this.#session = null;
      return plainBytes(refuse(0x6988));
    }
    const reply = this.#answer(inner);
    const room = Math.min(order.ne, this.#faults.answerLimit ?? order.ne);
    const fits = session.protectedBytes(reply) <= room;
    const answer = session.protect(fits ? reply : refuse(0x6700), inner);
    if (this.#next) this.#session = this.#next;
    this.#next = null;
    if (this.#commands >= wrongMacFrom) answer[answer.byteLength - 3] = (answer.at(-3) ?? 0) ^ 1;
    return answer;
  }

  #answer(order: Order): Reply {
    switch (order.ins) {
      case 0xa4:
        return this.#select(order);
      case 0xb0:
        return this.#readBinary(order);
      case 0xb1:
        return this.#readWithOffset(order);
      case 0x84:
        return this.#inApplication ? this.#bac.challenge() : refuse(0x6985);
      case 0x82:
        return this.#take(this.#bac.answer(order));
      case 0x22:
        return this.#setEnvironment(order);
      case 0x86:
        return this.#generalAuthenticate(order);
      case 0x88:
        return this.#prove(order);
      default:
        return refuse(0x6d00);
    }
  }

  #select(order: Order): Reply {
    if (order.p1 === 0x04) {
      if (order.data.toString('hex') !== applicationName) return refuse(0x6a82);
      this.#inApplication = true;
      this.#selected = null;
      return done();
    }
    if (order.p1 !== 0x02 || order.data.byteLength !== 2) return refuse(0x6a86);
    const file = order.data.readUInt16BE(0);
    if (!this.#image.files.has(file)) return refuse(0x6a82);
    if (file !== cardAccessFile && !this.#inApplication) return refuse(0x6a82);
    if (file !== cardAccessFile && (!this.#session || closedFiles.has(file))) return refuse(0x6982);
    this.#selected = file;
    return done();
  }

  #readBinary(order: Order): Reply {
    if ((order.p1 & 0x80) === 0) return this.#read((order.p1 << 8) | order.p2, order.ne);
    // Short identifier (ISO/IEC 7816-4, 11.3.1): the low byte of the file's identifier, and it becomes the current file.
    if (this.#faults.noShortIdentifiers || !this.#inApplication) return refuse(0x6a86);
    const selected = this.#select({ ...order, p1: 0x02, data: Buffer.of(0x01, order.p1 & 0x1f) });
    return selected.sw === 0x9000 ? this.#read(order.p2, order.ne) : selected;
  }

  #read(offset: number, ne: number): Reply {
    const file = this.#selected === null ? undefined : this.#image.files.get(this.#selected);
    if (!file) return refuse(0x6986);
    if (this.#selected !== cardAccessFile && !this.#session) return refuse(0x6982);
    if (offset > file.byteLength) return refuse(0x6b00);
    if (this.#faults.empty && offset > 0) return done();
    const data = file.subarray(offset, offset + ne);
    if (this.#faults.strictEnd && data.byteLength < ne) return refuse(0x6b00);
    if (this.#faults.tooLong && offset > 0) return done(Buffer.concat([data, Buffer.of(0)]));
    return { data, sw: data.byteLength < ne ? 0x6282 : 0x9000 };
  }

  /** Odd instruction: offset and data travel as objects (ISO/IEC 7816-4, 11.3.3). */
  #readWithOffset(order: Order): Reply {
    const place = objectsIn(order.data).get(0x54);
    if (!place || place.byteLength > 4) return refuse(0x6a80);
    // Ne counts the object with its tag and length.
    const room = order.ne - (order.ne <= 0x81 ? 2 : order.ne <= 0x102 ? 3 : 4);
    const reply = this.#read(place.readUIntBE(0, place.byteLength), Math.max(0, room));
    return reply.data.byteLength > 0 ? { ...reply, data: der(0x53, reply.data) } : reply;
  }

  #setEnvironment(order: Order): Reply {
    const objects = objectsIn(order.data);
    const { pace, secrets, chipKey } = this.#image;
    if (order.p1 === 0xc1 && order.p2 === 0xa4) {
      const reference = objects.get(0x83)?.[0];
      if (!pace || (reference !== 1 && reference !== 2)) return refuse(0x6a80);
      this.#pace = new PaceRun(pace, secrets, reference);
      return done();
    }
    if (order.p1 !== 0x41 || !chipKey || !this.#session) return refuse(0x6a80);
    if (order.p2 === 0xa4) {
      this.#chipAuthentication = true;
      return done();
    }
    const key = objects.get(0x91);
    return order.p2 === 0xa6 && key ? this.#agree(key, done()) : refuse(0x6a80);
  }

  #generalAuthenticate(order: Order): Reply {
    if (this.#chipAuthentication) {
      this.#chipAuthentication = false;
      const key = objectsIn(objectsIn(order.data).get(0x7c) ?? Buffer.alloc(0)).get(0x80);
      return key ? this.#agree(key, done(der(0x7c))) : refuse(0x6a80);
    }
    return this.#pace ? this.#take(this.#pace.step(order)) : refuse(0x6985);
  }

  #agree(key: Buffer, reply: Reply): Reply {
    const { chipKey } = this.#image;
    const secret = chipKey && (this.#faults.agree?.(key) ?? sharedSecret(chipKey, key));
    // The new session starts with the next command (9303-11, 6.2).
    return secret ? this.#take({ reply, session: new ChipSession(chipKey.cipher, secret) }) : refuse(0x6a80);
  }

  #take({ reply, session }: { readonly reply: Reply; readonly session?: ChipSession }): Reply {
    if (session) this.#next = session;
    return reply;
  }

  #prove(order: Order): Reply {
    const key = this.#image.activeKey;
    if (!key || !this.#session || order.data.byteLength !== 8) return refuse(0x6985);
    return done(this.#faults.prove?.(order.data) ?? signChallenge(key, order.data));
  }
}

function plainBytes({ data, sw }: Reply): Uint8Array {
  return Buffer.concat([data, Buffer.of(sw >> 8, sw & 0xff)]);
}
