/**
 * The font of text that is found, marked and copied but not seen: the picture above it shows the letters. Every character
 * has a number of its own (ISO 32000-1, 9.7), all numbers lead to one empty glyph, and a ToUnicode map gives them back.
 */
import { PDFName, PDFString, type PDFDocument, type PDFRef } from 'pdf-lib';
import { advanceUnits, descentUnits, emptyTrueType, unitsPerEm } from './empty-truetype.ts';

// not named as a part of a font: it is whole
const fontName = 'MotCuaGlyphless';
/** Numbers have two bytes, 0 is nobody's. */
const mostCharacters = 0xffff;
/** Most entries of one block of a CMap. */
const blockEntries = 100;

/** Width of a character whatever it is, in parts of the font size. */
export const characterWidth = advanceUnits / unitsPerEm;

export interface GlyphlessFont {
  readonly ref: PDFRef;
  /** The text's characters as hex digits for a string operand, four each; those that were not told of are left out. */
  encode(text: string): string;
}

/**
 * Text as it may stand in a file: composed letters (NFC), nothing that Unicode or PDF/A (ISO 19005-2, 6.2.11.7.2) gives
 * no meaning: controls, lone surrogates, U+FEFF, U+FFFE, U+FFFF.
 */
export function layerText(text: string): string {
  return text.normalize('NFC').replace(/[\p{Cc}\p{Cs}\ufeff\ufffe\uffff]/gu, '');
}

/** @param texts All that will be written with the font; their order does not matter. */
export function embedGlyphlessFont(document: PDFDocument, texts: Iterable<string>): GlyphlessFont {
  const characters = new Set<number>();
  for (const text of texts) for (const character of layerText(text)) characters.add(codePoint(character));
  const inOrder = [...characters].sort((a, b) => a - b).slice(0, mostCharacters);
  const numberOf = new Map(inOrder.map((character, at) => [character, at + 1]));
  const { context } = document;

  const program = emptyTrueType(fontName);
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: fontName,
    // symbolic: its characters are not those of a Latin alphabet
    Flags: 4,
    FontBBox: [0, 0, advanceUnits, unitsPerEm],
    ItalicAngle: 0,
    Ascent: unitsPerEm,
    Descent: descentUnits,
    CapHeight: unitsPerEm,
    StemV: 80,
    FontFile2: context.register(context.flateStream(program, { Length1: program.length })),
  });
  const glyphOfNumber = Buffer.alloc((inOrder.length + 1) * 2);
  for (let number = 1; number <= inOrder.length; number += 1) glyphOfNumber.writeUInt16BE(1, number * 2);
  const descendant = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: fontName,
    DW: advanceUnits,
    CIDToGIDMap: context.register(context.flateStream(glyphOfNumber)),
    FontDescriptor: context.register(descriptor),
  });
  const system = context.obj({ Supplement: 0 });
  system.set(PDFName.of('Registry'), PDFString.of('Adobe'));
  system.set(PDFName.of('Ordering'), PDFString.of('Identity'));
  descendant.set(PDFName.of('CIDSystemInfo'), system);
  const font = context.obj({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: fontName,
    Encoding: 'Identity-H',
    DescendantFonts: [context.register(descendant)],
    ToUnicode: context.register(context.flateStream(toUnicode(inOrder))),
  });
  return {
    ref: context.register(font),
    encode: (text) =>
      Array.from(layerText(text), (character) => {
        const number = numberOf.get(codePoint(character));
        return number === undefined ? '' : hex(number);
      }).join(''),
  };
}

/** What each number, counted from 1, means. */
function toUnicode(characters: readonly number[]): string {
  const lines = [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
  ];
  for (let from = 0; from < characters.length; from += blockEntries) {
    const block = characters.slice(from, from + blockEntries);
    lines.push(`${String(block.length)} beginbfchar`);
    for (const [at, character] of block.entries())
      lines.push(`<${hex(from + at + 1)}> <${utf16(character)}>`);
    lines.push('endbfchar');
  }
  lines.push('endcmap', 'CMapName currentdict /CMap defineresource pop', 'end', 'end');
  return lines.join('\n');
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function utf16(character: number): string {
  return Buffer.from(String.fromCodePoint(character), 'utf16le').swap16().toString('hex').toUpperCase();
}

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, '0');
}
