/** How a sheet lies and how it is taken: all that a seed decides and a test may fix. */
import { randomOf } from './random.ts';
import { pageKinds, type PageKind } from './truth.ts';

export interface Conditions {
  readonly seed: number;
  readonly kind: PageKind;
  readonly dpi: number;
  /** Degrees, clockwise positive. */
  readonly skewDeg: number;
  readonly turnDeg: 0 | 90 | 180 | 270;
  /** What is seen around the sheet; `none`: the picture is the sheet. */
  readonly lid: 'none' | 'white' | 'grey' | 'dark';
  /** Size of the running text, points. */
  readonly textPt: number;
  /** Standard deviation of the sensor's noise, levels of 255. */
  readonly noise: number;
  /** Radius of the lens's blur, px of the picture; a good scanner has 0.5. */
  readonly blurPx: number;
  /** How far the light falls off to one side, share of full light. */
  readonly lightFall: number;
  /** Darkness of a shadow across the page, share of the light that it takes; 0 none. */
  readonly shadow: number;
  /** How strongly the other side shows through, share of its ink; 0 not at all. */
  readonly bleed: number;
  /** Specks of dust. */
  readonly dust: number;
  readonly holes: boolean;
  readonly bentCorner: boolean;
  /** Marks of 2 px, strokes of 1 px, faint stamps and pencilled numbers to plant on a written page. */
  readonly plants: boolean;
  /** Share of the page's light that is blown out in one spot, as by a lamp over a camera; 0 none. */
  readonly glare: number;
  /** `product`: only the fonts that every machine has. */
  readonly faces: 'product' | 'installed';
}

export type Wish = Partial<Conditions> & { readonly seed: number };

/** Ordinary trouble by the seed; whatever is wished stays as wished. */
export function conditionsOf(wish: Wish): Conditions {
  const random = randomOf(wish.seed);
  const kind = wish.kind ?? random.pick(pageKinds);
  const small = kind === 'two-papers' || kind === 'id-card';
  return {
    kind,
    dpi: random.pick([300, 300, 300, 200]),
    skewDeg: random.chance(0.15) ? 0 : random.between(-1, 1) ** 3 * 12,
    turnDeg: random.pick([0, 0, 0, 0, 90, 180, 270] as const),
    lid: small
      ? random.pick(['white', 'grey', 'dark'] as const)
      : random.pick(['none', 'none', 'none', 'white', 'grey', 'dark'] as const),
    textPt: random.pick([9, 10, 11, 12, 13, 13, 14]),
    noise: random.between(0.8, 5),
    blurPx: random.between(0.3, 0.9),
    lightFall: random.chance(0.5) ? random.between(0, 0.12) : 0,
    shadow: 0,
    bleed: random.chance(0.4) ? random.between(0.03, 0.14) : 0,
    dust: random.chance(0.4) ? random.whole(1, 25) : 0,
    holes: random.chance(0.15),
    bentCorner: random.chance(0.1),
    plants: false,
    glare: 0,
    faces: 'product',
    ...wish,
  };
}
