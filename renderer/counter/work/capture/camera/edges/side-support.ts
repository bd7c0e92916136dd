/** How much of a line is the border of something: brighter on one side all along. Pure. */
import type { Line } from './edge-lines.ts';
import { Directions } from './edge-lines.ts';
import type { Grey } from './grey.ts';

/** A step of this many grey levels counts whole, a smaller one in proportion. */
const wholeStep = 6;

/** What takes away from a stretch of border, a pixel: gaps longer than half the stretch end it. */
const gap = 0.4;
/** Shortest border that can be a side of a page, px. */
const shortest = 16;
const mostBorders = 36;
const mostOfDirection = 10;

/** The lines along which there is most border. */
export function borders(picture: Grey, lines: readonly Line[]): LineSupport[] {
  const directions = new Directions(mostOfDirection);
  return lines
    .map((line) => supportOf(picture, line))
    .filter(({ border }) => border >= shortest)
    .sort((one, other) => other.border - one.border)
    .filter(({ line }) => directions.take(line.degrees))
    .slice(0, mostBorders);
}

export interface LineSupport {
  readonly line: Line;
  /** Length of the longest stretch of border on it, px; less where it is faint or interrupted. */
  readonly border: number;
  /**
   * Of the part between two places on the line (px along it, from the foot of the perpendicular): −1 to 1; the sign
   * tells which side is brighter, so that texture, which changes sides, comes to nothing.
   */
  between(from: number, to: number): number;
}

function supportOf(picture: Grey, line: Line): LineSupport {
  const { width, height, data } = picture;
  const { cos, sin, rho } = line;
  const half = Math.ceil(Math.hypot(width, height) / 2) + 2;
  const sums = new Float32Array(2 * half + 2);
  const footX = width / 2 + rho * cos;
  const footY = height / 2 + rho * sin;
  const at = (x: number, y: number): number => data[(y | 0) * width + (x | 0)] ?? 0;
  let sum = 0;
  let border = 0;
  let up = 0;
  let down = 0;
  for (let step = -half; step <= half; step += 1) {
    const x = footX - step * sin;
    const y = footY + step * cos;
    // Six pixels to each side are looked at.
    if (x >= 6 && y >= 6 && x < width - 6 && y < height - 6) {
      const beyond =
        at(x + 2 * cos, y + 2 * sin) + at(x + 3.5 * cos, y + 3.5 * sin) + at(x + 5 * cos, y + 5 * sin);
      const before =
        at(x - 2 * cos, y - 2 * sin) + at(x - 3.5 * cos, y - 3.5 * sin) + at(x - 5 * cos, y - 5 * sin);
      const part = (beyond - before) / 3 / wholeStep;
      const bounded = part > 1 ? 1 : part < -1 ? -1 : part;
      sum += bounded;
      up = Math.max(0, up + bounded - gap);
      down = Math.max(0, down - bounded - gap);
      border = Math.max(border, up, down);
    }
    sums[step + half + 1] = sum;
  }
  return {
    line,
    border: border / (1 - gap),
    between(from, to) {
      const first = Math.max(0, Math.round(Math.min(from, to)) + half);
      const last = Math.min(2 * half + 1, Math.round(Math.max(from, to)) + half);
      return last <= first ? 0 : ((sums[last] ?? 0) - (sums[first] ?? 0)) / (last - first);
    },
  };
}
