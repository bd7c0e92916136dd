/**
 * What of a device's message may be shown. Each format names the bytes that it knows to be harmless; all others, and
 * every message of an unknown kind, are told by their number only. Pure.
 */

/**
 * `escpos-*`: a slip printer. `apdu-*`: a chip. `hid-report`, `serial-frame`: a code reader, whose payload is a person.
 * `http-head`: the first line of a request or answer. `opaque`: nothing but the length.
 */
export type TraceFormat =
  | 'escpos-command'
  | 'escpos-answer'
  | 'apdu-command'
  | 'apdu-answer'
  | 'hid-report'
  | 'serial-frame'
  | 'http-head'
  | 'opaque';

export interface Shown {
  /** What kind of message it is, in the protocol's own words. */
  readonly what: string;
  /** Harmless bytes as hex pairs; `[n]` stands for n masked bytes. */
  readonly hex: string;
  /** The same bytes as printable characters. */
  readonly text: string;
}

/** A run of bytes at the front of a message: how many, whether they may be shown, and what they are. */
interface Piece {
  readonly length: number;
  readonly open: boolean;
  readonly name: string;
}

/** Bytes and pieces of one message that are shown at most; the rest is told by its number. */
const shownAtMost = { bytes: 512, pieces: 64 };
const mask = '•';

export function shownBytes(format: TraceFormat, message: Uint8Array): Shown {
  return draw(message, readers[format](message));
}

function draw(message: Uint8Array, pieces: readonly Piece[]): Shown {
  const hex: string[] = [];
  const names: string[] = [];
  let text = '';
  let at = 0;
  for (const { length, open, name } of pieces) {
    const bytes = message.subarray(at, at + length);
    if (open) {
      hex.push(...Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')));
      text += String.fromCharCode(...bytes).replace(/[^ -~]/g, '.');
    } else if (bytes.byteLength > 0) {
      hex.push(`[${bytes.byteLength}]`);
      text += mask;
    }
    if (name !== '' && names.at(-1) !== name) names.push(name);
    at += length;
  }
  const rest = message.byteLength - at;
  if (rest > 0) {
    hex.push(`[${rest}]`);
    text += mask;
  }
  if (rest > 0 && names.length === 0) names.push('masked');
  return { what: names.slice(0, 8).join(', '), hex: hex.join(' '), text };
}

type Reader = (message: Uint8Array) => Piece[];

const readers: Readonly<Record<TraceFormat, Reader>> = {
  'escpos-command': (message) => inTurn(message, escposCommand),
  'escpos-answer': (message) => {
    const pieces = inTurn(message, escposAnswer);
    // Understood in part, it may be another device's words: it is shown whole or not at all.
    return sum(pieces) === message.byteLength ? pieces : [];
  },
  'apdu-command': apduCommand,
  'apdu-answer': apduAnswer,
  'hid-report': (message) => [hidden(message.byteLength, 'report')],
  'serial-frame': (message) => inTurn(message, serialFrame),
  'http-head': httpHead,
  opaque: () => [],
};

/** One piece after the other, until one is not known or enough is shown. */
function inTurn(message: Uint8Array, read: (bytes: Uint8Array) => Piece | undefined): Piece[] {
  const pieces: Piece[] = [];
  let [at, shown] = [0, 0];
  while (at < message.byteLength && pieces.length < shownAtMost.pieces) {
    const left = message.byteLength - at;
    const piece = read(message.subarray(at));
    if (!piece || piece.length < 1 || piece.length > left) break;
    shown += piece.open ? piece.length : 0;
    if (shown > shownAtMost.bytes) break;
    pieces.push(piece);
    at += piece.length;
  }
  return pieces;
}

const sum = (pieces: readonly Piece[]): number => pieces.reduce((total, { length }) => total + length, 0);
const open = (length: number, name: string): Piece => ({ length, open: true, name });
const hidden = (length: number, name: string): Piece => ({ length, open: false, name });

/** Epson ESC/POS: commands of fixed length are shown; pictures, text and whatever else stays masked. */
function escposCommand(bytes: Uint8Array): Piece | undefined {
  const [first = 0, second = 0, third = 0, low = 0, high = 0] = bytes;
  const two = first * 256 + second;
  switch (two) {
    case 0x1004:
      return open(3, 'DLE EOT');
    case 0x1014:
      return third === 8 ? open(10, 'DLE DC4 8') : undefined;
    case 0x1b40:
      return open(2, 'ESC @');
    case 0x1b64:
      return open(3, 'ESC d');
    case 0x1b4a:
      return open(3, 'ESC J');
    case 0x1d56:
      return open(third >= 65 ? 4 : 3, 'GS V');
    case 0x1d72:
      return open(3, 'GS r');
    case 0x1d61:
      return open(3, 'GS a');
    case 0x1d49:
      return open(3, 'GS I');
    case 0x1d76:
      // The picture of a slip holds the person's name.
      return hidden(bytes.byteLength, 'GS v 0');
    case 0x1d28: {
      const length = 5 + low + 256 * high;
      if (third === 0x44 && length === 10) return open(length, 'GS ( D');
      if (third === 0x48 && length === 11) return open(length, 'GS ( H');
      return hidden(bytes.byteLength, 'GS (');
    }
    default:
      return undefined;
  }
}

/** Status bytes (DLE EOT 0xx1xx10, GS r, ASB), the echo of GS ( H, and the answer to DLE DC4 8. */
function escposAnswer(bytes: Uint8Array): Piece | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  if (first === 0x37 && second === 0x22 && bytes[6] === 0) return open(7, 'process id');
  if (first === 0x37 && second === 0x25 && third === 0) return open(3, 'buffer cleared');
  const asb = (first & 0x93) === 0x10 && [second, third, fourth].every((byte) => (byte & 0x90) === 0);
  if (asb && bytes.byteLength >= 4) return open(4, 'ASB');
  if ((first & 0x93) === 0x12) return open(1, 'status');
  return first <= 0x0f ? open(1, 'GS r') : undefined;
}

/** ISO 7816-4: class, instruction and parameters; the data field stays masked but for the name of an application. */
function apduCommand(message: Uint8Array): Piece[] {
  const [cla = 0, ins = 0, p1 = 0] = message;
  const length = message.byteLength;
  if (length < 4) return [];
  const name = instructions[ins] ?? 'APDU';
  if (length <= 5) return [open(length, name)];
  // SELECT by AID or file id outside secure messaging: both are in the standard.
  const selects = cla === 0 && ins === 0xa4 && (p1 === 4 || p1 === 2) && length <= 5 + 16 + 1;
  return selects ? [open(length, name)] : [open(5, name), hidden(length - 5, '')];
}

const instructions: Readonly<Record<number, string>> = {
  0x22: 'MSE',
  0x2a: 'PSO',
  0x82: 'EXTERNAL AUTHENTICATE',
  0x84: 'GET CHALLENGE',
  0x86: 'GENERAL AUTHENTICATE',
  0x88: 'INTERNAL AUTHENTICATE',
  0xa4: 'SELECT',
  0xb0: 'READ BINARY',
  0xb1: 'READ BINARY',
  0xc0: 'GET RESPONSE',
};

/** Only SW1 SW2. */
function apduAnswer({ byteLength }: Uint8Array): Piece[] {
  if (byteLength < 2) return [];
  return [...(byteLength > 2 ? [hidden(byteLength - 2, 'data')] : []), open(2, 'SW')];
}

/** An AIM symbology id (ISO/IEC 15424: `]` letter digit) and the end of the line; never what lies between. */
function serialFrame(bytes: Uint8Array): Piece | undefined {
  const [first = 0, letter = 0, digit = 0] = bytes;
  if (first === 0x0d || first === 0x0a) return open(1, 'end');
  if (first === 0x5d && letter >= 0x41 && letter <= 0x7a && digit >= 0x30 && digit <= 0x39)
    return open(3, 'AIM id');
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  return hidden(end < 0 ? bytes.byteLength : end, 'code');
}

/** Method and path, or status, when it has the form of such a line. */
function httpHead(message: Uint8Array): Piece[] {
  const start = Buffer.from(message.buffer, message.byteOffset, Math.min(message.byteLength, 300));
  const line = /^(?:(GET|POST|PUT|DELETE|HEAD) (\/[\w./:-]{0,200})|HTTP\/1\.[01] \d{3})(?=[ \r\n]|$)/.exec(
    start.toString('latin1'),
  );
  return line && !/\d{9}/.test(line[0]) ? [open(line[0].length, line[1] ?? 'HTTP')] : [];
}

/**
 * A driver's own words: ASCII words, numbers, paths and device names as they are. Letters with marks, which names have,
 * and long numbers, which citizens have, become dots.
 */
export function shownWords(words: string): string {
  return words
    .slice(0, 160)
    .replace(/[^ -~]+/g, mask)
    .replace(/\d[\d .-]{7,}\d/g, mask);
}

/** A value that may come from outside: shown only when it is one code, number, option or path. */
export function shownCode(value: string): string {
  return /^[\w.,:@/+=-]{0,120}$/.test(value) ? value : mask;
}
