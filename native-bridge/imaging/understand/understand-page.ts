/** All that is known about a page from its picture alone: how it lies, what it bears, what is wrong with it. */
import type { Rgb } from '../raster.ts';
import { blankness } from './blank.ts';
import { componentsOf, pieceBox, type Components } from './components.ts';
import { inkMapOf } from './ink-map.ts';
import { colourRegions, type ColourRegion } from './colour-regions.ts';
import { surroundOf } from './lid.ts';
import { lyingAsItIs, orientationOf, readingDeg, type Turn } from './orientation.ts';
import { papersOnGlass, papersUnderWhiteLid, type PaperOnGlass } from './paper-edges.ts';
import { verdictsOf, type Verdict } from './quality.ts';
import { skewOf, strokeDepth } from './skew.ts';
import { letterLines, type LetterLine } from './text-lines.ts';
import { workingPictures } from './working-pictures.ts';

/** How a page lies, and whether it bears anything: what is needed before its file is made. */
export interface PageLie {
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

/** What a picture tells about its page (nhận biết trang); places are px of the page as captured. */
export interface PageUnderstanding extends PageLie {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Anything coloured at all; without it a page may be kept in grey. */
  readonly hasColour: boolean;
  /** Largest first; what is here must stay in colour. */
  readonly colours: readonly ColourRegion[];
  /** Largest first; more than one is offered as so many pages. Empty: no edge is seen, the picture is the sheet. */
  readonly papers: readonly PaperOnGlass[];
  readonly verdicts: readonly Verdict[];
}

/** @param dpi what the page claims, in both directions. Never throws; the time grows with the pixels only. */
export function lieOfPage(page: Rgb, dpi: number): PageLie {
  return lookedAt(page, dpi).lie;
}

/** @param dpi what the page claims, in both directions. Never throws; the time grows with the pixels only. */
export function understandPage(page: Rgb, dpi: number): PageUnderstanding {
  const { lie, pictures, ink, pieces, lines, surround } = lookedAt(page, dpi);
  const { colour, coarseDpi, coarseFactor } = pictures;
  const colours = colourRegions(colour, surround, coarseFactor, coarseDpi);
  const papers = papersOnGlass(surround, coarseFactor, coarseDpi);
  return {
    ...lie,
    widthPx: page.widthPx,
    heightPx: page.heightPx,
    hasColour: colours.length > 0,
    colours,
    papers:
      papers.length > 0
        ? papers
        : papersUnderWhiteLid(colour, coarseFactor, coarseDpi, middles(pieces, lines, pictures.fineFactor)),
    verdicts: lie.blank ? [] : verdictsOf(page, dpi, pictures, { ink, pieces, lines }, surround),
  };
}

/** Lines of print, and letters in each, from which a page is not asked whether it is blank. */
const plainly = { lines: 5, letters: 8 };
const written = { blank: false, degree: 0 };

function isWritten(lines: readonly LetterLine[]): boolean {
  return lines.filter(({ letters }) => letters.length >= plainly.letters).length >= plainly.lines;
}

/** The look that both share: everything the page's lie is told by. */
function lookedAt(page: Rgb, dpi: number) {
  const pictures = workingPictures(page, dpi);
  const { fine, colour, coarse, fineDpi } = pictures;
  const ink = inkMapOf(fine);
  const skew = skewOf(ink);
  const pieces = componentsOf(ink, strokeDepth(ink), skew ? readingDeg(skew) : 0);
  const lines = skew ? letterLines(pieces, fineDpi) : [];
  const orientation = skew ? orientationOf(skew, pieces, lines) : lyingAsItIs;
  const surround = surroundOf(coarse);
  const blank = isWritten(lines) ? written : blankness(ink, fine, colour, surround, fineDpi);
  const lie: PageLie = {
    skewDeg: skew?.deg ?? null,
    turnDeg: orientation.turnDeg,
    turnSure: orientation.sure,
    blank: blank.blank,
    blankDegree: blank.degree,
  };
  return { lie, pictures, ink, pieces, lines, surround };
}

/** A place in the middle of each line of print, px of the page. */
function middles(
  pieces: Components,
  lines: readonly LetterLine[],
  factor: number,
): { x: number; y: number }[] {
  return lines
    .filter(({ letters }) => letters.length >= 5)
    .map(({ letters }) => {
      const letter = letters[letters.length >> 1] ?? 0;
      const { x, y, width, height } = pieceBox(pieces, letter);
      return { x: (x + width / 2) * factor, y: (y + height / 2) * factor };
    });
}
