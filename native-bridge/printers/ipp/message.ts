/** IPP messages in bytes (RFC 8010): encodes requests, decodes what any server on the network may send. Pure and bounded. */

export const ippTag = {
  operationGroup: 0x01,
  jobGroup: 0x02,
  endOfAttributes: 0x03,
  printerGroup: 0x04,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  beginCollection: 0x34,
  endCollection: 0x37,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
  memberName: 0x4a,
} as const;

/** A value as far as printing needs it: a collection, a range or a date is null. */
export type IppValue = string | number | boolean | null;

export interface IppAttribute {
  readonly tag: number;
  readonly name: string;
  readonly values: readonly (string | number | boolean)[];
}

export interface IppRequest {
  readonly operation: number;
  readonly requestId: number;
  readonly groups: readonly { readonly tag: number; readonly attributes: readonly IppAttribute[] }[];
}

export interface IppGroup {
  readonly tag: number;
  readonly attributes: ReadonlyMap<string, readonly IppValue[]>;
}

export interface IppResponse {
  readonly status: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
}

/** The bytes are no IPP message; the message says where and never quotes them. */
export class BrokenIpp extends Error {
  override readonly name = 'BrokenIpp';
}

const headBytes = 8;
const maxGroups = 2_000;
const maxValues = 50_000;
const maxDepth = 16;

export function encodeRequest({ operation, requestId, groups }: IppRequest): Uint8Array {
  const pieces: Buffer[] = [];
  const head = Buffer.alloc(headBytes);
  head.writeUInt16BE(0x0200, 0);
  head.writeUInt16BE(operation, 2);
  head.writeInt32BE(requestId, 4);
  pieces.push(head);
  for (const group of groups) {
    pieces.push(Buffer.from([group.tag]));
    for (const { tag, name, values } of group.attributes)
      for (const [index, value] of values.entries())
        pieces.push(Buffer.from([tag]), counted(index === 0 ? name : ''), countedValue(tag, value));
  }
  pieces.push(Buffer.from([ippTag.endOfAttributes]));
  return Buffer.concat(pieces);
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function countedValue(tag: number, value: string | number | boolean): Buffer {
  if (typeof value === 'string') return counted(value);
  const bytes = Buffer.alloc(tag === ippTag.boolean ? 3 : 6);
  bytes.writeUInt16BE(bytes.length - 2);
  if (tag === ippTag.boolean) bytes.writeUInt8(value ? 1 : 0, 2);
  else bytes.writeInt32BE(Number(value), 2);
  return bytes;
}

/** @throws BrokenIpp */
export function decodeResponse(bytes: Uint8Array): IppResponse {
  const reader = new Reader(bytes);
  const major = reader.byte();
  reader.byte();
  if (major < 1 || major > 2) throw new BrokenIpp('version out of range');
  const status = reader.uint16();
  const requestId = reader.int32();
  const groups: { tag: number; attributes: Map<string, IppValue[]> }[] = [];
  let values: IppValue[] | undefined;
  let depth = 0;
  let count = 0;
  for (;;) {
    const tag = reader.byte();
    if (tag < 0x10) {
      if (depth > 0) throw new BrokenIpp('a group begins inside a collection');
      if (tag === ippTag.endOfAttributes) return { status, requestId, groups };
      if (groups.length >= maxGroups) throw new BrokenIpp('too many groups');
      groups.push({ tag, attributes: new Map() });
      values = undefined;
      continue;
    }
    const name = reader.text(reader.uint16());
    const raw = reader.take(reader.uint16());
    if ((count += 1) > maxValues) throw new BrokenIpp('too many values');
    if (tag === ippTag.endCollection) {
      if (depth === 0) throw new BrokenIpp('a collection ends that never began');
      depth -= 1;
      continue;
    }
    const inside = depth > 0;
    if (tag === ippTag.beginCollection && (depth += 1) > maxDepth)
      throw new BrokenIpp('collections too deep');
    // What a collection holds is not needed here; it only has to be passed over rightly.
    if (inside) continue;
    if (name !== '') {
      values = [];
      groups.at(-1)?.attributes.set(name, values);
    }
    if (!values) throw new BrokenIpp('a value without an attribute');
    values.push(valueOf(tag, raw));
  }
}

function valueOf(tag: number, raw: Buffer): IppValue {
  if (tag === ippTag.integer || tag === ippTag.enum) {
    if (raw.length !== 4) throw new BrokenIpp('integer of a wrong length');
    return raw.readInt32BE();
  }
  if (tag === ippTag.boolean) {
    if (raw.length !== 1) throw new BrokenIpp('boolean of a wrong length');
    return raw[0] !== 0;
  }
  // Text with a language of its own (0x35, 0x36): language and text, each with its length.
  if (tag === 0x35 || tag === 0x36) {
    const reader = new Reader(raw);
    reader.take(reader.uint16());
    return reader.text(reader.uint16());
  }
  return tag >= 0x41 && tag <= 0x49 ? raw.toString('utf8') : null;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new BrokenIpp('ends in the middle');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  uint16(): number {
    return this.take(2).readUInt16BE();
  }

  int32(): number {
    return this.take(4).readInt32BE();
  }

  text(length: number): string {
    return this.take(length).toString('utf8');
  }
}
