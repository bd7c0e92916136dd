/** What is known about a made page: places are in pixels of the finished picture, y downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Quad = readonly [Point, Point, Point, Point];

/** Upright rectangle around a thing, px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Word {
  readonly text: string;
  readonly quad: Quad;
  readonly box: Box;
}

export interface TextLine {
  readonly text: string;
  readonly words: readonly Word[];
  readonly box: Box;
}

export type MarkKind = 'dot' | 'thin-stroke' | 'faint-stamp' | 'pencil-number' | 'small-line' | 'signature';

/** A small thing that no later step may lose. */
export interface Mark {
  readonly kind: MarkKind;
  readonly box: Box;
}

export interface Region {
  readonly kind: 'stamp' | 'signature' | 'photo';
  readonly box: Box;
}

/** One sheet on the glass; corners in the order of the upright sheet: top left, top right, bottom right, bottom left. */
export interface Paper {
  readonly corners: Quad;
  readonly widthMm: number;
  readonly heightMm: number;
}

export interface PageTruth {
  readonly seed: number;
  readonly kind: PageKind;
  readonly dpi: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Degrees, clockwise positive: how far the text lines of the page are off the nearest axis. */
  readonly skewDeg: number;
  /** The page lies turned clockwise by so much, without the skew. */
  readonly turnDeg: 0 | 90 | 180 | 270;
  /** Nothing that a person wrote or printed on this side. */
  readonly blank: boolean;
  readonly lines: readonly TextLine[];
  readonly regions: readonly Region[];
  readonly marks: readonly Mark[];
  readonly papers: readonly Paper[];
}

export const pageKinds = [
  'form',
  'letter',
  'table',
  'certificate',
  'blank-back',
  'marked-back',
  'photo',
  'two-papers',
  'id-card',
] as const;
/** What lies on the glass; `blank-back` bears nothing of its own, `marked-back` one small thing only. */
export type PageKind = (typeof pageKinds)[number];
