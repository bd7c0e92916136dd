/** Messages of the imaging workers; part of contract.ts, kept beside it for length. */
import { z } from 'zod';
import { PageFacts, PaperPlace } from './contract-page-look.ts';
import { PageText } from './contract-reading.ts';
import { SlipItem } from './contract-slip.ts';

const nothing = z.object({});

/** A page picture: bodies are [JPEG page, JPEG thumbnail]. */
export const PageItem = z.object({
  /** 0-based place in the file or batch. */
  index: z.number().int(),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  dpi: z.number(),
});
export type PageItem = z.infer<typeof PageItem>;

/** A page that `prepare` made: a PDF of one page, known to keep the archive's rules. */
const PreparedBody = z.object({
  body: z.number().int(),
  /** Index of the body that holds its words (`PageText` as JSON), null: none are known. */
  text: z.number().int().nullable(),
  rotation: z.number().int(),
});
export type PreparedBody = z.infer<typeof PreparedBody>;

export const ComposePage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('image'),
    /** Index into the request's bodies: a JPEG. */
    body: z.number().int(),
    widthPx: z.number().int(),
    heightPx: z.number().int(),
    dpi: z.number(),
    rotation: z.number().int(),
  }),
  z.object({
    type: z.literal('pdf'),
    body: z.number().int(),
    pageIndex: z.number().int(),
    rotation: z.number().int(),
  }),
  PreparedBody.extend({ type: z.literal('prepared') }),
  /** Both sides of a card on one A4 page, each at 1:1. */
  z.object({ type: z.literal('card'), sides: z.tuple([PreparedBody, PreparedBody]) }),
]);
export type ComposePage = z.infer<typeof ComposePage>;

/** What a composed file says about itself beside its title; no personal data of the citizen. */
export const FileAbout = z.object({
  dossier: z.string(),
  component: z.string(),
  officer: z.string(),
  device: z.string(),
});
export type FileAbout = z.infer<typeof FileAbout>;

/** How a page was written: in layers, or as one picture because it is one or because layers would lose something. */
export const PageForm = z.enum(['layers', 'photograph', 'not-legible', 'coarse']);
export type PageForm = z.infer<typeof PageForm>;

/** How a page lies, and whether it bears anything; see native-bridge/imaging/understand. */
export const PageLie = z.object({
  /** Degrees that its lines are off, clockwise positive; it is set straight by as much. Null: no lines. */
  skewDeg: z.number().nullable(),
  /** How it lies, clockwise; told, not changed. */
  turnDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  turnSure: z.boolean(),
  /** Nothing is on it; told, the page is kept. */
  blank: z.boolean(),
});
export type PageLie = z.infer<typeof PageLie>;

/** What was found out about a page when it was prepared. */
export const PreparedPageFacts = PageLie.extend({
  form: PageForm,
  /** What a look at the page tells; only when how it lies was not told. */
  seen: PageFacts.optional(),
});
export type PreparedPageFacts = z.infer<typeof PreparedPageFacts>;

/** Imaging workers: pure functions over bytes, any number of workers. */
export const imagingOperations = {
  /** bodies [file] -> what it really is. Fails: file-empty, file-type-unknown, file-damaged, file-encrypted, image-too-large, file-too-many-pages. */
  inspect: {
    params: z.object({ name: z.string() }),
    item: nothing,
    result: z.object({
      mime: z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']),
      signed: z.boolean(),
      pageCount: z.number().int(),
    }),
  },
  /** bodies [file] -> one `item` a page, in order, as soon as it is ready; honours cancel between pages. */
  pages: {
    params: z.object({
      mime: z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']),
      /** Dots per inch at which PDF pages are rendered, and that pictures without a believable tag are taken as. */
      dpi: z.number(),
    }),
    item: PageItem,
    result: z.object({ pageCount: z.number().int() }),
  },
  /** bodies [one scanned page: PNM, PNG, TIFF or JPEG] -> bodies [JPEG page, JPEG thumbnail]. */
  scannedPage: {
    params: z.object({ dpi: z.number() }),
    item: nothing,
    result: PageItem.omit({ index: true }),
  },
  /** bodies [a page's JPEG, as captured] -> its QR codes that begin with `prefix`, and whether it is blank when `blank` asks. */
  separator: {
    params: z.object({ dpi: z.number(), prefix: z.string().min(1), blank: z.boolean() }),
    item: nothing,
    result: z.object({ codes: z.array(z.string()), blank: z.boolean() }),
  },
  /** bodies [a page's JPEG, as captured] -> what is seen on it. */
  look: { params: z.object({ dpi: z.number() }), item: nothing, result: PageFacts },
  /** bodies [a page's JPEG] -> one `item` and its bodies [JPEG page, JPEG thumbnail] for each paper, upright, in order. */
  cutPapers: {
    params: z.object({ dpi: z.number(), papers: z.array(PaperPlace.shape.corners).min(1).max(20) }),
    item: PageItem,
    result: z.object({ pageCount: z.number().int() }),
  },
  /**
   * bodies [a page's JPEG, as captured] -> bodies [PDF of this page alone]: cleaned, small, 1:1. Without `lie` it is
   * found out first; with that of `look` the page need not be searched a second time.
   */
  prepare: {
    params: z.object({ dpi: z.number(), lie: PageLie.optional() }),
    item: nothing,
    result: PreparedPageFacts,
  },
  /**
   * bodies as named by `pages` -> bodies [PDF]; 1:1 size, pictures above `dpi` reduced to it, JPEG colour. PDF/A-2b,
   * 2u with words, unless a page is copied from a PDF that came from elsewhere.
   */
  compose: {
    params: z.object({
      pages: z.array(ComposePage),
      about: FileAbout,
      dpi: z.number(),
      title: z.string(),
      subject: z.string(),
      /** Epoch ms; same input, same bytes. */
      createdAt: z.number(),
    }),
    item: nothing,
    result: z.object({ pageCount: z.number().int() }),
  },
  /**
   * bodies [PDF] -> one `item` for each asked page (`index` is its place in the PDF), drawn as a scanner would give it,
   * with the words that it bears itself; null: none, it is a picture. One page at a time is in memory.
   * Fails: file-damaged, file-encrypted, image-too-small, cancelled, and pdf-page-too-large for one that could not be
   * drawn at `leastDpi`.
   */
  drawPdf: {
    params: z.object({
      dpi: z.number(),
      leastDpi: z.number(),
      pageIndexes: z.array(z.number().int().min(0)).max(2_000),
    }),
    item: PageItem.extend({ text: PageText.nullable() }),
    result: nothing,
  },
  /** bodies [PDF] -> bodies [PNG of each page]. */
  renderPdf: {
    params: z.object({ dpi: z.number(), maxPages: z.number().int() }),
    item: nothing,
    result: z.object({ pageCount: z.number().int() }),
  },
  /** Draws a slip -> bodies [1-bit bitmap, rows padded to bytes, 1 = black, MSB left; PNG preview]. */
  drawSlip: {
    params: z.object({
      widthPx: z.number().int(),
      /** Dots kept white at the left and at the right; 0 unless told. */
      marginPx: z.number().int().min(0).optional(),
      items: z.array(SlipItem),
    }),
    item: nothing,
    result: z.object({ widthPx: z.number().int(), heightPx: z.number().int() }),
  },
} as const;
