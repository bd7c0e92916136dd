/**
 * The ESC/POS commands that a slip needs. Pure. What a printer answers is in escpos-replies.ts.
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

/** ESC @, then GS ( D: real-time commands for the drawer and the power switch are off, for picture bytes may look so. */
export const initialize = Uint8Array.of(esc, 0x40, gs, 0x28, 0x44, 5, 0, 20, 1, 0, 2, 0);

/** ESC ! 0, ESC a 0, GS ! 0, ESC 2: plain text at the left, without forgetting letters and marks as ESC @ would. */
export const plainText = Uint8Array.of(esc, 0x21, 0, esc, 0x61, 0, gs, 0x21, 0, esc, 0x32);

/** GS T 0: throws away what stands in the line unprinted, and nothing else: styles, letters and marks stay. */
export const emptyLine = Uint8Array.of(gs, 0x54, 0);

/** GS v 0, once a band of at most so many rows. */
export function rasterBands({ bits, widthPx, heightPx }: Bitmap, bandRows: number): Uint8Array[] {
  const rowBytes = Math.ceil(widthPx / 8);
  const bands: Uint8Array[] = [];
  for (let top = 0; top < heightPx; top += bandRows) {
    const rows = Math.min(bandRows, heightPx - top);
    bands.push(rasterBand(bits.subarray(top * rowBytes, (top + rows) * rowBytes), rowBytes, rows));
  }
  return bands;
}

/** GS v 0 for whole rows. */
export function rasterBand(bits: Uint8Array, rowBytes: number, rows: number): Uint8Array {
  const band = new Uint8Array(8 + rows * rowBytes);
  band.set([gs, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8]);
  band.set(bits, 8);
  return band;
}

/** ESC d 3, then GS V 66: the last line passes the knife, partial cut. */
export const feedAndCut = Uint8Array.of(esc, 0x64, 3, gs, 0x56, 66, 0);

/** ESC J: prints what stands in the line and feeds so many dots, 0–255. */
export function feedDots(dots: number): number[] {
  return [esc, 0x4a, Math.max(0, Math.min(255, dots))];
}

/** ESC a: 0 left, 1 centre, 2 right. */
export function align(side: 'left' | 'center' | 'right'): number[] {
  return [esc, 0x61, { left: 0, center: 1, right: 2 }[side]];
}

/** ESC E */
export function emphasis(weight: 'regular' | 'bold'): number[] {
  return [esc, 0x45, weight === 'bold' ? 1 : 0];
}

/** GS !: the cell so many times as wide and as high, 1–8. */
export function magnify(times: number): number[] {
  return [gs, 0x21, ((times - 1) << 4) | (times - 1)];
}

/** ESC %: downloaded letters where there is one for the code, or built-in ones only. */
export function useLetters(set: 'downloaded' | 'built-in'): number[] {
  return [esc, 0x25, set === 'downloaded' ? 1 : 0];
}

/** ESC &, for codes in a row: each letter is columns of three bytes, most significant bit at the top. */
export function defineLetters(firstCode: number, letters: readonly Uint8Array[]): number[] {
  const bytes = [esc, 0x26, 3, firstCode, firstCode + letters.length - 1];
  for (const columns of letters) bytes.push(columns.length / 3, ...columns);
  return bytes;
}

/** GS ( k for QR model 2, level M: the printer makes the code itself. `module` in dots, 1–16. */
export function qrCode(data: Uint8Array, module: number): number[] {
  const length = data.length + 3;
  return [
    ...[gs, 0x28, 0x6b, 4, 0, 49, 65, 50, 0],
    ...[gs, 0x28, 0x6b, 3, 0, 49, 67, module],
    ...[gs, 0x28, 0x6b, 3, 0, 49, 69, 49],
    ...[gs, 0x28, 0x6b, length & 0xff, length >> 8, 49, 80, 48, ...data],
    ...[gs, 0x28, 0x6b, 3, 0, 49, 81, 48],
  ];
}

/** GS k 73: Code 128, code set B, without text below. Module 2–6 dots wide. */
export function code128(text: string, heightPx: number, module: number): number[] {
  const data = [0x7b, 0x42, ...ascii(text.replaceAll('{', '{{'))];
  return [gs, 0x48, 0, gs, 0x68, heightPx, gs, 0x77, module, gs, 0x6b, 73, data.length, ...data];
}

/** DLE EOT n, answered at once even when the printer is offline: 1 printer, 2 cause of offline, 3 error, 4 paper. */
export function askStatus(which: 1 | 2 | 3 | 4): Uint8Array {
  return Uint8Array.of(dle, 0x04, which);
}

/** GS r 1, answered in its turn, after what was sent before it. */
export const askInTurn = Uint8Array.of(gs, 0x72, 1);

/** GS ( H, function 48: echoes four printable characters in its turn, when what came before is printed. */
export function askEcho(id: string): Uint8Array {
  if (!/^[ -~]{4}$/.test(id)) throw new RangeError('a process id is four printable ASCII characters');
  return Uint8Array.of(gs, 0x28, 0x48, 6, 0, 48, 48, ...ascii(id));
}

/** GS a: the printer tells every change of its state unasked; four bytes at once, and four at each change. */
export function tellChanges(what: 'all' | 'nothing'): Uint8Array {
  return Uint8Array.of(gs, 0x61, what === 'all' ? 0x0f : 0);
}

/**
 * GS ( L, function 83: one white dot under a two-letter key. It is gone after a power cycle and after ESC @, as
 * downloaded letters are, and its key can be asked for: so it tells whether the printer has forgotten.
 */
export function defineMark(key: string): Uint8Array {
  return Uint8Array.of(gs, 0x28, 0x4c, 12, 0, 48, 83, 48, ...ascii(key), 1, 1, 0, 1, 0, 49, 0);
}

/** GS ( L, function 80, and the ACK that ends its answer: which keys are known, in turn. */
export const askMarks = Uint8Array.of(gs, 0x28, 0x4c, 4, 0, 48, 80, 75, 67, 0x06);

/** GS I 67: the model's name, in turn. */
export const askModel = Uint8Array.of(gs, 0x49, 67);

/** DLE DC4 8: throws away what the printer has not printed yet. */
export const clearBuffer = Uint8Array.of(dle, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
