/** Tells a file by its first bytes; its name is never believed. */

export type FileKind =
  'application/pdf' | 'image/jpeg' | 'image/png' | 'image/tiff' | 'image/x-portable-anymap';

/** Readers look for the PDF header in the first KiB, because mail gateways and scanners put bytes before it. */
const pdfHeaderWithin = 1024;

export function fileKind(bytes: Uint8Array): FileKind | null {
  const starts = (...prefix: number[]) => prefix.every((byte, at) => bytes[at] === byte);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0x49, 0x49, 0x2a, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2a)) return 'image/tiff';
  if (starts(0x49, 0x49, 0x2b, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2b)) return 'image/tiff';
  if (/^P[456]\s/.test(latin1(bytes.subarray(0, 3)))) return 'image/x-portable-anymap';
  if (latin1(bytes.subarray(0, pdfHeaderWithin)).includes('%PDF-')) return 'application/pdf';
  return null;
}

/** Bytes as text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
