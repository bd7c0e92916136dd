/** Reads ESC/POS bytes with npm `npos`, an implementation that is not ours. */
import { createRequire } from 'node:module';

interface Parsed {
  readonly tree: readonly { readonly ascii: string; readonly fn?: string }[];
  readonly entries: readonly { readonly type: string; readonly data: Picture }[];
}
interface Picture {
  readonly width: number;
  readonly height: number;
  getPixel(x: number, y: number): number;
}
interface Npos {
  readonly rules: Record<number, Record<string, unknown>>;
  parser(): { parse(bytes: Buffer): Promise<Parsed> };
}

export interface ReadSlip {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 bit a dot, 1 = black, rows padded to bytes. */
  readonly bits: Uint8Array;
  /** `ESC @`, `GS v0`, … in order, as the parser names them. */
  readonly commands: readonly string[];
}

const esc = 27;
const gs = 29;

export async function readSlip(bytes: Uint8Array): Promise<ReadSlip> {
  const require = createRequire(import.meta.url);
  const npos = require('npos') as Npos;
  // The rules that its parser works with, made from `npos.rules` once.
  const { rules } = require('npos/lib/parser/ruler') as Pick<Npos, 'rules'>;
  // Two commands that this old parser does not know.
  (rules[gs] ??= {})['(k'] = [0, 'd16'];
  (rules[esc] ??= {})['(A'] = [0, 'd16'];
  const { tree, entries } = await npos.parser().parse(Buffer.from(bytes));
  const pictures = entries.filter((entry) => entry.type === 'raster').map((entry) => entry.data);
  const widthPx = pictures[0]?.width ?? 0;
  const heightPx = pictures.reduce((sum, picture) => sum + picture.height, 0);
  const rowBytes = Math.ceil(widthPx / 8);
  const bits = new Uint8Array(rowBytes * heightPx);
  let row = 0;
  for (const picture of pictures)
    for (let y = 0; y < picture.height; y += 1, row += 1)
      for (let x = 0; x < picture.width; x += 1)
        if (picture.getPixel(x, y) === 0) blacken(bits, row * rowBytes, x);
  return { widthPx, heightPx, bits, commands: tree.map((node) => `${node.ascii} ${node.fn ?? ''}`) };
}

/** Sets one dot of a row that begins at byte `rowAt`. */
export function blacken(bits: Uint8Array, rowAt: number, x: number): void {
  const at = rowAt + (x >> 3);
  bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
}
