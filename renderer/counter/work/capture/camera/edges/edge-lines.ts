/** Long straight edges of a picture: steps between areas, voted into lines by Hough's transform. Pure. */
import type { Grey } from './grey.ts';
import { integralOf } from './grey.ts';

/** x·cos + y·sin = rho, measured from the middle of the picture. */
export interface Line {
  readonly cos: number;
  readonly sin: number;
  readonly rho: number;
  /** Direction of the normal, whole degrees, 0–179. */
  readonly degrees: number;
  readonly votes: number;
}

/**
 * Half length of the windows compared on both sides of a pixel, px. So wide that rows of text, 4–5 px apart in a page
 * that fills the picture, average out, and page borders remain.
 */
const reach = 4;
/** Half width of these windows across. */
const across = 2;
/** Steps below this are noise, grey levels. */
const leastStep = 2.5;
/** A strong edge votes no more than this many grey levels' worth: a white page on a light desk must have its say. */
const mostWeight = 24;
/** The windows are square, so the direction that they give is off by a few degrees. */
const spreadDegrees = 5;
/** Lines told, before it is looked at what lies along them; and of one direction, so that wood grain is not all. */
const mostLines = 110;
const mostOfDirection = 16;
/** At a border the brightness changes within two pixels by this part of the step; beside a thin line it does not. */
const leastSharp = 0.3;

export function edgeLines(picture: Grey): Line[] {
  const votes = new Votes(picture.width, picture.height);
  voteSteps(picture, votes);
  return votes.strongest();
}

/** Pixels where the step is greatest along its own direction vote. */
function voteSteps(picture: Grey, votes: Votes): void {
  const { width, height, data } = picture;
  const sums = integralOf(picture);
  const stride = width + 1;
  const size = width * height;
  const gx = new Float32Array(size);
  const gy = new Float32Array(size);
  const strength = new Float32Array(size);
  const cells = reach * (2 * across + 1);
  const box = (x0: number, y0: number, x1: number, y1: number): number =>
    (sums[y1 * stride + x1] ?? 0) -
    (sums[y0 * stride + x1] ?? 0) -
    (sums[y1 * stride + x0] ?? 0) +
    (sums[y0 * stride + x0] ?? 0);
  const margin = reach + 1;
  for (let y = margin; y < height - margin; y += 1) {
    for (let x = margin; x < width - margin; x += 1) {
      const right = box(x + 1, y - across, x + 1 + reach, y + across + 1);
      const left = box(x - reach, y - across, x, y + across + 1);
      const below = box(x - across, y + 1, x + across + 1, y + 1 + reach);
      const above = box(x - across, y - reach, x + across + 1, y);
      const at = y * width + x;
      const dx = (right - left) / cells;
      const dy = (below - above) / cells;
      gx[at] = dx;
      gy[at] = dy;
      strength[at] = Math.sqrt(dx * dx + dy * dy);
    }
  }
  for (let y = margin; y < height - margin; y += 1) {
    for (let x = margin; x < width - margin; x += 1) {
      const at = y * width + x;
      const here = strength[at] ?? 0;
      if (here < leastStep) continue;
      const dx = gx[at] ?? 0;
      const dy = gy[at] ?? 0;
      const sharp =
        ((data[at + 1] ?? 0) - (data[at - 1] ?? 0)) * dx +
        ((data[at + width] ?? 0) - (data[at - width] ?? 0)) * dy;
      if (sharp < leastSharp * here * here) continue;
      const aside =
        Math.abs(dx) > 2 * Math.abs(dy)
          ? 1
          : Math.abs(dy) > 2 * Math.abs(dx)
            ? width
            : diagonal(dx, dy, width);
      if (here < (strength[at + aside] ?? 0) || here <= (strength[at - aside] ?? 0)) continue;
      votes.add(x, y, dx, dy, Math.min(here, mostWeight));
    }
  }
}

function diagonal(dx: number, dy: number, width: number): number {
  return dx * dy > 0 ? width + 1 : width - 1;
}

/** Counts lines by their direction, in fans of 12 degrees. */
export class Directions {
  readonly #most: number;
  readonly #taken = new Uint8Array(15);

  constructor(most: number) {
    this.#most = most;
  }

  /** False when there are enough of them. */
  take(degrees: number): boolean {
    const fan = Math.floor(((degrees + 6) % 180) / 12);
    const taken = this.#taken[fan] ?? 0;
    this.#taken[fan] = taken + 1;
    return taken < this.#most;
  }
}

class Votes {
  readonly #cells: Float32Array;
  readonly #rhos: number;
  readonly #middle: number;
  readonly #midX: number;
  readonly #midY: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(width: number, height: number) {
    this.#midX = width / 2;
    this.#midY = height / 2;
    this.#middle = Math.ceil(Math.hypot(width, height) / 2) + 2;
    this.#rhos = 2 * this.#middle + 1;
    this.#cells = new Float32Array(180 * this.#rhos);
    this.#cos = Float64Array.from({ length: 180 }, (_, degrees) => Math.cos((degrees * Math.PI) / 180));
    this.#sin = Float64Array.from({ length: 180 }, (_, degrees) => Math.sin((degrees * Math.PI) / 180));
  }

  add(x: number, y: number, dx: number, dy: number, weight: number): void {
    const px = x + 0.5 - this.#midX;
    const py = y + 0.5 - this.#midY;
    const towards = Math.round((Math.atan2(dy, dx) * 180) / Math.PI);
    for (let off = -spreadDegrees; off <= spreadDegrees; off += 1) {
      const degrees = (towards + off + 360) % 180;
      const rho = px * (this.#cos[degrees] ?? 0) + py * (this.#sin[degrees] ?? 0) + this.#middle;
      const low = Math.floor(rho);
      const part = rho - low;
      const cell = degrees * this.#rhos + low;
      // Shared between the two nearest cells, so that no line falls between them.
      this.#cells[cell] = (this.#cells[cell] ?? 0) + weight * (1 - part);
      this.#cells[cell + 1] = (this.#cells[cell + 1] ?? 0) + weight * part;
    }
  }

  /** Peaks, the highest first; each takes what is next to it. */
  strongest(): Line[] {
    const peaks = this.#peaks();
    const lines: Line[] = [];
    const directions = new Directions(mostOfDirection);
    for (const { cell, votes } of peaks) {
      const degrees = Math.floor(cell / this.#rhos);
      const rho = (cell % this.#rhos) - this.#middle;
      if (lines.some((line) => isBeside(line, degrees, rho))) continue;
      const cos = this.#cos[degrees] ?? 1;
      const sin = this.#sin[degrees] ?? 0;
      if (!directions.take(degrees)) continue;
      lines.push({ cos, sin, rho, degrees, votes });
      if (lines.length === mostLines) break;
    }
    return lines;
  }

  #peaks(): { cell: number; votes: number }[] {
    const cells = this.#cells;
    const rhos = this.#rhos;
    const found: { cell: number; votes: number }[] = [];
    for (let degrees = 0; degrees < 180; degrees += 1) {
      for (let rho = 1; rho < rhos - 1; rho += 1) {
        const cell = degrees * rhos + rho;
        const votes = cells[cell] ?? 0;
        // A border of some thirty pixels with the least contrast that counts.
        if (votes < 90 || votes < (cells[cell - 1] ?? 0) || votes <= (cells[cell + 1] ?? 0)) continue;
        if (degrees > 0 && votes < (cells[cell - rhos] ?? 0)) continue;
        if (degrees < 179 && votes <= (cells[cell + rhos] ?? 0)) continue;
        found.push({ cell, votes });
      }
    }
    return found.sort((one, other) => other.votes - one.votes);
  }
}

function isBeside(line: Line, degrees: number, rho: number): boolean {
  const apart = Math.abs(line.degrees - degrees);
  if (apart <= 4) return Math.abs(line.rho - rho) <= 5;
  // 179° and 0° are neighbours, seen from the other side.
  return apart >= 176 && Math.abs(line.rho + rho) <= 5;
}
