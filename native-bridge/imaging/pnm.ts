import { BridgeError } from '../bridge-error.ts';
import { latin1 } from './file-kind.ts';
import { maxPixels, maxSidePx } from './limits.ts';

/** Samples, row by row, 8 bits each. */
export interface RawPicture {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 3 | 4;
}

/** Longest header accepted, bytes; scanners write about 60. */
const headerWithin = 1024;

/**
 * Reads a binary PNM (P4 bitmap, P5 grey, P6 colour; 8 or 16 bits), which is what SANE gives and libvips' prebuilt
 * library does not read.
 * @throws BridgeError file-damaged, image-too-large
 */
export function readPnm(bytes: Uint8Array): RawPicture {
  const head = readHeader(bytes);
  const { kind, widthPx, heightPx, maxValue } = head;
  if (widthPx < 1 || heightPx < 1) throw new BridgeError('file-damaged', { reason: 'size' });
  if (widthPx > maxSidePx || heightPx > maxSidePx || widthPx * heightPx > maxPixels)
    throw new BridgeError('image-too-large', { widthPx, heightPx, maxSidePx, maxPixels });
  const channels = kind === 'P6' ? 3 : 1;
  const body = bytes.subarray(head.length);
  const rowBytes = kind === 'P4' ? Math.ceil(widthPx / 8) : widthPx * channels * (maxValue > 255 ? 2 : 1);
  if (body.byteLength < rowBytes * heightPx) throw new BridgeError('file-damaged', { reason: 'cut-short' });
  const size = { widthPx, heightPx, channels } as const;
  if (kind === 'P4') return { ...size, data: fromBits(body, widthPx, heightPx, rowBytes) };
  if (maxValue === 255) return { ...size, data: body.subarray(0, rowBytes * heightPx) };
  return { ...size, data: scaled(body, widthPx * heightPx * channels, maxValue) };
}

function readHeader(bytes: Uint8Array) {
  const text = latin1(bytes.subarray(0, headerWithin));
  const fields: number[] = [];
  const kind = text.slice(0, 2);
  const needed = kind === 'P4' ? 2 : 3;
  const token = /\s+|#[^\n]*\n|(\d+)/y;
  token.lastIndex = 2;
  while (fields.length < needed) {
    const match = token.exec(text);
    if (!match) throw new BridgeError('file-damaged', { reason: 'header' });
    if (match[1] !== undefined) fields.push(Number(match[1]));
  }
  const [widthPx = 0, heightPx = 0, maxValue = 1] = fields;
  if (maxValue < 1 || maxValue > 65_535) throw new BridgeError('file-damaged', { reason: 'header' });
  // exactly one white-space byte stands between the header and the samples
  return { kind, widthPx, heightPx, maxValue, length: token.lastIndex + 1 };
}

function fromBits(body: Uint8Array, widthPx: number, heightPx: number, rowBytes: number): Uint8Array {
  const data = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const black = ((body[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      data[y * widthPx + x] = black ? 0 : 255;
    }
  }
  return data;
}

function scaled(body: Uint8Array, samples: number, maxValue: number): Uint8Array {
  const data = new Uint8Array(samples);
  const wide = maxValue > 255;
  for (let at = 0; at < samples; at += 1) {
    const value = wide ? ((body[at * 2] ?? 0) << 8) | (body[at * 2 + 1] ?? 0) : (body[at] ?? 0);
    data[at] = Math.min(255, Math.round((value * 255) / maxValue));
  }
  return data;
}
