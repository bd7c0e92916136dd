/** Tinos, metric-compatible with Times New Roman, read and subset once and then shared by every paper. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fontkit from '@pdf-lib/fontkit';
import { PDFName, PDFRawStream, PDFString, type PDFContext, type PDFRef } from 'pdf-lib';

export const faceNames = ['regular', 'bold', 'italic'] as const;
export type FaceName = (typeof faceNames)[number];

const files: Readonly<Record<FaceName, readonly [folder: string, file: string]>> = {
  regular: ['400Regular', 'Tinos_400Regular.ttf'],
  bold: ['700Bold', 'Tinos_700Bold.ttf'],
  italic: ['400Regular_Italic', 'Tinos_400Regular_Italic.ttf'],
};

/** Latin with all Vietnamese letters, combining marks, punctuation, đồng, a few signs: what every paper may need. */
const commonRanges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x300, 0x323],
  [0x1e00, 0x1eff],
  [0x2010, 0x2044],
  [0x20ab, 0x20ac],
  [0x2116, 0x2122],
  [0x2212, 0x2212],
  [0x2264, 0x2265],
  [0x25a1, 0x25a1],
];

/** Stands for a letter that the typeface does not have. */
const missing = 0x25a1;

export interface Face {
  readonly name: FaceName;
  /** Width of the text in points at `size` points. */
  width(text: string, size: number): number;
  /** Glyph ids as a hexadecimal PDF string, without the brackets. */
  encode(text: string): string;
  /** Outlines of the text at `size` points from (0, 0), as path operators; for marks that are no text. */
  outlines(text: string, size: number): string;
  /** Writes the font into a document. */
  embed(context: PDFContext): PDFRef;
}

export type Faces = Readonly<Record<FaceName, Face>> & {
  /** The same faces, with every letter of `text` that the typeface has. */
  covering(text: string): Promise<Faces>;
};

type Font = ReturnType<typeof fontkit.create>;

function codePoints(text: string): number[] {
  const points: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) ?? missing;
    if (point > 0xffff) at += 1;
    points.push(point);
  }
  return points;
}

function commonCodePoints(): number[] {
  return commonRanges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, place) => first + place),
  );
}

function subsetBytes(subset: ReturnType<Font['createSubset']>): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    subset
      .encodeStream()
      .on('data', (chunk) => chunks.push(chunk))
      .on('end', () => {
        resolve(Buffer.concat(chunks));
      });
  });
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function utf16Hex(codePoint: number): string {
  return Array.from({ length: codePoint > 0xffff ? 2 : 1 }, (_, unit) =>
    hex(String.fromCodePoint(codePoint).charCodeAt(unit)),
  ).join('');
}

/** ToUnicode map, so that text can be searched and copied. At most 100 pairs a block (PDF 32000-1, 9.10.3). */
function unicodeMap(glyphs: ReadonlyMap<number, number>): string {
  const pairs = [...glyphs].map(([codePoint, glyph]) => `<${hex(glyph)}> <${utf16Hex(codePoint)}>`);
  const blocks: string[] = [];
  for (let start = 0; start < pairs.length; start += 100) {
    const block = pairs.slice(start, start + 100);
    blocks.push(`${String(block.length)} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}

/** Path operators of a text from (0, 0); quadratic curves become the cubic ones that PDF has. */
function outlinesOf(font: Font, text: string, size: number): string {
  const scale = size / font.unitsPerEm;
  const operators: string[] = [];
  let originX = 0;
  let from: readonly [number, number] = [0, 0];
  const write = (points: readonly number[], operator: string): void => {
    const placed = points.map((value, place) =>
      ((place % 2 === 0 ? value + originX : value) * scale).toFixed(2),
    );
    operators.push([...placed, operator].join(' '));
    from = [points.at(-2) ?? 0, points.at(-1) ?? 0];
  };
  const ignore = (): void => undefined;
  const pen = {
    save: ignore,
    restore: ignore,
    scale: ignore,
    fill: ignore,
    moveTo: (x: number, y: number) => {
      write([x, y], 'm');
    },
    lineTo: (x: number, y: number) => {
      write([x, y], 'l');
    },
    quadraticCurveTo: (cx: number, cy: number, x: number, y: number) => {
      const near = (end: number, control: number): number => end + (2 / 3) * (control - end);
      write([near(from[0], cx), near(from[1], cy), near(x, cx), near(y, cy), x, y], 'c');
    },
    bezierCurveTo: (...points: number[]) => {
      write(points, 'c');
    },
    closePath: () => operators.push('h'),
  };
  for (const codePoint of codePoints(text)) {
    const glyph = font.glyphForCodePoint(codePoint);
    glyph.render(pen, size);
    originX += glyph.advanceWidth;
  }
  return operators.join('\n');
}

/**
 * One face with the wanted letters. The font is written by us rather than by pdf-lib's embedder, which would subset and
 * compress it again for every document (0.3 s a receipt) and shape each string.
 */
async function makeFace(name: FaceName, font: Font, wanted: readonly number[]): Promise<Face> {
  const subset = font.createSubset();
  const glyphs = new Map<number, number>();
  const advances: number[] = [1000];
  const scale = 1000 / font.unitsPerEm;
  for (const codePoint of new Set(wanted)) {
    if (!font.hasGlyphForCodePoint(codePoint)) continue;
    const glyph = font.glyphForCodePoint(codePoint);
    const id = subset.includeGlyph(glyph);
    // Two letters may share a glyph (blank and no-break blank): the first one is what the text says.
    glyphs.set(codePoint, id);
    advances[id] = Math.round(glyph.advanceWidth * scale);
  }
  const program = await subsetBytes(subset);
  const compressedProgram = deflateSync(program);
  const seen = new Set<number>();
  const readable = new Map([...glyphs].filter(([, id]) => !seen.has(id) && seen.add(id)));
  const compressedMap = deflateSync(Buffer.from(unicodeMap(readable)));
  const baseFont = PDFName.of(`MOTCUA+${font.postscriptName}`);
  const glyphOf = (codePoint: number): number => glyphs.get(codePoint) ?? glyphs.get(missing) ?? 0;
  const metric = (value: number): number => Math.round(value * scale);
  return {
    name,
    width(text, size) {
      let total = 0;
      for (const codePoint of codePoints(text)) total += advances[glyphOf(codePoint)] ?? 0;
      return (total * size) / 1000;
    },
    encode: (text) =>
      codePoints(text)
        .map((codePoint) => hex(glyphOf(codePoint)))
        .join(''),
    outlines: (text, size) => outlinesOf(font, text, size),
    embed(context) {
      const stream = (bytes: Uint8Array, extra: Record<string, number>): PDFRef =>
        context.register(
          PDFRawStream.of(context.obj({ Filter: 'FlateDecode', Length: bytes.length, ...extra }), bytes),
        );
      const descriptor = context.register(
        context.obj({
          Type: 'FontDescriptor',
          FontName: baseFont,
          Flags: name === 'italic' ? 98 : 34,
          FontBBox: [font.bbox.minX, font.bbox.minY, font.bbox.maxX, font.bbox.maxY].map(metric),
          ItalicAngle: font.italicAngle,
          Ascent: metric(font.ascent),
          Descent: metric(font.descent),
          CapHeight: metric(font.capHeight),
          StemV: name === 'bold' ? 140 : 80,
          FontFile2: stream(compressedProgram, { Length1: program.length }),
        }),
      );
      const descendant = context.register(
        context.obj({
          Type: 'Font',
          Subtype: 'CIDFontType2',
          BaseFont: baseFont,
          CIDSystemInfo: {
            Registry: PDFString.of('Adobe'),
            Ordering: PDFString.of('Identity'),
            Supplement: 0,
          },
          FontDescriptor: descriptor,
          CIDToGIDMap: 'Identity',
          DW: 1000,
          W: [0, Array.from(advances, (advance) => advance ?? 0)],
        }),
      );
      return context.register(
        context.obj({
          Type: 'Font',
          Subtype: 'Type0',
          BaseFont: baseFont,
          Encoding: 'Identity-H',
          DescendantFonts: [descendant],
          ToUnicode: stream(compressedMap, {}),
        }),
      );
    },
  };
}

/**
 * Reads the three faces from `fontFolder`, the folder that holds the package `tinos` (node_modules/@expo-google-fonts). Throws when a file is missing: the
 * application was then built wrongly.
 */
export async function loadFaces(fontFolder: string): Promise<Faces> {
  const fonts = faceNames.map((name) =>
    fontkit.create(readFileSync(join(fontFolder, 'tinos', ...files[name]))),
  );
  const common = commonCodePoints();
  const isCommon = new Set(common);
  const make = async (extra: readonly number[]): Promise<Faces> => {
    const [regular, bold, italic] = await Promise.all(
      faceNames.map((name, place) => makeFace(name, fonts[place] as Font, [...common, ...extra])),
    );
    if (!regular || !bold || !italic) throw new Error('three faces expected');
    return { regular, bold, italic, covering };
  };
  const covering = async (text: string): Promise<Faces> => {
    const extra = [...new Set(codePoints(text))].filter(
      (codePoint) => !isCommon.has(codePoint) && fonts.some((font) => font.hasGlyphForCodePoint(codePoint)),
    );
    return extra.length === 0 ? shared : make(extra.sort((a, b) => a - b));
  };
  const shared = await make([]);
  return shared;
}
