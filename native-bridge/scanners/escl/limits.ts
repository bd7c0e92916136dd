/** What a network scanner may take of this machine's time and memory. */
export interface EsclLimits {
  /** Until the connection stands, TLS included, ms. */
  readonly connectMs: number;
  /** Until the first byte of an answer, ms. */
  readonly answerMs: number;
  /** The same for a page: lamp, paper path and the first lines, ms. */
  readonly pageStartMs: number;
  /** Between two pieces of an answer, ms. */
  readonly idleMs: number;
  /** From the first to the last byte of a document, ms: a steady drip of single bytes ends here. */
  readonly documentMs: number;
  /** The same for a page, ms. */
  readonly pageMs: number;
  /** Largest document (capabilities, status), bytes. */
  readonly documentBytes: number;
  /** Largest page, bytes: A3 at 600 dpi in colour, uncompressed, is 208 MB. */
  readonly pageBytes: number;
  /** How long "busy" (503) is answered with asking again, ms, for a new job and for the next page. */
  readonly busyMs: number;
  /** Wait before asking again when the scanner names none, ms; a named one is held between this and ten times this. */
  readonly busyWaitMs: number;
  /** Pages of one job; a feeder holds a few hundred sheets. */
  readonly pages: number;
}

export const esclLimits: EsclLimits = {
  connectMs: 8_000,
  answerMs: 20_000,
  pageStartMs: 75_000,
  idleMs: 20_000,
  documentMs: 30_000,
  pageMs: 180_000,
  documentBytes: 1024 * 1024,
  pageBytes: 256 * 1024 * 1024,
  busyMs: 60_000,
  busyWaitMs: 1_000,
  pages: 2_000,
};
