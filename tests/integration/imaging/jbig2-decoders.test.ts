import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { jbig2Stream } from '../../../native-bridge/imaging/jbig2/embedded-stream.ts';
import type { BilevelImage } from '../../../native-bridge/imaging/jbig2/generic-region.ts';
import { has, run } from './peers.ts';

/** Noise of a density, from a seed; the hardest that a coder can be given. */
function noise(widthPx: number, heightPx: number, density: number, seed: number): BilevelImage {
  let state = seed;
  const pixels = Uint8Array.from({ length: widthPx * heightPx }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < density ? 1 : 0;
  });
  return { widthPx, heightPx, pixels };
}

function drawn(widthPx: number, heightPx: number, isBlack: (x: number, y: number) => boolean): BilevelImage {
  const pixels = Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
    isBlack(at % widthPx, Math.floor(at / widthPx)) ? 1 : 0,
  );
  return { widthPx, heightPx, pixels };
}

const pictures: Record<string, BilevelImage> = {
  'one black pixel': drawn(1, 1, () => true),
  'all white': drawn(130, 40, () => false),
  'all black': drawn(129, 40, () => true),
  'a row of pixels': drawn(333, 1, (x) => x % 3 === 0),
  'a column of pixels': drawn(1, 77, (_, y) => y % 2 === 0),
  'rings and repeated rows': drawn(
    601,
    403,
    (x, y) => (((x - 300) ** 2 + (y - 200) ** 2) >> 9) % 3 === 0 && y % 50 < 40,
  ),
  'ink on the last pixels of rows': drawn(65, 30, (x, y) => x >= 64 - (y % 3)),
  'dense noise': noise(199, 150, 0.5, 1),
  'sparse noise': noise(1031, 700, 0.01, 2),
  'thick noise': noise(257, 255, 0.97, 3),
};

/** A binary PBM as a picture. */
function ofPbm(pbm: Uint8Array): BilevelImage {
  const header = /^P4\s(?:#.*\s)?(\d+)\s+(\d+)\s/.exec(Buffer.from(pbm.subarray(0, 200)).toString('latin1'));
  if (!header) throw new Error('no PBM');
  const [widthPx, heightPx] = [Number(header[1]), Number(header[2])];
  const rowBytes = Math.ceil(widthPx / 8);
  const body = pbm.subarray(header[0].length);
  return drawn(
    widthPx,
    heightPx,
    (x, y) => (((body[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1,
  );
}

/** As a PDF holds it, where 0 is black: a picture of one bit a pixel. */
async function pdfOf(stream: Uint8Array, { widthPx, heightPx }: BilevelImage): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const page = document.addPage([widthPx, heightPx]);
  const about = {
    Type: 'XObject',
    Subtype: 'Image',
    Width: widthPx,
    Height: heightPx,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 1,
    Filter: 'JBIG2Decode',
  };
  const image = document.context.register(PDFRawStream.of(document.context.obj(about), stream));
  page.node.setXObject(PDFName.of('I'), image);
  const operators = document.context.flateStream(
    `q ${String(widthPx)} 0 0 ${String(heightPx)} 0 0 cm /I Do Q`,
  );
  page.node.addContentStream(document.context.register(operators));
  return await document.save();
}

/** Comparing arrays of a million numbers one by one is what expect() is slow at. */
function differentPixels(one: BilevelImage, other: BilevelImage): number {
  if (one.widthPx !== other.widthPx || one.heightPx !== other.heightPx) return Number.POSITIVE_INFINITY;
  return one.pixels.reduce((sum, pixel, at) => sum + (pixel === other.pixels[at] ? 0 : 1), 0);
}

describe.each(Object.entries(pictures))('%s', (_, picture) => {
  const stream = jbig2Stream(picture, 300);

  test.skipIf(!has('jbig2dec'))('jbig2dec gives every pixel back', () => {
    const { written } = run(
      'jbig2dec',
      ['-e', '-t', 'pbm', '-o', 'a.pbm', 'a.jb2'],
      { 'a.jb2': stream },
      'a.pbm',
    );
    expect(differentPixels(ofPbm(written), picture)).toBe(0);
  });

  test.skipIf(!has('pdfimages'))('poppler gives every pixel back', async () => {
    const pdf = await pdfOf(stream, picture);
    const { written } = run('pdfimages', ['a.pdf', 'a'], { 'a.pdf': pdf }, 'a-000.pbm');
    expect(differentPixels(ofPbm(written), picture)).toBe(0);
  });
});
