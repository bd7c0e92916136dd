/** Corners to a fraction of a pixel: each side is fitted to the steps found across it. Pure. */
import type { Grey } from './grey.ts';
import { sample } from './grey.ts';
import type { Point, Quad } from './quad.ts';
import { distance } from './quad.ts';

export interface Refined {
  readonly corners: Quad;
  /** Part of each side where its border was found where the fitted line says, 0–1. */
  readonly seen: readonly number[];
  /** Mean step across each side there, grey levels; positive when the inside is brighter. */
  readonly steps: readonly number[];
}

/** Places looked at along each side. */
const places = 48;
/** A border this far from the fitted line belongs to something else, px. */
const near = 1.6;
/** Least step that is a border, grey levels. */
const leastStep = 2.5;

interface Found {
  readonly x: number;
  readonly y: number;
  readonly step: number;
}

interface Fit {
  readonly point: Point;
  /** Unit direction. */
  readonly dx: number;
  readonly dy: number;
}

/** `corners` clockwise; `within` px to each side of them are searched. */
export function refined(picture: Grey, corners: Quad, within: number): Refined | null {
  const fits: Fit[] = [];
  const seen: number[] = [];
  const steps: number[] = [];
  for (const [index, from] of corners.entries()) {
    const to = corners[(index + 1) % 4] ?? from;
    const found = stepsAcross(picture, from, to, within);
    const fit = fitted(found, from, to);
    if (!fit) return null;
    const close = found.filter((one) => Math.abs(offset(fit, one)) <= near);
    fits.push(fit);
    seen.push(close.length / places);
    steps.push(close.reduce((sum, one) => sum + one.step, 0) / Math.max(1, close.length));
  }
  const met = fits.map((fit, index) => meeting(fits[(index + 3) % 4] ?? fit, fit));
  const [a, b, c, d] = met;
  return a && b && c && d ? { corners: [a, b, c, d], seen, steps } : null;
}

/** At each place the greatest step across the side, of the sign that most of them have. */
function stepsAcross(picture: Grey, from: Point, to: Point, within: number): Found[] {
  const length = distance(from, to);
  if (length < 8) return [];
  // The right-hand normal of a clockwise side points inwards.
  const nx = -(to.y - from.y) / length;
  const ny = (to.x - from.x) / length;
  const profile = new Float32Array(2 * within + 7);
  const bright: Found[] = [];
  const dark: Found[] = [];
  let brighter = 0;
  for (let place = 0; place < places; place += 1) {
    const part = 0.04 + (0.92 * (place + 0.5)) / places;
    const x = from.x + (to.x - from.x) * part;
    const y = from.y + (to.y - from.y) * part;
    for (let k = 0; k < profile.length; k += 1) {
      const away = k - within - 3;
      profile[k] = sample(picture, x + nx * away - 0.5, y + ny * away - 0.5);
    }
    const up = peak(profile, within, 1);
    const down = peak(profile, within, -1);
    const put = (list: Found[], one: { away: number; step: number } | null): void => {
      if (one) list.push({ x: x + nx * one.away, y: y + ny * one.away, step: one.step });
    };
    put(bright, up);
    put(dark, down);
    brighter += (up?.step ?? 0) + (down?.step ?? 0);
  }
  return brighter >= 0 ? bright : dark;
}

/** The greatest step of one sign in a profile, with its place between pixels. */
function peak(profile: Float32Array, within: number, sign: 1 | -1): { away: number; step: number } | null {
  let best = 0;
  let bestAt = -1;
  // Between pixel k and k + 1.
  const stepAt = (k: number): number =>
    (sign *
      ((profile[k + 1] ?? 0) +
        (profile[k + 2] ?? 0) +
        (profile[k + 3] ?? 0) -
        (profile[k] ?? 0) -
        (profile[k - 1] ?? 0) -
        (profile[k - 2] ?? 0))) /
    3;
  for (let k = 2; k < profile.length - 3; k += 1) {
    const step = stepAt(k);
    if (step > best) {
      best = step;
      bestAt = k;
    }
  }
  if (best < leastStep) return null;
  const left = stepAt(bestAt - 1);
  const right = stepAt(bestAt + 1);
  const bend = left - 2 * best + right;
  const part = bend < 0 && bestAt > 2 && bestAt < profile.length - 4 ? (left - right) / (2 * bend) : 0;
  return { away: bestAt + 0.5 + part - within - 3, step: sign * best };
}

function offset(fit: Fit, { x, y }: Point): number {
  return (x - fit.point.x) * -fit.dy + (y - fit.point.y) * fit.dx;
}

/** A line through most of the places: fitted again and again, each place weighing less the farther off it is. */
function fitted(found: readonly Found[], from: Point, to: Point): Fit | null {
  if (found.length < places / 5) return null;
  const length = distance(from, to);
  let fit: Fit = { point: from, dx: (to.x - from.x) / length, dy: (to.y - from.y) / length };
  for (const reach of [8, 4, 2.5, 1.6, 1.6]) {
    let weight = 0;
    let mx = 0;
    let my = 0;
    const weights = found.map((one) => {
      const far = offset(fit, one) / reach;
      const share = Math.abs(far) >= 1 ? 0 : (1 - far * far) ** 2 * Math.min(Math.abs(one.step), 20);
      weight += share;
      mx += share * one.x;
      my += share * one.y;
      return share;
    });
    if (weight === 0) return null;
    mx /= weight;
    my /= weight;
    let xx = 0;
    let xy = 0;
    let yy = 0;
    found.forEach(({ x, y }, index) => {
      const share = weights[index] ?? 0;
      xx += share * (x - mx) ** 2;
      xy += share * (x - mx) * (y - my);
      yy += share * (y - my) ** 2;
    });
    const turn = Math.atan2(2 * xy, xx - yy) / 2;
    const sameWay = Math.cos(turn) * fit.dx + Math.sin(turn) * fit.dy >= 0 ? 1 : -1;
    fit = { point: { x: mx, y: my }, dx: sameWay * Math.cos(turn), dy: sameWay * Math.sin(turn) };
  }
  return fit;
}

function meeting(one: Fit, other: Fit): Point | null {
  const across = one.dx * other.dy - one.dy * other.dx;
  if (Math.abs(across) < 0.2) return null;
  const t = ((other.point.x - one.point.x) * other.dy - (other.point.y - one.point.y) * other.dx) / across;
  return { x: one.point.x + t * one.dx, y: one.point.y + t * one.dy };
}
