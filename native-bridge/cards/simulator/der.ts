/** Writes DER. The simulator has its own, so that a slip in the reader's would not be made twice. */

export function der(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const size = content.byteLength;
  const digits = size.toString(16);
  const sizeBytes =
    size < 128
      ? Buffer.of(size)
      : Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  const lead = size < 128 ? [] : [0x80 + sizeBytes.byteLength];
  const tagBytes = tag > 0xff ? [Math.floor(tag / 256), tag % 256] : [tag];
  return new Uint8Array(Buffer.concat([Uint8Array.from([...tagBytes, ...lead]), sizeBytes, content]));
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts);
export const octetString = (bytes: Uint8Array): Uint8Array => der(0x04, bytes);
export const nothing = (): Uint8Array => der(0x05);

/** DER sorts the members of a set. */
export function setOf(...parts: readonly Uint8Array[]): Uint8Array {
  return der(0x31, ...[...parts].sort((a, b) => Buffer.compare(a, b)));
}

/** Not negative. */
export function integer(value: number | bigint | Uint8Array): Uint8Array {
  const hex = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(even, 'hex');
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function oid(dotted: string): Uint8Array {
  return der(0x06, oidValue(dotted));
}

/** Without tag and length. */
export function oidValue(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left % 128) + 128);
    return groups;
  });
  return Uint8Array.from(bytes);
}

/** UTCTime until 2049, GeneralizedTime after it (RFC 5280, 4.1.2.5). */
export function time(epochMs: number): Uint8Array {
  const text = `${new Date(epochMs).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return Number(text.slice(0, 4)) < 2050
    ? der(0x17, Buffer.from(text.slice(2), 'latin1'))
    : der(0x18, Buffer.from(text, 'latin1'));
}

export const utf8 = (text: string): Uint8Array => der(0x0c, Buffer.from(text, 'utf8'));
export const printable = (text: string): Uint8Array => der(0x13, Buffer.from(text, 'latin1'));
