/** What is seen on a captured page while its paper is still at hand; part of contract-imaging.ts, kept apart for length. */
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Upright rectangle in shares of the captured page's width and height, y downwards. */
export const PageRegion = z.object({ x: share, y: share, width: share, height: share });
export type PageRegion = z.infer<typeof PageRegion>;

/** `dark`: the picture is black, so nothing can be told of the paper. The others: native-bridge/imaging/understand. */
export const FaultKind = z.enum(['low-dpi', 'blur', 'cut', 'glare', 'shadow', 'unreadable', 'dark']);
export type FaultKind = z.infer<typeof FaultKind>;

/** One fault of a captured page (lỗi của trang). */
export const PageFault = z.object({
  kind: FaultKind,
  /** `rescan`: the page would not serve as it is; `warn`: somebody should look. */
  severity: z.enum(['warn', 'rescan']),
  region: PageRegion,
  /** The piece of `region` that shows the fault best when it is magnified. */
  closeUp: PageRegion,
  /** low-dpi: dots per inch; blur: width of edges in mm; cut: lines of text; glare: share of the sheet; shadow and unreadable: share of light and of contrast left; dark: share that is black. */
  value: z.number(),
});
export type PageFault = z.infer<typeof PageFault>;

const Corner = z.object({ x: z.number(), y: z.number() });

/** A paper on the glass; its corners clockwise from the top left, in shares; a bent corner may lie outside. */
export const PaperPlace = z.object({
  corners: z.tuple([Corner, Corner, Corner, Corner]),
  longMm: z.number(),
  shortMm: z.number(),
  size: z.enum(['a4', 'a5', 'id-card', 'other']),
});
export type PaperPlace = z.infer<typeof PaperPlace>;

/** What one look at a page tells. */
export const PageFacts = z.object({
  /** Nothing is on it. A black picture is not blank: it is a fault. */
  blank: z.boolean(),
  skewDeg: z.number().nullable(),
  /** How it lies, clockwise; 0 where that is not sure. */
  turnDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  turnSure: z.boolean(),
  /** Dots per inch that the page really has. */
  dpi: z.number(),
  hasColour: z.boolean(),
  faults: z.array(PageFault),
  /** Two or more: each could be a page of its own. */
  papers: z.array(PaperPlace),
});
export type PageFacts = z.infer<typeof PageFacts>;
