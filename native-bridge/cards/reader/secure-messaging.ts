/**
 * Secure messaging of ICAO 9303-11, 9.8: every command and answer encrypted and checked, with a counter that neither
 * side may lose. A wrong checksum ends the session: nothing sent after it could be believed.
 */
import { BridgeError } from '../../bridge-error.ts';
import { joined, same } from '../bytes.ts';
import { decodedAnswer, fine, type Answer, type Command } from './apdu.ts';
import {
  blockBytes,
  checksum,
  decrypted,
  deriveKey,
  encrypted,
  keyFor,
  padded,
  unpadded,
  type SessionCipher,
} from './session-crypto.ts';
import { MalformedData, tlv, tlvsIn, type Tlv } from './tlv.ts';

export interface SessionKeys {
  readonly cipher: SessionCipher;
  readonly encryption: Uint8Array;
  readonly checksum: Uint8Array;
}

export function sessionKeys(secret: Uint8Array, cipher: SessionCipher): SessionKeys {
  return {
    cipher,
    encryption: deriveKey(secret, keyFor.encryption, cipher),
    checksum: deriveKey(secret, keyFor.checksum, cipher),
  };
}

export class SecureMessaging {
  readonly #keys: SessionKeys;
  readonly #block: number;
  /** Send sequence counter (SSC). */
  readonly #counter: Uint8Array;
  #oddCommand = false;

  /** `counter` as the access protocol left it: zero after PACE and chip authentication (9303-11, 9.8.6.3). */
  constructor(keys: SessionKeys, counter?: Uint8Array) {
    this.#keys = keys;
    this.#block = blockBytes(keys.cipher);
    this.#counter = new Uint8Array(counter ?? new Uint8Array(this.#block));
  }

  /**
   * Plain bytes that fit into a protected short answer (256 bytes): beside the cipher there are its tag and two length
   * bytes, the padding's mark, the status object and the checksum object.
   */
  get shortRoom(): number {
    return Math.floor((256 - 4 - 4 - 10) / this.#block) * this.#block - 1;
  }

  protect(command: Command): Command {
    this.#step();
    const head = Uint8Array.of(command.cla | 0x0c, command.ins, command.p1, command.p2);
    this.#oddCommand = command.ins % 2 === 1;
    const body = command.data && command.data.byteLength > 0 ? this.#encryptedObject(command.data) : none;
    const expected = command.expected === undefined ? none : tlv(0x97, expectedBytes(command.expected));
    const covered = joined(padded(head, this.#block), body, expected);
    // Without objects only the header is covered, and it is padded already.
    const mac = this.#mac(body.byteLength + expected.byteLength > 0 ? covered : head);
    const data = joined(body, expected, tlv(0x8e, mac));
    const large = data.byteLength > 255 || (command.expected ?? 0) > 256;
    return { ...command, cla: command.cla | 0x0c, data, expected: large ? 65_536 : 256 };
  }

  /** @throws BridgeError card-mac-wrong, card-damaged */
  open(bytes: Uint8Array): Answer {
    this.#step();
    const plain = decodedAnswer(bytes);
    // A card that has dropped the session answers with bare status bytes.
    if (plain.data.byteLength === 0 && plain.status !== fine) return plain;
    const objects = readObjects(plain.data);
    const mac = objects.find((each) => each.tag === 0x8e);
    const status = objects.find((each) => each.tag === 0x99);
    if (!mac || !status || status.value.byteLength !== 2) throw new BridgeError('card-mac-wrong');
    const covered = joined(...objects.filter((each) => each !== mac).map((each) => each.raw));
    if (!same(this.#mac(covered), mac.value)) throw new BridgeError('card-mac-wrong');
    const inner = decodedAnswer(status.value);
    const body = objects.find((each) => each.tag === (this.#oddCommand ? 0x85 : 0x87));
    return { data: body ? this.#plainOf(body) : none, status: inner.status };
  }

  #encryptedObject(data: Uint8Array): Uint8Array {
    const { cipher, encryption } = this.#keys;
    const bytes = encrypted(cipher, encryption, this.#iv(), padded(data, this.#block));
    return this.#oddCommand ? tlv(0x85, bytes) : tlv(0x87, joined(Uint8Array.of(1), bytes));
  }

  #plainOf(object: Tlv): Uint8Array {
    const bytes = object.tag === 0x87 ? object.value.subarray(1) : object.value;
    const marked = object.tag !== 0x87 || object.value[0] === 1;
    if (!marked || bytes.byteLength === 0 || bytes.byteLength % this.#block !== 0) {
      throw new BridgeError('card-damaged', { file: 'answer' });
    }
    const plain = unpadded(decrypted(this.#keys.cipher, this.#keys.encryption, this.#iv(), bytes));
    if (!plain) throw new BridgeError('card-damaged', { file: 'answer' });
    return plain;
  }

  /** 3DES starts from zero; AES from the encrypted counter (9.8.6.1). */
  #iv(): Uint8Array {
    const zero = new Uint8Array(this.#block);
    const { cipher, encryption } = this.#keys;
    return cipher === '3des' ? zero : encrypted(cipher, encryption, zero, this.#counter);
  }

  #mac(covered: Uint8Array): Uint8Array {
    const { cipher, checksum: key } = this.#keys;
    return cipher === '3des'
      ? checksum(cipher, key, joined(this.#counter, covered))
      : // SP 800-38B pads by itself, but 9303 has the data padded before that (9.8.6.2).
        checksum(cipher, key, joined(this.#counter, padded(covered, this.#block)));
  }

  #step(): void {
    for (let index = this.#counter.byteLength - 1; index >= 0; index -= 1) {
      const next = ((this.#counter[index] ?? 0) + 1) & 0xff;
      this.#counter[index] = next;
      if (next !== 0) return;
    }
  }
}

const none = new Uint8Array(0);

function expectedBytes(expected: number): Uint8Array {
  return expected > 256
    ? Uint8Array.of((expected >> 8) & 0xff, expected & 0xff)
    : Uint8Array.of(expected & 0xff);
}

/** An answer that is no sequence of objects carries no checksum either. */
function readObjects(data: Uint8Array): Tlv[] {
  try {
    return tlvsIn(data);
  } catch (error) {
    if (error instanceof MalformedData) throw new BridgeError('card-mac-wrong');
    throw error;
  }
}
