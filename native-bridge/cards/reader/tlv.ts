/**
 * BER-TLV as cards use it (ISO/IEC 7816-4, X.690): definite lengths only, every length checked against what is there
 * before anything is taken. Values are views of the input; nothing is copied, nothing grows with what a length claims.
 */

/** What a card sent does not have the form that ICAO 9303 gives it. The message names the place, never the content. */
export class MalformedData extends Error {
  override readonly name = 'MalformedData';
}

export interface Tlv {
  /** As written, e.g. 0x30, 0x5f1f; one or two bytes. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** Tag, length and value. */
  readonly raw: Uint8Array;
}

/** Elements of one level at most; more is not a document. */
const maxElements = 4096;

/** The element at `offset`. @throws MalformedData */
export function tlvAt(bytes: Uint8Array, offset: number): Tlv {
  const { tag, valueOffset, length } = headAt(bytes, offset);
  const end = valueOffset + length;
  if (end > bytes.byteLength) throw new MalformedData('an element is longer than its surroundings');
  return { tag, value: bytes.subarray(valueOffset, end), raw: bytes.subarray(offset, end) };
}

/** Tag and length alone: what the first bytes of a file say about its size. @throws MalformedData */
export function headAt(
  bytes: Uint8Array,
  offset: number,
): { readonly tag: number; readonly valueOffset: number; readonly length: number } {
  let at = offset;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw new MalformedData('the data ends inside an element');
    at += 1;
    return byte;
  };
  let tag = next();
  if ((tag & 0x1f) === 0x1f) {
    const second = next();
    if ((second & 0x80) !== 0) throw new MalformedData('a tag of more than two bytes');
    tag = (tag << 8) | second;
  }
  let length = next();
  if (length === 0x80) throw new MalformedData('an indefinite length');
  if (length > 0x80) {
    const count = length & 0x7f;
    if (count > 4) throw new MalformedData('a length of more than four bytes');
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + next();
  }
  return { tag, valueOffset: at, length };
}

/** All elements, end to end; they must fill the bytes. @throws MalformedData */
export function tlvsIn(bytes: Uint8Array): Tlv[] {
  const found: Tlv[] = [];
  for (let offset = 0; offset < bytes.byteLength;) {
    if (found.length === maxElements) throw new MalformedData('too many elements');
    const element = tlvAt(bytes, offset);
    found.push(element);
    offset += element.raw.byteLength;
  }
  return found;
}

/** The bytes are exactly one element with this tag. @throws MalformedData */
export function onlyTlv(bytes: Uint8Array, tag: number): Tlv {
  const element = tlvAt(bytes, 0);
  if (element.tag !== tag) throw new MalformedData(`expected tag ${tag.toString(16)}`);
  if (element.raw.byteLength !== bytes.byteLength) throw new MalformedData('bytes after the element');
  return element;
}

/** The first of `elements` with this tag. @throws MalformedData */
export function withTag(elements: readonly Tlv[], tag: number): Tlv {
  const element = elements.find((each) => each.tag === tag);
  if (!element) throw new MalformedData(`tag ${tag.toString(16)} is missing`);
  return element;
}

/** Children of the element that must have this tag. @throws MalformedData */
export function childrenOf(element: Tlv | undefined, tag: number): Tlv[] {
  if (!element || element.tag !== tag) throw new MalformedData(`expected tag ${tag.toString(16)}`);
  return tlvsIn(element.value);
}

/** An object identifier's bytes as dotted numbers. @throws MalformedData */
export function oidOf(element: Tlv | undefined): string {
  if (!element || element.tag !== 0x06 || element.value.byteLength === 0 || element.value.byteLength > 64) {
    throw new MalformedData('expected an object identifier');
  }
  const arcs: number[] = [];
  let arc = 0;
  for (const [index, byte] of element.value.entries()) {
    if (arc > 2 ** 45) throw new MalformedData('an arc of an object identifier is too large');
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) {
      if (index === element.value.byteLength - 1) throw new MalformedData('an object identifier breaks off');
      continue;
    }
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(arc / 40));
      arcs.push(first, arc - first * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

/** A small non-negative INTEGER. @throws MalformedData */
export function smallIntegerOf(element: Tlv | undefined): number {
  if (!element || element.tag !== 0x02 || element.value.byteLength === 0 || element.value.byteLength > 4) {
    throw new MalformedData('expected a small integer');
  }
  if (((element.value[0] ?? 0) & 0x80) !== 0) throw new MalformedData('a negative integer');
  return element.value.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** One element as bytes; `tag` of one or two bytes. */
export function tlv(tag: number, value: Uint8Array): Uint8Array {
  const length = value.byteLength;
  const tagBytes = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  const lengthBytes =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  const bytes = new Uint8Array(tagBytes.length + lengthBytes.length + length);
  bytes.set(tagBytes);
  bytes.set(lengthBytes, tagBytes.length);
  bytes.set(value, tagBytes.length + lengthBytes.length);
  return bytes;
}
