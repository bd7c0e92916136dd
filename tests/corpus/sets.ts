/** Groups of pages, each for one question; a seed's place in its group decides what the question needs. */
import type { Wish } from './conditions.ts';
import { randomOf } from './random.ts';

const written = ['form', 'letter', 'table', 'certificate'] as const;
const turns = [0, 90, 180, 270] as const;

/** Written pages, skew evenly over ±`maxDeg`, every orientation. */
export function writtenPage(seed: number, maxDeg: number): Wish & { readonly skewDeg: number } {
  const random = randomOf(seed * 31 + 7);
  const skewDeg = random.between(-maxDeg, maxDeg);
  const lid = random.pick(['none', 'none', 'white', 'grey', 'dark'] as const);
  return {
    seed,
    kind: random.pick(written),
    skewDeg,
    turnDeg: turns[seed % 4] ?? 0,
    lid,
    faces: 'installed',
  };
}

/** Backs: two of five bear one small thing, the others nothing of their own. */
export function backPage(seed: number): Wish {
  return { seed, kind: seed % 5 < 2 ? 'marked-back' : 'blank-back', faces: 'installed' };
}

/** Small papers on one glass. */
export function smallPapers(seed: number): Wish {
  const random = randomOf(seed * 17 + 3);
  const kind = seed % 2 === 0 ? 'two-papers' : 'id-card';
  return {
    seed,
    kind,
    turnDeg: 0,
    skewDeg: random.between(-6, 6),
    holes: false,
    bleed: 0,
    faces: 'installed',
  };
}

/** What the gate must find; `none` is a page on which it must find nothing. */
export const faults = ['none', 'blur', 'cut', 'shadow', 'glare', 'low-dpi', 'faint'] as const;
export type Fault = (typeof faults)[number];
