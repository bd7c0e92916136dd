import bwipjs from 'bwip-js/node';
import { BridgeError } from '../bridge-error.ts';

/** A code as black rectangles in modules, quiet zone included. */
export interface CodeModules {
  /** Modules across, and down (1 for a bar code, whose bars are as high as wanted). */
  readonly columns: number;
  readonly rows: number;
  isBlack(column: number, row: number): boolean;
}

/** Quiet zones in modules: ISO/IEC 18004 asks for 4, ISO/IEC 15417 for 10. */
const qrQuiet = 4;
const code128Quiet = 10;

/** The last code: a slip asks for it once to measure and once to draw. */
let lastQr: { readonly text: string; readonly code: CodeModules } | undefined;

/** @throws BridgeError wrong-shape when the text does not fit any QR code */
export function qrModules(text: string): CodeModules {
  if (lastQr?.text !== text) lastQr = { text, code: madeQr(text) };
  return lastQr.code;
}

function madeQr(text: string): CodeModules {
  const [symbol] = encoded('qrcode', text, { eclevel: 'M' });
  if (!symbol || !('pixs' in symbol)) throw new BridgeError('wrong-shape', { item: 'qr' });
  const { pixs, pixx, pixy } = symbol;
  return {
    columns: pixx + 2 * qrQuiet,
    rows: pixy + 2 * qrQuiet,
    isBlack(column, row) {
      const x = column - qrQuiet;
      const y = row - qrQuiet;
      return x >= 0 && y >= 0 && x < pixx && y < pixy && pixs[y * pixx + x] === 1;
    },
  };
}

/** @throws BridgeError wrong-shape when the text is not printable ASCII */
export function code128Modules(text: string): CodeModules {
  // the encoder would write other letters as bytes, which no reader at the city expects
  if (!/^[\x20-\x7e]+$/.test(text)) throw new BridgeError('wrong-shape', { item: 'code128' });
  const [symbol] = encoded('code128', text, {});
  if (!symbol || !('sbs' in symbol)) throw new BridgeError('wrong-shape', { item: 'code128' });
  const black: boolean[] = new Array<boolean>(code128Quiet).fill(false);
  // widths of bars and gaps in turn, a bar first
  for (const [at, width] of symbol.sbs.entries()) for (let n = 0; n < width; n += 1) black.push(at % 2 === 0);
  const columns = black.length + code128Quiet;
  return { columns, rows: 1, isBlack: (column) => black[column] ?? false };
}

function encoded(kind: 'qrcode' | 'code128', text: string, settings: { eclevel?: string }) {
  try {
    return bwipjs.raw({ bcid: kind, text, ...settings });
  } catch (error) {
    // the encoder's own refusals are named after it; anything else is a bug
    if (!(error instanceof Error && /^bwipp?\./.test(error.message))) throw error;
    throw new BridgeError('wrong-shape', { item: kind });
  }
}
