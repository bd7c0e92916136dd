/** QR and Code 128 as rectangles, in modules; drawn as vectors, so that any printer gives sharp edges. */
import bwip from 'bwip-js/node';
import { z } from 'zod';

/** Dark rectangles `[x, y, width, height]` in modules, y downwards from the top left. */
export interface SymbolShape {
  readonly width: number;
  readonly height: number;
  readonly dark: readonly (readonly [x: number, y: number, width: number, height: number])[];
}

const MatrixOutput = z.tuple([z.object({ pixs: z.array(z.number()), pixx: z.number(), pixy: z.number() })]);
const BarsOutput = z.tuple([z.object({ sbs: z.array(z.number()) })]);

/** ISO 18004 at level M, the text as UTF-8 bytes; quiet zone (4 modules) not included. */
export function qrShape(text: string): SymbolShape {
  const [{ pixs, pixx, pixy }] = MatrixOutput.parse(bwip.raw('qrcode', text, 'eclevel=M'));
  const dark: (readonly [number, number, number, number])[] = [];
  for (let y = 0; y < pixy; y += 1) {
    for (let x = 0; x < pixx; x += 1) {
      if (pixs[y * pixx + x] !== 1) continue;
      let end = x + 1;
      while (end < pixx && pixs[y * pixx + end] === 1) end += 1;
      dark.push([x, y, end - x, 1]);
      x = end;
    }
  }
  return { width: pixx, height: pixy, dark };
}

/** ISO 15417; one module high, to be stretched. Quiet zone (10 modules a side) not included. */
export function code128Shape(text: string): SymbolShape {
  const [{ sbs }] = BarsOutput.parse(bwip.raw('code128', text, ''));
  const dark: (readonly [number, number, number, number])[] = [];
  let x = 0;
  for (const [place, width] of sbs.entries()) {
    if (place % 2 === 0) dark.push([x, 0, width, 1]);
    x += width;
  }
  return { width: x, height: 1, dark };
}
