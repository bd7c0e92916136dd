/**
 * The ESC/POS commands that a slip needs, and the answers that a printer gives. Pure.
 * Source: Epson ESC/POS command reference (TM series), section of each command as named.
 */

const esc = 0x1b;
const gs = 0x1d;
const dle = 0x10;

/** 1 bit a dot, 1 = black, most significant bit left, rows padded to whole bytes. */
export interface Bitmap {
  readonly bits: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Rows a band: about 3.5 KB on 80 mm paper, so that it fits a receive buffer of 4 KB. `GS v 0` allows 255 in one byte. */
const bandRows = 48;

/** ESC @, then GS ( D: real-time commands for the drawer and the power switch are off, for picture bytes may look so. */
export const initialize = Uint8Array.of(esc, 0x40, gs, 0x28, 0x44, 5, 0, 20, 1, 0, 2, 0);

/** GS v 0, once a band. */
export function rasterBands({ bits, widthPx, heightPx }: Bitmap): Uint8Array[] {
  const rowBytes = Math.ceil(widthPx / 8);
  const bands: Uint8Array[] = [];
  for (let top = 0; top < heightPx; top += bandRows) {
    const rows = Math.min(bandRows, heightPx - top);
    const band = new Uint8Array(8 + rows * rowBytes);
    band.set([gs, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8]);
    band.set(bits.subarray(top * rowBytes, (top + rows) * rowBytes), 8);
    bands.push(band);
  }
  return bands;
}

/** ESC d 3, then GS V 66: the last line passes the knife, partial cut. */
export const feedAndCut = Uint8Array.of(esc, 0x64, 3, gs, 0x56, 66, 0);

/** DLE EOT n, answered at once even when the printer is offline: 1 printer, 2 cause of offline, 4 paper. */
export function askStatus(which: 1 | 2 | 4): Uint8Array {
  return Uint8Array.of(dle, 0x04, which);
}

/** GS r 1, answered in its turn, after what was sent before it. */
export const askInTurn = Uint8Array.of(gs, 0x72, 1);

/** GS ( H, function 48: echoes four printable characters in its turn. */
export function askEcho(id: string): Uint8Array {
  return Uint8Array.of(gs, 0x28, 0x48, 6, 0, 48, 48, ...asciiOf(id));
}

/** DLE DC4 8: throws away what the printer has not printed yet. */
export const clearBuffer = Uint8Array.of(dle, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);

function asciiOf(id: string): Uint8Array {
  if (!/^[ -~]{4}$/.test(id)) throw new RangeError('a process id is four printable ASCII characters');
  return new TextEncoder().encode(id);
}

/** DLE EOT answers have the fixed bits 0xx1xx10. */
export function isStatus(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

/** GS r answers have bits 4 and 7 clear. */
export function isTurn(byte: number): boolean {
  return (byte & 0x90) === 0;
}

/** 37h 22h, the four characters, NUL. Returns where the echo of `id` begins, or -1. */
export function findEcho(received: readonly number[], id: string): number {
  const wanted = [0x37, 0x22, ...asciiOf(id), 0];
  return received.findIndex((_, at) => wanted.every((byte, place) => received[at + place] === byte));
}

export interface SlipStatus {
  readonly printer: number;
  readonly offlineCause: number | undefined;
  readonly paper: number | undefined;
}

/** The failure that the printer tells, or null when it can print. */
export function statusFailure({ printer, offlineCause = 0, paper = 0 }: SlipStatus): string | null {
  if (offlineCause & 0x04) return 'printer-cover-open';
  if (paper & 0x60 || offlineCause & 0x20) return 'printer-paper-out';
  return printer & 0x08 || offlineCause & 0x40 ? 'printer-failed' : null;
}
