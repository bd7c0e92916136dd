/** The papers of one batch from the feeder: separator sheets (tờ phân cách) say to which the pages after them go. */
import { componentOfSeparator } from '../domain/separator.ts';

/** How a batch is split; see `capture.scan`. */
export interface Separators {
  /** A blank sheet is one too: on to the next paper. */
  readonly blank: boolean;
  /** The papers that take pages, in the order of the screen. */
  readonly papers: readonly string[];
}

/** What was seen on a page. */
export interface SeparatorSeen {
  readonly codes: readonly string[];
  readonly blank: boolean;
}

export interface BatchPapers {
  /** Where the next page goes. */
  current(): string;
  /**
   * What a page that has just come is. `sheet`: it is a separator's side, alone or with the side before it (`withBefore`);
   * the pages after go to `current()`.
   */
  took(
    seen: SeparatorSeen,
  ): { readonly kind: 'page' } | { readonly kind: 'sheet'; readonly withBefore: boolean };
}

/** @param sides of a sheet, one after the other */
export function batchPapers(first: string, { papers }: Separators, sides: 1 | 2): BatchPapers {
  let paper = first;
  let count = 0;
  /** The front of this sheet: a separator by its code, or blank, which a sheet is only when both sides are. */
  let front: 'code' | 'blank' | 'page' = 'page';

  const named = ({ codes }: SeparatorSeen) =>
    codes.map(componentOfSeparator).find((id): id is string => id !== null);

  function turnTo(componentId: string): void {
    // one of another procedure is put aside all the same, and changes nothing
    if (papers.includes(componentId)) paper = componentId;
  }

  function turnToNext(): void {
    paper = papers[papers.indexOf(paper) + 1] ?? paper;
  }

  return {
    current: () => paper,
    took(seen) {
      const isBack = sides === 2 && count % 2 === 1;
      count += 1;
      const code = named(seen);
      if (isBack) {
        const was = front;
        front = 'page';
        // a code read on the front has spoken for the sheet, whatever is on its back
        if (was === 'code') return { kind: 'sheet', withBefore: false };
        if (code !== undefined) {
          turnTo(code);
          return { kind: 'sheet', withBefore: was === 'blank' };
        }
        if (was !== 'blank' || !seen.blank) return { kind: 'page' };
        turnToNext();
        return { kind: 'sheet', withBefore: true };
      }
      front = code === undefined ? (seen.blank ? 'blank' : 'page') : 'code';
      if (code !== undefined) {
        turnTo(code);
        return { kind: 'sheet', withBefore: false };
      }
      if (!seen.blank || sides === 2) return { kind: 'page' };
      turnToNext();
      return { kind: 'sheet', withBefore: false };
    },
  };
}
