/** The gate at the glass: what is wrong with a picture while the paper still lies there. */
import type { Rgb } from '../raster.ts';
import type { Components } from './components.ts';
import { edgeWidthPx } from './edge-width.ts';
import type { InkMap } from './ink-map.ts';
import type { Surround } from './lid.ts';
import { cellPx, cellsOf, glares, shadows } from './light-faults.ts';
import type { PageBox } from './page-box.ts';
import type { LetterLine } from './text-lines.ts';
import type { WorkingPictures } from './working-pictures.ts';

export type VerdictKind = 'low-dpi' | 'blur' | 'cut' | 'glare' | 'shadow' | 'unreadable';

/** One fault of a captured page (kết luận chất lượng). */
export interface Verdict {
  readonly kind: VerdictKind;
  /** `rescan`: the page would not serve as it is; `warn`: somebody should look. */
  readonly severity: 'warn' | 'rescan';
  /** Where, px of the page as captured; the whole page where it is everywhere. */
  readonly box: PageBox;
  /** low-dpi: dots per inch; blur: width of edges in mm; cut: lines of text; glare: share of the sheet; shadow and unreadable: share of light and of contrast left. */
  readonly value: number;
}

/** What the law wants of a digitized paper (Nghị định 45/2020/NĐ-CP and its circulars: 200 dpi). */
const leastDpi = 200;
/** Edges wider than these are soft, mm; narrower than `leastEdgePx` they are as good as the resolution allows, px. */
const softEdgeMm = { warn: 0.44, rescan: 0.52 };
const leastEdgePx = 3;
const leastContrast = { warn: 0.32, rescan: 0.2 };
/** Letters lower than this are guesswork, px of the page. */
const leastLetterPx = 11;

export interface PageText {
  readonly ink: InkMap;
  readonly pieces: Components;
  readonly lines: readonly LetterLine[];
}

export function verdictsOf(
  page: Rgb,
  dpi: number,
  pictures: WorkingPictures,
  text: PageText,
  surround: Surround,
): Verdict[] {
  const whole: PageBox = { x: 0, y: 0, width: page.widthPx, height: page.heightPx };
  const found: Verdict[] = [];
  if (dpi > 0 && dpi < leastDpi - 2)
    found.push({ kind: 'low-dpi', severity: dpi < 140 ? 'rescan' : 'warn', box: whole, value: dpi });
  const { ink } = text;
  const edge = edgeWidthPx(pictures.fine, ink, surround);
  if (edge !== null && edge > leastEdgePx) {
    const value = (edge * 25.4) / pictures.fineDpi;
    if (value > softEdgeMm.warn)
      found.push({
        kind: 'blur',
        severity: value > softEdgeMm.rescan ? 'rescan' : 'warn',
        box: whole,
        value,
      });
  }
  found.push(...cutLines(text, pictures.fineFactor, surround), ...unreadable(text, pictures.fineFactor));
  const cells = cellsOf(ink, surround);
  const boxOf = (at: PageBox): PageBox => scaled(at, cellPx * pictures.fineFactor);
  for (const { region, value } of shadows(cells, pictures.colour, pictures.fineDpi))
    found.push({ kind: 'shadow', severity: value < 0.45 ? 'rescan' : 'warn', box: boxOf(region), value });
  for (const { region, value } of glares(cells, pictures.colour, pictures.fineDpi))
    found.push({ kind: 'glare', severity: 'rescan', box: boxOf(region), value });
  return found;
}

function scaled({ x, y, width, height }: PageBox, by: number): PageBox {
  return { x: x * by, y: y * by, width: width * by, height: height * by };
}

function lineBox(
  { left, right, top, bottom }: Components,
  letters: readonly number[],
  factor: number,
): PageBox {
  const x = Math.min(...letters.map((letter) => left[letter] ?? 0));
  const y = Math.min(...letters.map((letter) => top[letter] ?? 0));
  const endX = Math.max(...letters.map((letter) => right[letter] ?? 0)) + 1;
  const endY = Math.max(...letters.map((letter) => bottom[letter] ?? 0)) + 1;
  return scaled({ x, y, width: endX - x, height: endY - y }, factor);
}

/** One box around all of them. */
function around(boxes: readonly PageBox[]): PageBox {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const endX = Math.max(...boxes.map((box) => box.x + box.width));
  const endY = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: endX - x, height: endY - y };
}

/** Lines of text that run out of the picture; where a lid is seen all round, nothing does. */
function cutLines({ ink, pieces, lines }: PageText, factor: number, surround: Surround): Verdict[] {
  const touches = (letter: number): boolean => {
    const left = pieces.left[letter] ?? 0;
    const top = pieces.top[letter] ?? 0;
    const right = pieces.right[letter] ?? 0;
    const bottom = pieces.bottom[letter] ?? 0;
    if (left > 1 && top > 1 && right < ink.widthPx - 2 && bottom < ink.heightPx - 2) return false;
    const x = Math.min(surround.widthPx - 1, left >> 1);
    const y = Math.min(surround.heightPx - 1, top >> 1);
    return surround.data[y * surround.widthPx + x] !== 1;
  };
  const cut = lines.filter(({ letters }) => letters.length >= 4 && letters.some(touches));
  if (cut.length === 0) return [];
  const box = around(cut.map(({ letters }) => lineBox(pieces, letters, factor)));
  return [{ kind: 'cut', severity: 'rescan', box, value: cut.length }];
}

/** Text that is too pale or too small to be read. */
function unreadable({ ink, pieces, lines }: PageText, factor: number): Verdict[] {
  const long = lines.filter(({ letters }) => letters.length >= 6);
  if (long.length === 0) return [];
  const light = ink.paper.data;
  const contrasts = long.map(({ letters }) => {
    const shares = letters.map((letter) => {
      const x = (pieces.left[letter] ?? 0) >> 2;
      const y = (pieces.top[letter] ?? 0) >> 2;
      const paper = Math.max(1, light[y * ink.paper.widthPx + x] ?? 1);
      return (pieces.deepest[letter] ?? 0) / paper;
    });
    shares.sort((one, other) => one - other);
    return shares[shares.length >> 1] ?? 1;
  });
  const pale = long.filter((_, at) => (contrasts[at] ?? 1) < leastContrast.warn);
  const small = long.filter(({ heightPx }) => heightPx * factor < leastLetterPx);
  const bad = [...new Set([...pale, ...small])];
  // One pale line is a watermark; a page of them was captured badly.
  if (bad.length < 3 || bad.length * 3 < long.length) return [];
  const sorted = contrasts.toSorted((one, other) => one - other);
  const value = sorted[sorted.length >> 1] ?? 1;
  const severity = value < leastContrast.rescan || small.length * 2 > long.length ? 'rescan' : 'warn';
  const box = around(bad.map(({ letters }) => lineBox(pieces, letters, factor)));
  return [{ kind: 'unreadable', severity, box, value }];
}
