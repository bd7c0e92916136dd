/** How wide the edges of letters are in the full picture: what a lens out of focus or a moved sheet spoils first. */
import type { Rgb } from '../raster.ts';
import type { Components } from './components.ts';
import type { LetterLine } from './text-lines.ts';

const mostLetters = 60;

/**
 * Median over letters spread over the page, px of the page: contrast by steepest rise. A perfect scanner has 1.5 to 2.5.
 * Null with fewer than a dozen letters.
 */
export function edgeWidthPx(
  page: Rgb,
  pieces: Components,
  lines: readonly LetterLine[],
  factor: number,
): number | null {
  const letters = lines.filter((line) => line.letters.length >= 4).flatMap((line) => [...line.letters]);
  if (letters.length < 12) return null;
  const step = Math.max(1, Math.floor(letters.length / mostLetters));
  const widths: number[] = [];
  for (let at = 0; at < letters.length; at += step) {
    const width = letterEdge(page, pieces, letters[at] ?? 0, factor);
    if (width !== null) widths.push(width);
  }
  if (widths.length < 8) return null;
  widths.sort((one, other) => one - other);
  return widths[widths.length >> 1] ?? null;
}

function letterEdge(
  { widthPx, heightPx, data }: Rgb,
  pieces: Components,
  letter: number,
  factor: number,
): number | null {
  const left = Math.max(1, (pieces.left[letter] ?? 0) * factor - 2);
  const right = Math.min(widthPx - 2, ((pieces.right[letter] ?? 0) + 1) * factor + 2);
  const top = Math.max(1, (pieces.top[letter] ?? 0) * factor - 2);
  const bottom = Math.min(heightPx - 2, ((pieces.bottom[letter] ?? 0) + 1) * factor + 2);
  if (right - left < 4 || bottom - top < 4 || right - left > 400 || bottom - top > 400) return null;
  const pixels = (right - left + 1) * (bottom - top + 1);
  const levels = new Uint8Array(pixels);
  const rises = new Float64Array(pixels);
  let count = 0;
  const stride = widthPx * 3;
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) {
      // Green alone: the sharpest channel of most sensors, and dark in red and in blue ink alike.
      const at = (y * widthPx + x) * 3 + 1;
      levels[count] = data[at] ?? 0;
      const across = (data[at + 3] ?? 0) - (data[at - 3] ?? 0);
      const down = (data[at + stride] ?? 0) - (data[at - stride] ?? 0);
      rises[count] = Math.sqrt(across * across + down * down) / 2;
      count += 1;
    }
  levels.sort();
  rises.sort();
  const contrast = (levels[Math.floor(pixels * 0.93)] ?? 0) - (levels[Math.floor(pixels * 0.04)] ?? 0);
  const steepest = rises[pixels - 1 - Math.floor(pixels * 0.03)] ?? 0;
  return contrast >= 40 && steepest > 0 ? contrast / steepest : null;
}
