/** An ICC profile of sRGB (ICC.1:2001-04, version 2.1, matrix and curve), written out so that it is the same for ever. */

type Xyz = readonly [number, number, number];

/** The profile connection space's white, D50. */
const d50: Xyz = [0.9642, 1, 0.8249];
/** IEC 61966-2-1's primaries, adapted to D50 (Bradford). */
const primaries: Readonly<Record<'rXYZ' | 'gXYZ' | 'bXYZ', Xyz>> = {
  rXYZ: [0.4360747, 0.2225045, 0.0139322],
  gXYZ: [0.3850649, 0.7168786, 0.0971045],
  bXYZ: [0.1430804, 0.0606169, 0.7141733],
};
const curveSteps = 1024;
const headerBytes = 128;

export function srgbProfile(): Uint8Array {
  const curve = curveTag();
  const tags: [string, Buffer][] = [
    ['desc', descriptionTag('sRGB IEC61966-2.1')],
    ['cprt', Buffer.concat([signature('text'), Buffer.alloc(4), Buffer.from('No copyright\0', 'latin1')])],
    ['wtpt', xyzTag(d50)],
    ...Object.entries(primaries).map(([name, xyz]): [string, Buffer] => [name, xyzTag(xyz)]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  const placeOf = new Map<Buffer, number>();
  let end = headerBytes + table.length;
  for (const [at, [name, body]] of tags.entries()) {
    let place = placeOf.get(body);
    if (place === undefined) {
      place = end;
      placeOf.set(body, place);
      const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
      bodies.push(padded);
      end += padded.length;
    }
    table.write(name, 4 + at * 12, 'latin1');
    table.writeUInt32BE(place, 8 + at * 12);
    table.writeUInt32BE(body.length, 12 + at * 12);
  }
  return Buffer.concat([header(end), table, ...bodies]);
}

function header(length: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(0x02100000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  // the day of the profile's making is a fixed one: 1 January 2026
  for (const [at, value] of [2026, 1, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(value, 24 + at * 2);
  bytes.write('acsp', 36, 'latin1');
  writeXyz(bytes, 68, d50);
  return bytes;
}

function signature(name: string): Buffer {
  return Buffer.from(name, 'latin1');
}

function xyzTag(xyz: Xyz): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.write('XYZ ', 0, 'latin1');
  writeXyz(bytes, 8, xyz);
  return bytes;
}

function writeXyz(bytes: Buffer, at: number, xyz: Xyz): void {
  for (const [index, value] of xyz.entries()) bytes.writeInt32BE(Math.round(value * 65_536), at + index * 4);
}

/** Input in `curveSteps` equal steps to linear light, 16 bits. */
function curveTag(): Buffer {
  const bytes = Buffer.alloc(12 + curveSteps * 2);
  bytes.write('curv', 0, 'latin1');
  bytes.writeUInt32BE(curveSteps, 8);
  for (let step = 0; step < curveSteps; step += 1) {
    const value = step / (curveSteps - 1);
    const linear = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    bytes.writeUInt16BE(Math.round(linear * 65_535), 12 + step * 2);
  }
  return bytes;
}

/** textDescriptionType: ASCII, then empty Unicode and Macintosh parts. */
function descriptionTag(text: string): Buffer {
  const ascii = Buffer.from(`${text}\0`, 'latin1');
  const bytes = Buffer.alloc(12 + ascii.length + 78);
  bytes.write('desc', 0, 'latin1');
  bytes.writeUInt32BE(ascii.length, 8);
  ascii.copy(bytes, 12);
  return bytes;
}
