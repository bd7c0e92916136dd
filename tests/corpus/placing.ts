/** Where sheets lie on the glass. */
import type { Conditions } from './conditions.ts';
import type { Random } from './random.ts';
import { layoutDpi, type Placing } from './sheet.ts';

/** Width and height, mm. */
export const sheetSizes = { a4: [210, 297], slip: [95, 130], card: [85.6, 53.98] } as const;

export interface Lying {
  readonly size: keyof typeof sheetSizes;
  readonly placing: Placing;
}

export interface Glass {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sheets: readonly Lying[];
}

/** The sheet's middle comes to lie at a place of the picture, turned by `deg` clockwise. */
function placingAround(
  size: keyof typeof sheetSizes,
  deg: number,
  at: { x: number; y: number },
  dpi: number,
): Placing {
  const scale = dpi / layoutDpi;
  const cos = Math.cos((deg * Math.PI) / 180) * scale;
  const sin = Math.sin((deg * Math.PI) / 180) * scale;
  const midX = (sheetSizes[size][0] / 25.4) * layoutDpi * 0.5;
  const midY = (sheetSizes[size][1] / 25.4) * layoutDpi * 0.5;
  return {
    a: cos,
    b: sin,
    c: -sin,
    d: cos,
    e: at.x - (cos * midX - sin * midY),
    f: at.y - (sin * midX + cos * midY),
  };
}

export function sheetsOnGlass({ kind, dpi, skewDeg, turnDeg, lid }: Conditions, random: Random): Glass {
  const perMm = dpi / 25.4;
  if (kind === 'two-papers' || kind === 'id-card') {
    const size = kind === 'id-card' ? 'card' : 'slip';
    const widthPx = Math.round(215 * perMm);
    const heightPx = Math.round(297 * perMm);
    // Turned small papers still fit side by side or one above the other.
    const spots =
      kind === 'id-card'
        ? [
            { x: 0.5, y: 0.27 },
            { x: 0.5, y: 0.72 },
          ]
        : [
            { x: 0.26, y: 0.27 },
            { x: 0.74, y: 0.73 },
          ];
    const sheets = spots.map(({ x, y }, at): Lying => {
      const middle = {
        x: x * widthPx + random.between(-3, 3) * perMm,
        y: y * heightPx + random.between(-4, 4) * perMm,
      };
      // The second paper lies its own way; the page's skew is that of the first.
      const deg = turnDeg + (at === 0 ? skewDeg : skewDeg + random.between(-2, 2));
      return { size, placing: placingAround(size, deg, middle, dpi) };
    });
    return { widthPx, heightPx, sheets };
  }
  const upright = turnDeg % 180 === 0;
  const [short, long] = sheetSizes.a4;
  // A glass is a little larger than the sheet; a feeder's picture is the sheet.
  const room = lid === 'none' ? 0 : random.between(4, 30);
  const lean = Math.abs(Math.sin((skewDeg * Math.PI) / 180)) * (lid === 'none' ? 0 : 1);
  const widthMm = (upright ? short : long) + room + lean * (upright ? long : short);
  const heightMm = (upright ? long : short) + room + lean * (upright ? short : long);
  const widthPx = Math.round(widthMm * perMm);
  const heightPx = Math.round(heightMm * perMm);
  const off = (room / 4) * perMm;
  const middle = {
    x: widthPx / 2 + (lid === 'none' ? 0 : random.between(-off, off)),
    y: heightPx / 2 + (lid === 'none' ? 0 : random.between(-off, off)),
  };
  return {
    widthPx,
    heightPx,
    sheets: [{ size: 'a4', placing: placingAround('a4', turnDeg + skewDeg, middle, dpi) }],
  };
}
