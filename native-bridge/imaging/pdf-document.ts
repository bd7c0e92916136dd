import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { BridgeError } from '../bridge-error.ts';
import { latin1 } from './file-kind.ts';
import { guardMemory } from './memory-guard.ts';
import { maxPagePixels, maxPixels, maxSidePx } from './limits.ts';
import { possiblePaper, reduction } from './page-size.ts';
import { refuseImpossiblePictures } from './pdf-pictures.ts';
import { refuseTooSmall } from './picture.ts';
import type { RawPicture } from './pnm.ts';

/** The canvas of pdfjs-dist's own dependency: drawing across two copies of the addon fails. */
interface Surface {
  readonly canvas: { data(): Buffer };
  readonly context: unknown;
}
interface SurfaceMaker {
  create(widthPx: number, heightPx: number): Surface;
  destroy(surface: Surface): void;
}

export type DrawnPage = RawPicture & { readonly dpi: number };

/** An open PDF (pdf.js). Close it. */
export interface PdfDocument {
  readonly pageCount: number;
  /** What the form's flags say; an empty signature field sets them too. */
  mentionsSignatures(): Promise<boolean>;
  /**
   * Draws page `index` (0-based) at `dpi`, or lower when the page is huge. The picture is the canvas's own memory and
   * is gone when `use` has resolved.
   * @throws BridgeError file-damaged, image-too-small, cancelled
   */
  render<Value>(
    index: number,
    dpi: number,
    signal: AbortSignal,
    use: (drawn: DrawnPage) => Promise<Value>,
  ): Promise<Value>;
  /**
   * The text that page `index` bears itself, in order of reading, at 72 px an inch of the page as shown.
   * @throws BridgeError file-damaged
   */
  textOf(index: number): Promise<PdfPageText>;
  close(): Promise<void>;
}

export interface PdfPageText {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pieces: readonly PdfTextPiece[];
}

/** A run of text in one direction; places are px, y downwards, of its box as shown. */
export interface PdfTextPiece {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly endsLine: boolean;
}

/** Where the end marker must stand, bytes from the end (trailing zeros and line ends apart). */
const endMarkerWithin = 2048;

/** AnnotationMode.ENABLE of pdf.js: stamps and form values are part of the page. */
const annotationsDrawn = 1;

/** Loaded when the first PDF comes: a worker that only sees scans and slips stays some 80 MB smaller. */
const loadPdfjs = () => import('pdfjs-dist/legacy/build/pdf.mjs');

const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const inFolder = (name: string) => join(folder, name) + sep;

/**
 * Opens a PDF. A file that ends early is refused: pdf.js would show its lost pages as blank ones.
 * @throws BridgeError file-encrypted when a password is needed to read it, file-damaged, image-too-large
 */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  if (!endsWithMarker(bytes)) throw new BridgeError('file-damaged', { reason: 'cut-short' });
  refuseImpossiblePictures(bytes);
  const pdfjs = await loadPdfjs();
  const unguard = guardMemory();
  const task = pdfjs.getDocument({
    // pdf.js takes its buffer away from the caller
    data: new Uint8Array(bytes),
    cMapUrl: inFolder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: inFolder('standard_fonts'),
    wasmUrl: inFolder('wasm'),
    iccUrl: inFolder('iccs'),
    isEvalSupported: false,
    useSystemFonts: false,
    enableXfa: false,
    maxImageSize: maxPixels,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    return {
      pageCount: document.numPages,
      mentionsSignatures: () => mentionsSignatures(document),
      render: (index, dpi, signal, use) => render(document, index, dpi, signal, use),
      textOf: (index) => textOf(document, index),
      close: () => task.destroy().finally(unguard),
    };
  } catch (error) {
    await task.destroy().catch(() => undefined);
    unguard();
    const needsPassword = error instanceof Error && error.name === 'PasswordException';
    throw new BridgeError(needsPassword ? 'file-encrypted' : 'file-damaged');
  }
}

async function render<Value>(
  document: PDFDocumentProxy,
  index: number,
  dpi: number,
  signal: AbortSignal,
  use: (drawn: DrawnPage) => Promise<Value>,
): Promise<Value> {
  const surfaces = document.canvasFactory as unknown as SurfaceMaker;
  const page = await refusingPage(index, () => document.getPage(index + 1));
  let surface: Surface | undefined;
  try {
    const natural = page.getViewport({ scale: dpi / 72 });
    // pages a kilometre long, or of no width, are written by broken programs
    if (!possiblePaper(dpi, natural.width, natural.height))
      throw new BridgeError('file-damaged', { page: index + 1 });
    const factor = Math.min(
      reduction(natural.width, natural.height, maxPagePixels),
      maxSidePx / Math.max(natural.width, natural.height),
    );
    const viewport = page.getViewport({ scale: (dpi / 72) * factor });
    const widthPx = Math.max(1, Math.round(viewport.width));
    const heightPx = Math.max(1, Math.round(viewport.height));
    refuseTooSmall({ widthPx, heightPx });
    surface = surfaces.create(widthPx, heightPx);
    const { canvas, context } = surface;
    const work = page.render({
      canvas: canvas as never,
      canvasContext: context as never,
      viewport,
      intent: 'print',
      annotationMode: annotationsDrawn,
    });
    const cancel = () => work.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      if (signal.aborted) cancel();
      await refusingPage(index, () => work.promise, signal);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
    // not returned: data() is memory that destroying the canvas frees
    return await use({ data: canvas.data(), widthPx, heightPx, channels: 4, dpi: dpi * factor });
  } finally {
    page.cleanup();
    if (surface) surfaces.destroy(surface);
  }
}

async function refusingPage<Value>(
  index: number,
  work: () => Promise<Value>,
  signal?: AbortSignal,
): Promise<Value> {
  try {
    return await work();
  } catch {
    if (signal?.aborted) throw new BridgeError('cancelled');
    throw new BridgeError('file-damaged', { page: index + 1 });
  }
}

async function textOf(document: PDFDocumentProxy, index: number): Promise<PdfPageText> {
  return await refusingPage(index, async () => {
    const page = await document.getPage(index + 1);
    try {
      const viewport = page.getViewport({ scale: 1 });
      const { items } = await page.getTextContent();
      const pieces = items.flatMap((item): PdfTextPiece[] => {
        if (!('str' in item)) return [];
        const [x = 0, y = 0] = viewport.convertToViewportPoint(
          Number(item.transform[4]),
          Number(item.transform[5]),
        );
        const { width, height } = item;
        return [
          {
            text: item.str,
            left: x,
            top: y - height,
            widthPx: width,
            heightPx: height,
            endsLine: item.hasEOL,
          },
        ];
      });
      return { widthPx: Math.round(viewport.width), heightPx: Math.round(viewport.height), pieces };
    } finally {
      page.cleanup();
    }
  });
}

async function mentionsSignatures(document: PDFDocumentProxy): Promise<boolean> {
  const { info } = await document.getMetadata().catch(() => ({ info: {} }));
  return (info as { IsSignaturesPresent?: unknown }).IsSignaturesPresent === true;
}

function endsWithMarker(bytes: Uint8Array): boolean {
  let end = bytes.byteLength;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 0x20) end -= 1;
  return latin1(bytes.subarray(Math.max(0, end - endMarkerWithin), end)).includes('%%EOF');
}
