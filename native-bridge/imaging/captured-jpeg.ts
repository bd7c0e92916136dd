/**
 * A JPEG from a device is kept as it is, sample for sample: a second coding would only lose. What is not picture goes:
 * metadata, comments, and whatever follows the end (ITU-T T.81, annex B; JFIF 1.02).
 */

/** Bytes a pixel up to which it is kept; a JPEG of best quality is coded once more instead. */
const mostBytesAPixel = 0.3;

const marker = {
  sof0: 0xc0,
  dht: 0xc4,
  rst0: 0xd0,
  rst7: 0xd7,
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  dqt: 0xdb,
  dri: 0xdd,
  app0: 0xe0,
  app2: 0xe2,
  app14: 0xee,
  app15: 0xef,
  com: 0xfe,
} as const;

const jfif = [0x4a, 0x46, 0x49, 0x46, 0];

/**
 * The picture without all else, with its resolution; null where it cannot be kept as it is: not baseline, not YCbCr of
 * 8 bits, of other colours than sRGB, larger than need be, or not ending as it should.
 * @param bytes Without an Exif orientation: what tells of one goes too.
 * @param dpi Resolution to be told, dots per inch.
 */
export function capturedJpeg(bytes: Uint8Array, dpi: number): Uint8Array | null {
  if (bytes[0] !== 0xff || bytes[1] !== marker.soi) return null;
  const parts: Uint8Array[] = [head(dpi)];
  let pixels = 0;
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return null;
    const kind = bytes[at + 1] ?? 0;
    if (kind === 0xff) {
      at += 1;
      continue;
    }
    if (kind === marker.eoi) {
      parts.push(Uint8Array.of(0xff, marker.eoi));
      break;
    }
    const length = word(bytes, at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return null;
    if (kind === marker.sof0) {
      if (!isYcc(bytes.subarray(at, end))) return null;
      pixels = word(bytes, at + 5) * word(bytes, at + 7);
    }
    if (changesColours(kind, bytes.subarray(at + 4, end))) return null;
    const isMetadata = (kind >= marker.app0 && kind <= marker.app15) || kind === marker.com;
    if (!isMetadata && !isNeeded(kind)) return null;
    const next = kind === marker.sos ? endOfScan(bytes, end) : end;
    if (next === null) return null;
    if (!isMetadata) parts.push(bytes.subarray(at, next));
    at = next;
  }
  const kept = Buffer.concat(parts);
  return pixels > 0 && kept.length <= pixels * mostBytesAPixel ? kept : null;
}

function isNeeded(kind: number): boolean {
  const { sof0, dht, sos, dqt, dri } = marker;
  return kind === sof0 || kind === dht || kind === sos || kind === dqt || kind === dri;
}

/** Three components of 8 bits, numbered as JFIF numbers Y, Cb and Cr. */
function isYcc(frame: Uint8Array): boolean {
  return frame[4] === 8 && frame[9] === 3 && frame[10] === 1 && frame[13] === 2 && frame[16] === 3;
}

/** An ICC profile of other colours than sRGB; Adobe's word that the components are no YCbCr. */
function changesColours(kind: number, body: Uint8Array): boolean {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (kind === marker.app2 && text.indexOf('ICC_PROFILE') === 0)
    return text.indexOf('sRGB') < 0 && text.indexOf('s\0R\0G\0B') < 0;
  return kind === marker.app14 && text.indexOf('Adobe') === 0 && body[11] !== 1;
}

/** Where the marker after a scan's coded samples begins; null when there is none. */
function endOfScan(bytes: Uint8Array, from: number): number | null {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return null;
    const isInside = next === 0 || next === 0xff || (next >= marker.rst0 && next <= marker.rst7);
    if (!isInside) return at;
  }
  return null;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Start of image and a JFIF header with the resolution, dots per inch. */
function head(dpi: number): Uint8Array {
  const density = Math.min(65_535, Math.max(1, Math.round(dpi)));
  const [high, low] = [density >> 8, density & 255];
  return Uint8Array.of(
    0xff,
    marker.soi,
    0xff,
    marker.app0,
    0,
    16,
    ...jfif,
    1,
    2,
    1,
    high,
    low,
    high,
    low,
    0,
    0,
  );
}
