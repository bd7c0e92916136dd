/**
 * A TrueType font program (OpenType 1.9, the tables that an embedded font needs and those that a system asks for) whose
 * one glyph is empty: whoever draws it draws nothing. The same bytes each time.
 */

/** Units of an em. */
export const unitsPerEm = 1000;
/** Width of every glyph, units. */
export const advanceUnits = 500;
/** Depth below the base line, units: as good as none, but readers take 0 for "not told". */
export const descentUnits = -1;
/** `.notdef` and the empty one; archives forbid text that refers to `.notdef` (ISO 19005-2, 6.2.11.8). */
const glyphs = 2;
/** 1 January 2026, seconds since 1904. */
const madeAt = 3_850_070_400n;
const checksumOfAll = 0xb1b0afba;

export function emptyTrueType(name: string): Uint8Array {
  // in the order of their tags, as the directory wants them
  const tables: [string, Buffer][] = [
    ['OS/2', os2()],
    ['cmap', cmap()],
    ['glyf', Buffer.alloc(4)],
    ['head', head()],
    ['hhea', hhea()],
    ['hmtx', shorts(...Array.from({ length: glyphs }, () => [advanceUnits, 0]).flat())],
    // three places, all 0: neither glyph has an outline
    ['loca', shorts(...Array.from({ length: glyphs + 1 }, () => 0))],
    ['maxp', maxp()],
    ['name', nameTable(name)],
    ['post', post()],
  ];
  const power = Math.floor(Math.log2(tables.length));
  const searchRange = 16 * 2 ** power;
  const directory = Buffer.alloc(12 + 16 * tables.length);
  directory.writeUInt32BE(0x00010000, 0);
  for (const [at, value] of [tables.length, searchRange, power, 16 * tables.length - searchRange].entries())
    directory.writeUInt16BE(value, 4 + at * 2);
  const bodies: Buffer[] = [];
  let end = directory.length;
  let headAt = 0;
  for (const [at, [tag, table]] of tables.entries()) {
    if (tag === 'head') headAt = end;
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    directory.write(tag, 12 + at * 16, 'latin1');
    directory.writeUInt32BE(checksum(padded), 16 + at * 16);
    directory.writeUInt32BE(end, 20 + at * 16);
    directory.writeUInt32BE(table.length, 24 + at * 16);
    bodies.push(padded);
    end += padded.length;
  }
  const font = Buffer.concat([directory, ...bodies]);
  font.writeUInt32BE((checksumOfAll - checksum(font)) >>> 0, headAt + 8);
  return font;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, at * 2);
  return bytes;
}

function head(): Buffer {
  const bytes = Buffer.alloc(54);
  bytes.writeUInt32BE(0x00010000, 0);
  bytes.writeUInt32BE(0x00010000, 4);
  bytes.writeUInt32BE(0x5f0f3cf5, 12);
  // base line and left side at 0
  bytes.writeUInt16BE(0b11, 16);
  bytes.writeUInt16BE(unitsPerEm, 18);
  bytes.writeBigInt64BE(madeAt, 20);
  bytes.writeBigInt64BE(madeAt, 28);
  // lowest size that can be read, px
  bytes.writeUInt16BE(8, 46);
  // direction: 2 is what is written today; short places in loca
  bytes.writeInt16BE(2, 48);
  return bytes;
}

/** All of a line is above its base line: the box of a line of words is then the box of its text. */
function hhea(): Buffer {
  const metrics = [0x0001, 0x0000, unitsPerEm, descentUnits, 0, advanceUnits, 0, 0, 0, 1, 0, 0];
  return shorts(...metrics, 0, 0, 0, 0, 0, glyphs);
}

function maxp(): Buffer {
  // 1.0, no points, one zone
  return shorts(0x0001, 0x0000, glyphs, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
}

/** One subtable of format 4 without any character: text comes by number, its meaning from ToUnicode. */
function cmap(): Buffer {
  const subtable = [4, 24, 0, 2, 2, 0, 0, 0xffff, 0, 0xffff, 1, 0];
  return shorts(0, 1, 3, 1, 0, 12, ...subtable);
}

/** Version 3; weight and width are the usual ones, embedding is allowed without limits. */
function os2(): Buffer {
  const bytes = Buffer.alloc(96);
  for (const [at, value] of [3, advanceUnits, 400, 5, 0].entries()) bytes.writeUInt16BE(value, at * 2);
  bytes.write('MCUA', 58, 'latin1');
  // regular; from and to which character
  for (const [at, value] of [0x0040, 0xffff, 0xffff].entries()) bytes.writeUInt16BE(value, 62 + at * 2);
  for (const [at, value] of [unitsPerEm, descentUnits, 0, unitsPerEm, -descentUnits].entries())
    bytes.writeInt16BE(value, 68 + at * 2);
  return bytes;
}

function nameTable(name: string): Buffer {
  // copyright is left out; family, style, unique name, full name, version, PostScript name
  const texts: [number, string][] = [
    [1, name],
    [2, 'Regular'],
    [3, `${name} 1.0`],
    [4, name],
    [5, 'Version 1.0'],
    [6, name],
  ];
  const records: number[] = [];
  const bodies: Buffer[] = [];
  let end = 0;
  for (const [id, text] of texts) {
    const body = Buffer.from(text, 'utf16le').swap16();
    // Windows, Unicode, English
    records.push(3, 1, 0x0409, id, body.length, end);
    bodies.push(body);
    end += body.length;
  }
  return Buffer.concat([shorts(0, texts.length, 6 + records.length * 2, ...records), ...bodies]);
}

/** Version 3: glyphs have no names. */
function post(): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32BE(0x00030000, 0);
  bytes.writeInt16BE(-100, 8);
  bytes.writeInt16BE(50, 10);
  bytes.writeUInt32BE(1, 12);
  return bytes;
}
