/** Messages of the process that reads pages; part of contract.ts, kept beside it for length. */
import { z } from 'zod';

const nothing = z.object({});
const Turn = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]);

/** Places are px of the page turned upright, y downwards. */
const TextWord = z.object({
  text: z.string().max(200),
  left: z.number(),
  widthPx: z.number().positive(),
});

/** Words on one base line, in order of reading. */
const TextLine = z.object({
  top: z.number(),
  heightPx: z.number().positive(),
  words: z.array(TextWord).min(1),
});
export type TextLine = z.infer<typeof TextLine>;

/** The words of a page (lớp chữ), as far as a machine could read them. */
export const PageText = z.object({
  /** Size of the straightened page turned upright, px. */
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  /** The page lies turned clockwise by so much; turned back by it, its text stands upright. */
  turnDeg: Turn,
  lines: z.array(TextLine),
});
export type PageText = z.infer<typeof PageText>;

/** The reading process: one page at a time, after all else that the computer has to do. */
export const readingOperations = {
  /**
   * bodies [a page's JPEG, as captured] -> its words, read by the program of this computer (`native`) or by the one that
   * comes with the application (`packaged`). `none`: neither of them reads Vietnamese here.
   * Fails: file-damaged, cancelled, page-unreadable (the program failed, said too much or took too long).
   */
  readPage: {
    params: z.object({
      dpi: z.number(),
      /** As `prepare` found it, so that places are those of the prepared page; null: not known, to be found out. */
      lie: z.object({ skewDeg: z.number().nullable(), turnDeg: Turn }).nullable(),
    }),
    item: nothing,
    result: z.discriminatedUnion('ocr', [
      z.object({ ocr: z.enum(['native', 'packaged']), text: PageText }),
      z.object({ ocr: z.literal('none') }),
    ]),
  },
  /**
   * bodies [PDF] -> one `item` for each asked page that bears text of its own; a page without is a picture to be read.
   * Fails: file-damaged, file-encrypted, cancelled.
   */
  textsOfPdf: {
    params: z.object({ pageIndexes: z.array(z.number().int().min(0)).max(2_000) }),
    item: z.object({ pageIndex: z.number().int(), text: PageText }),
    result: nothing,
  },
} as const;
