/** The chip's end of secure messaging: opens commands, protects answers, counts both. */
import {
  blockOf,
  keyFrom,
  macOf,
  pad,
  seal,
  sealBlock,
  unpad,
  unseal,
  type ChipCipher,
} from './chip-cipher.ts';
import { der } from './der.ts';

/** A command as the chip sees it, protection removed. */
export interface Order {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Buffer;
  /** 0: no answer bytes are expected. */
  readonly ne: number;
}

export interface Reply {
  readonly data: Uint8Array;
  readonly sw: number;
}

export const done = (data: Uint8Array = Buffer.alloc(0)): Reply => ({ data, sw: 0x9000 });
export const refuse = (sw: number): Reply => ({ data: Buffer.alloc(0), sw });

/** Short and extended commands of ISO/IEC 7816-4, 5.1; null when the lengths do not add up. */
export function orderFrom(bytes: Uint8Array): Order | null {
  const all = Buffer.from(bytes);
  if (all.byteLength < 4) return null;
  const [cla = 0, ins = 0, p1 = 0, p2 = 0] = all;
  const head = { cla, ins, p1, p2 };
  const body = all.subarray(4);
  const none = Buffer.alloc(0);
  if (body.byteLength === 0) return { ...head, data: none, ne: 0 };
  if (body.byteLength === 1) return { ...head, data: none, ne: (body[0] ?? 0) || 256 };
  const wide = body[0] === 0 && body.byteLength >= 3;
  if (wide && body.byteLength === 3) return { ...head, data: none, ne: body.readUInt16BE(1) || 65_536 };
  const [count, start] = wide ? [body.readUInt16BE(1), 3] : [body[0] ?? 0, 1];
  const data = body.subarray(start, start + count);
  const tail = body.subarray(start + count);
  if (data.byteLength < count || tail.byteLength > (wide ? 2 : 1)) return null;
  const ne = tail.byteLength === 0 ? 0 : wide ? tail.readUInt16BE(0) || 65_536 : (tail[0] ?? 0) || 256;
  return { ...head, data, ne };
}

/** Objects of a protected command, by tag. */
export function objectsIn(data: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < data.byteLength;) {
    const tag = data[at] ?? 0;
    const lead = data[at + 1] ?? 0;
    const extra = lead > 0x80 ? lead - 0x80 : 0;
    const size = extra > 0 ? data.readUIntBE(at + 2, extra) : lead;
    const from = at + 2 + extra;
    found.set(tag, data.subarray(from, from + size));
    at = from + size;
  }
  return found;
}

export class ChipSession {
  readonly #cipher: ChipCipher;
  readonly #encryption: Buffer;
  readonly #mac: Buffer;
  #count: bigint;

  constructor(cipher: ChipCipher, secret: Uint8Array, count = 0n) {
    this.#cipher = cipher;
    this.#encryption = keyFrom(secret, 1, cipher);
    this.#mac = keyFrom(secret, 2, cipher);
    this.#count = count;
  }

  /** The command inside; null when it was not made with our keys. */
  open(order: Order): Order | null {
    this.#count += 1n;
    const objects = objectsIn(order.data);
    const mac = objects.get(0x8e);
    if (!mac) return null;
    const macAt = order.data.byteLength - mac.byteLength - 2;
    const covered = order.data.subarray(0, macAt);
    const head = pad(Buffer.of(order.cla, order.ins, order.p1, order.p2), this.#block);
    const message = covered.byteLength > 0 ? Buffer.concat([head, pad(covered, this.#block)]) : head;
    if (!this.#macOver(message).equals(mac)) return null;
    const body = objects.get(order.ins % 2 === 1 ? 0x85 : 0x87);
    const cipher = body && (order.ins % 2 === 1 ? body : body.subarray(1));
    const le = objects.get(0x97);
    return {
      ...order,
      cla: order.cla & ~0x0c,
      data: cipher ? unpad(unseal(this.#cipher, this.#encryption, this.#iv(), cipher)) : Buffer.alloc(0),
      ne: le ? (le.byteLength === 1 ? (le[0] ?? 0) || 256 : le.readUInt16BE(0) || 65_536) : 0,
    };
  }

  /** Length of the reply in its objects: cipher with its padding mark, status, checksum. */
  protectedBytes({ data }: Reply): number {
    const blocks = data.byteLength > 0 ? pad(data, this.#block).byteLength : 0;
    return (blocks > 0 ? der(0x87, [1], Buffer.alloc(blocks)).byteLength : 0) + 4 + 10;
  }

  protect(reply: Reply, order: Order): Buffer {
    this.#count += 1n;
    const parts: Uint8Array[] = [];
    if (reply.data.byteLength > 0) {
      const cipher = seal(this.#cipher, this.#encryption, this.#iv(), pad(reply.data, this.#block));
      parts.push(order.ins % 2 === 1 ? der(0x85, cipher) : der(0x87, [1], cipher));
    }
    parts.push(der(0x99, [reply.sw >> 8, reply.sw & 0xff]));
    const mac = this.#macOver(pad(Buffer.concat(parts), this.#block));
    return Buffer.concat([...parts, der(0x8e, mac), Buffer.of(reply.sw >> 8, reply.sw & 0xff)]);
  }

  get #block(): number {
    return blockOf(this.#cipher);
  }

  get #counter(): Buffer {
    const size = this.#block;
    const wrapped = BigInt.asUintN(size * 8, this.#count);
    return Buffer.from(wrapped.toString(16).padStart(size * 2, '0'), 'hex');
  }

  #iv(): Buffer {
    return this.#cipher === '3des'
      ? Buffer.alloc(8)
      : sealBlock(this.#cipher, this.#encryption, this.#counter);
  }

  #macOver(blocks: Buffer): Buffer {
    return macOf(this.#cipher, this.#mac, Buffer.concat([this.#counter, blocks]));
  }
}
