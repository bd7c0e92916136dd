/** All that is known about a page from its picture alone: how it lies, whether it bears anything. */
import type { Rgb } from '../raster.ts';
import { blankness } from './blank.ts';
import { componentsOf } from './components.ts';
import { inkMapOf } from './ink-map.ts';
import { surroundOf } from './lid.ts';
import { lyingAsItIs, orientationOf, readingDeg, type Turn } from './orientation.ts';
import { skewOf, strokeDepth } from './skew.ts';
import { letterLines } from './text-lines.ts';
import { workingPictures } from './working-pictures.ts';

/** Upright rectangle, px of the page as captured, y downwards. */
export interface PageBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a picture tells about its page (nhận biết trang); places are px of the page as captured. */
export interface PageUnderstanding {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Degrees, clockwise positive, ±15: how far text lines are off the nearest axis. Null: no lines to tell it by. */
  readonly skewDeg: number | null;
  /** The page lies turned clockwise by so much. 0 where `turnSure` is false: left as it is. */
  readonly turnDeg: Turn;
  readonly turnSure: boolean;
  /** Nothing on it but what shows through, dust, holes. Such a page is set aside, never deleted unseen. */
  readonly blank: boolean;
  /** 0 surely written on – 1 surely blank; `blank` above 0.5. */
  readonly blankDegree: number;
}

/** @param dpi what the page claims, in both directions. Never throws; the time grows with the pixels only. */
export function understandPage(page: Rgb, dpi: number): PageUnderstanding {
  const { fine, colour, coarse, fineDpi } = workingPictures(page, dpi);
  const ink = inkMapOf(fine);
  const skew = skewOf(ink);
  const pieces = skew && componentsOf(ink, strokeDepth(ink), readingDeg(skew));
  const lines = pieces ? letterLines(pieces, fineDpi) : [];
  const orientation = skew && pieces ? orientationOf(skew, pieces, lines) : lyingAsItIs;
  const blank = blankness(ink, fine, colour, surroundOf(coarse), fineDpi);
  return {
    widthPx: page.widthPx,
    heightPx: page.heightPx,
    skewDeg: skew?.deg ?? null,
    turnDeg: orientation.turnDeg,
    turnSure: orientation.sure,
    blank: blank.blank,
    blankDegree: blank.degree,
  };
}
