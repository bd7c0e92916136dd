import { degrees, PDFDocument, type PDFPage } from 'pdf-lib';
import sharp from 'sharp';
import { BridgeError } from '../bridge-error.ts';
import type { ComposePage, PreparedBody } from '../contract-imaging.ts';
import { PageText } from '../contract-reading.ts';
import type { Handler } from '../host.ts';
import { openPdf } from './pdf-document.ts';
import { archiveDocument, savedArchive } from './pdf/archive-document.ts';
import { addCardSheet } from './pdf/card-sheet.ts';
import { embedGlyphlessFont, type GlyphlessFont } from './pdf/glyphless-font.ts';
import { drawTextLayer, textsOf } from './pdf/text-layer.ts';
import { asPageJpeg, pageOfSamples, refusingDamage } from './picture.ts';

type ImagePage = Extract<ComposePage, { type: 'image' }>;
type CopiedPage = Extract<ComposePage, { type: 'pdf' }>;

/** Quality of pictures that are reduced, 1–100; those that need no reducing are taken over unchanged. */
const reducedQuality = 85;
/** A picture this little above the wanted resolution gains nothing from being written again. */
const tolerance = 1.02;

/**
 * Writes pages to one PDF (NĐ 30/2020/NĐ-CP, Annex I: PDF 1.4 or later, colour, 200 dpi or more, 1:1). Nothing in it
 * depends on the clock or on chance, so a repeated composition gives the same bytes.
 */
export const compose: Handler<'imaging', 'compose'> = async (params, bodies, context) => {
  const { title, subject, createdAt } = params;
  const facts = { title, subject, createdAt, pageCount: params.pages.length, ...params.about };
  const target = await archiveDocument(facts);
  const copies = await copiedPages(target, params.pages, bodies);
  const words = wordsOfPages(target, params.pages, bodies);
  for (const [place, page] of params.pages.entries()) {
    if (context.signal.aborted) throw new BridgeError('cancelled');
    if (page.type === 'image') await addPicture(target, page, bodyAt(bodies, page.body), params.dpi);
    else if (page.type === 'prepared')
      addCopy(target, await preparedCopy(target, page, words, bodies), page.rotation);
    else if (page.type === 'card') {
      const [front, back] = page.sides;
      await addCardSheet(target, [
        { page: await preparedCopy(target, front, words, bodies), rotation: front.rotation },
        { page: await preparedCopy(target, back, words, bodies), rotation: back.rotation },
      ]);
    } else {
      const copy = copies.get(place);
      if (copy) addCopy(target, copy, page.rotation);
      else await addDrawn(target, page, bodyAt(bodies, page.body), params.dpi, context.signal);
    }
    context.progress(place + 1, params.pages.length);
  }
  const ours = params.pages.every((page) => page.type !== 'pdf');
  const pdf = await savedArchive(target, facts, ours ? (words ? '2U' : '2B') : null);
  return { result: { pageCount: params.pages.length }, bodies: [pdf] };
};

/**
 * The pages that could be copied, by their place in the new document. All pages of one source are copied in one go, so
 * that shared fonts and pictures come along once; a source that pdf-lib cannot read gives none, and is drawn instead.
 */
async function copiedPages(
  target: PDFDocument,
  pages: readonly ComposePage[],
  bodies: readonly Uint8Array[],
): Promise<Map<number, PDFPage>> {
  const bySource = new Map<number, { place: number; page: CopiedPage }[]>();
  for (const [place, page] of pages.entries()) {
    if (page.type !== 'pdf') continue;
    const wanted = bySource.get(page.body) ?? [];
    // the copier gives one object for a page asked for twice, which then could not be turned separately
    if (wanted.some((other) => other.page.pageIndex === page.pageIndex)) continue;
    bySource.set(page.body, [...wanted, { place, page }]);
  }
  const copies = new Map<number, PDFPage>();
  for (const [body, wanted] of bySource) {
    try {
      const source = await PDFDocument.load(bodyAt(bodies, body), { updateMetadata: false });
      const indices = wanted.map(({ page }) => page.pageIndex);
      const copied = await target.copyPages(source, indices);
      for (const [at, { place }] of wanted.entries()) {
        const copy = copied[at];
        if (copy) copies.set(place, copy);
      }
    } catch {
      // encrypted for its owner, or broken in a way that pdf.js mends: drawn below
    }
  }
  return copies;
}

function addCopy(target: PDFDocument, copy: PDFPage, rotation: number): void {
  copy.setRotation(degrees((((copy.getRotation().angle + rotation) % 360) + 360) % 360));
  target.addPage(copy);
}

/** The page in the new document, not yet in its page tree, with its words. */
async function preparedCopy(
  target: PDFDocument,
  { body, text }: PreparedBody,
  words: Words | null,
  bodies: readonly Uint8Array[],
): Promise<PDFPage> {
  const source = await PDFDocument.load(bodyAt(bodies, body), { updateMetadata: false });
  const [copy] = await target.copyPages(source, [0]);
  if (!copy) throw new BridgeError('file-damaged');
  const read = text === null ? undefined : words?.texts.get(text);
  if (words && read) drawTextLayer(copy, words.font, read);
  return copy;
}

/** What was read from pages, by its body, and one font for all of it. */
interface Words {
  readonly font: GlyphlessFont;
  readonly texts: ReadonlyMap<number, PageText>;
}

function wordsOfPages(
  target: PDFDocument,
  pages: readonly ComposePage[],
  bodies: readonly Uint8Array[],
): Words | null {
  const texts = new Map<number, PageText>();
  for (const page of pages)
    for (const { text } of page.type === 'card' ? page.sides : page.type === 'prepared' ? [page] : []) {
      const read = text === null ? null : wordsFrom(bodyAt(bodies, text));
      if (text !== null && read && read.lines.length > 0) texts.set(text, read);
    }
  return texts.size === 0
    ? null
    : { font: embedGlyphlessFont(target, [...texts.values()].flatMap(textsOf)), texts };
}

/** A file without words is whole all the same: words that make no sense are left out. */
function wordsFrom(json: Uint8Array): PageText | null {
  try {
    return PageText.parse(JSON.parse(Buffer.from(json).toString('utf8')));
  } catch {
    return null;
  }
}

async function addDrawn(
  target: PDFDocument,
  page: CopiedPage,
  bytes: Uint8Array,
  dpi: number,
  signal: AbortSignal,
): Promise<void> {
  const document = await openPdf(bytes);
  try {
    if (page.pageIndex >= document.pageCount)
      throw new BridgeError('file-damaged', { page: page.pageIndex + 1 });
    const { jpeg, ...size } = await document.render(page.pageIndex, dpi, signal, (drawn) =>
      pageOfSamples(drawn, drawn.dpi, 85),
    );
    const picture: ImagePage = { type: 'image', body: page.body, rotation: page.rotation, ...size };
    await addPicture(target, picture, jpeg, dpi);
  } finally {
    await document.close();
  }
}

async function addPicture(
  target: PDFDocument,
  page: ImagePage,
  jpeg: Uint8Array,
  dpi: number,
): Promise<void> {
  const tooFine = (dpi / page.dpi) * tolerance < 1;
  const factor = tooFine ? dpi / page.dpi : 1;
  // views of PDF pages may have one channel; what goes out is a colour picture
  const { channels } = await refusingDamage(() => sharp(jpeg).metadata());
  const bytes =
    tooFine || channels === 1
      ? await refusingDamage(() =>
          asPageJpeg(
            sharp(jpeg, { failOn: 'truncated' }).resize(
              Math.max(1, Math.round(page.widthPx * factor)),
              Math.max(1, Math.round(page.heightPx * factor)),
              { fit: 'fill' },
            ),
            reducedQuality,
          ).toBuffer(),
        )
      : jpeg;
  const image = await refusingDamage(() => target.embedJpg(bytes));
  const width = (page.widthPx / page.dpi) * 72;
  const height = (page.heightPx / page.dpi) * 72;
  const sheet = target.addPage([width, height]);
  sheet.drawImage(image, { x: 0, y: 0, width, height });
  sheet.setRotation(degrees(((page.rotation % 360) + 360) % 360));
}

function bodyAt(bodies: readonly Uint8Array[], index: number): Uint8Array {
  const body = bodies[index];
  if (!body) throw new BridgeError('wrong-shape', { body: index });
  return body;
}
