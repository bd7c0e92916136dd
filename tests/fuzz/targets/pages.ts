/**
 * Pictures and PDFs through the whole of an imaging worker's intake, the decoders of libvips and pdf.js included. Seeds
 * are small, so that many are tried; a seed's libraries are loaded when it is asked for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import { bytesOf, demand, type FuzzTarget } from '../target.ts';

/** Failures that a file may end with; any other one is a fault of ours. */
const refusals: ReadonlySet<string> = new Set([
  'file-empty',
  'file-type-unknown',
  'file-damaged',
  'file-encrypted',
  'file-too-many-pages',
  'image-too-large',
  'image-too-small',
]);

// loaded when it is asked for: the libraries are large, and every search has a thread of its own
const loadHandlers = async () => (await import('../../../native-bridge/imaging/handlers.ts')).imagingHandlers;

interface PageSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
}

const contextWith = <Item>(item: (item: Item, bodies: readonly Uint8Array[]) => Promise<void>) => ({
  signal: new AbortController().signal,
  progress: () => undefined,
  emit: () => undefined,
  item,
});
const noItems = contextWith<Record<string, never>>(() => Promise.resolve());

/** Most pages that one input is asked for: more add time and no news. */
const mostPages = 4;
/** Peak of the whole process's memory beyond what it was, KiB: what libvips asks for is counted by nobody else. */
const mostGrownKiB = 1_200_000;
const peakKiB = (): number => process.resourceUsage().maxRSS;
let peakBefore = 0;

async function ended(work: () => Promise<void>): Promise<void> {
  if (peakBefore === 0) peakBefore = peakKiB();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    demand(refusals.has(error.code), `a refusal that is known, not ${error.code}`);
  }
  demand(peakKiB() - peakBefore < mostGrownKiB, 'memory stays within bounds');
}

function demandPage({ widthPx, heightPx, dpi }: PageSize, bodies: readonly Uint8Array[]): void {
  demand(
    widthPx > 0 && heightPx > 0 && widthPx * heightPx < 36_100_000,
    'a page has a size, within the limit',
  );
  demand(Number.isFinite(dpi) && dpi > 0, 'a page has a resolution');
  demand(
    bodies.length === 2 && bodies.every((body) => body[0] === 0xff),
    'a page has a picture and a thumbnail',
  );
}

async function takeIn(input: Uint8Array): Promise<void> {
  const { inspect, pages } = await loadHandlers();
  const { result } = await inspect({ name: 'a' }, [input], noItems);
  let came = 0;
  const taking = contextWith<PageSize>((page, bodies) => {
    demandPage(page, bodies);
    came += 1;
    return came < mostPages ? Promise.resolve() : Promise.reject(new BridgeError('file-damaged'));
  });
  const { result: done } = await pages({ mime: result.mime, dpi: 36 }, [input], taking);
  demand(done.pageCount === came, 'as many pages come as are told');
}

async function scanIn(input: Uint8Array): Promise<void> {
  const { scannedPage } = await loadHandlers();
  // the resolution that a device tells is as doubtful as its bytes
  const dpi = input.byteLength % 7 === 0 ? (input.at(-1) ?? 0) * 500 - 20 : 200;
  const { result, bodies } = await scannedPage({ dpi }, [input], noItems);
  demandPage(result, bodies);
  const [jpeg] = bodies;
  if (jpeg && result.widthPx * result.heightPx < 1_000_000) await prepared(jpeg, result.dpi);
}

async function prepared(jpeg: Uint8Array, dpi: number): Promise<void> {
  const { prepare } = await loadHandlers();
  const { bodies } = await prepare({ dpi }, [jpeg], noItems);
  const [pdf = new Uint8Array()] = bodies;
  demand(Buffer.from(pdf.subarray(0, 7)).toString('latin1') === '%PDF-1.', 'a prepared page is a PDF');
}

const folder = join(import.meta.dirname, '..', 'pictures');
const pictures = readdirSync(folder).map((name) => Uint8Array.from(readFileSync(join(folder, name))));
const pnm = (head: string, length: number) =>
  Uint8Array.from(Buffer.concat([Buffer.from(head), Buffer.alloc(length, 'ab\xfe\xff', 'latin1')]));
const scans = [...pictures, pnm('P6 33 34\n255\n', 33 * 34 * 3), pnm('P4\n40 33\n', 5 * 33)];
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff;

const pictureWords = [
  ...[
    'IHDR',
    'IDAT',
    'PLTE',
    'tRNS',
    'pHYs',
    'iCCP',
    'IEND',
    'acTL',
    'Exif\0\0',
    'Adobe',
    'JFIF\0',
    'II*\0',
    'MM\0*',
  ],
  ...[0xc0, 0xc2, 0xc4, 0xd8, 0xd9, 0xda, 0xdb, 0xdd, 0xe0, 0xe1, 0xe2, 0xee, 0xd0].map((marker) =>
    Uint8Array.of(0xff, marker),
  ),
  // tags of TIFF: size, bits, compression, photometric, strips, samples, resolution, tiles, orientation
  ...[256, 257, 258, 259, 262, 273, 277, 278, 279, 282, 284, 317, 322, 325, 330, 338, 274].map((tag) =>
    Uint8Array.of(tag & 255, tag >> 8, 3, 0, 1, 0, 0, 0),
  ),
];

/** A PDF whose cross-references are wrong, as a mutated one's always are: pdf.js searches for the objects. */
const pdf = (page: string, content: string, more = '') =>
  bytesOf(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
      `3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 280]/Contents 4 0 R${page}>>endobj\n` +
      `4 0 obj<</Length ${String(content.length)}>>stream\n${content}\nendstream endobj\n${more}` +
      `trailer<</Root 1 0 R/Size 9>>\nstartxref\n0\n%%EOF\n`,
  );
const pdfs = [
  pdf('', '1 0 0 rg 20 20 60 90 re f 0 0 m 9 9 l 40 1 7 7 30 60 c S'),
  pdf(
    '/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>/Rotate 90',
    'BT /F 18 Tf 20 200 Td (To khai) Tj [(a) -20 (b)] TJ ET',
  ),
  pdf(
    '/Resources<</XObject<</I 5 0 R>>>>/Annots[6 0 R]',
    'q 100 0 0 90 9 9 cm /I Do Q BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI',
    '5 0 obj<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray' +
      '/Filter/ASCIIHexDecode/Length 9>>stream\n00ff7f80>\nendstream endobj\n' +
      '6 0 obj<</Type/Annot/Subtype/Stamp/Rect[9 9 40 40]/AP<</N 4 0 R>>>>endobj\n',
  ),
];
const pdfWords = [
  ...[
    '<<',
    '>>',
    '[',
    ']',
    ' 0 R',
    ' 0 obj',
    'endobj',
    'stream\n',
    'endstream',
    'xref\n',
    'trailer',
    '%%EOF',
  ],
  ...[
    '/Kids',
    '/Count 99999',
    '/MediaBox[0 0 1e9 1]',
    '/UserUnit 9999',
    '/Rotate 91',
    '/Parent 3 0 R',
    '/Prev 0',
  ],
  ...[
    '/Filter[/FlateDecode/FlateDecode]',
    '/LZWDecode',
    '/JBIG2Decode',
    '/JPXDecode',
    '/CCITTFaxDecode',
    '/DCTDecode',
  ],
  ...[
    '/Width 99999',
    '/Height 99999',
    '/SMask 5 0 R',
    '/ImageMask true',
    '/Encrypt<</Filter/Standard/V 1/R 2>>',
  ],
  ...[
    ' Do',
    ' cm',
    ' q',
    ' Q',
    ' sh',
    ' gs',
    ' Tj',
    ' BI ',
    ' ID ',
    ' EI',
    '/Pattern',
    '/ObjStm',
    '/XRef',
    '/Group',
  ],
];

/** One input decodes a picture of up to 36 million pixels, more than once. */
const limits = { foreign: true, maxBytes: 8_192, hangMs: 45_000, allowedBytes: 1024 ** 3 } as const;

export const pageTargets: readonly FuzzTarget[] = [
  {
    name: 'picture-intake',
    run: (input) => ended(() => takeIn(input)),
    seeds: pictures,
    words: pictureWords,
    ...limits,
  },
  { name: 'pdf-intake', run: (input) => ended(() => takeIn(input)), seeds: pdfs, words: pdfWords, ...limits },
  {
    name: 'scan-intake',
    run: (input) => ended(() => scanIn(input)),
    seeds: scans,
    words: [...pictureWords, 'P4', 'P5', 'P6', ' 65535\n', '\n#'],
    ...limits,
  },
  {
    name: 'page-preparation',
    run: (input) => ended(() => prepared(input, 150 + (input.byteLength % 5) * 60)),
    seeds: pictures.filter(isJpeg),
    words: pictureWords,
    ...limits,
  },
];
