import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { colourAt, pagePicture } from './samples.ts';

const scanned = async (bytes: Uint8Array) => await ask('scannedPage', { dpi: 300 }, [bytes]);
const dark = (colour: number[]) => colour.every((value) => value < 60);

function pnm(header: string, data: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(header, 'latin1'), data]);
}

describe('what scanners give', () => {
  test('colour PNM with the comment that SANE writes', async () => {
    const raw = await pagePicture(248, 350).raw().toBuffer();
    const { result, bodies } = await scanned(pnm('P6\n# SANE data follows\n248 350\n255\n', raw));
    expect(result).toEqual({ widthPx: 248, heightPx: 350, dpi: 300 });
    expect(bodies).toHaveLength(2);
    const [page = new Uint8Array()] = bodies;
    expect(await sharp(page).metadata()).toMatchObject({
      format: 'jpeg',
      width: 248,
      height: 350,
      channels: 3,
    });
    expect(await colourAt(page, 0, 0)).toSatisfy(dark);
    const [red = 0, green = 0] = await colourAt(page, 0, 2);
    expect(red - green).toBeGreaterThan(100);
  });

  test('bitmap, 16-bit grey, PNG, TIFF and JPEG', async () => {
    const bitmap = new Uint8Array(8 * 64).fill(0);
    for (let y = 0; y < 16; y += 1) bitmap.fill(0xff, y * 8, y * 8 + 2);
    const deep = new Uint8Array(64 * 64 * 2).fill(0xff);
    for (let y = 0; y < 16; y += 1) deep.fill(0, y * 128, y * 128 + 32);
    const picture = pagePicture(64, 64);
    const inputs = [
      pnm('P4 64 64\n', bitmap),
      pnm('P5 64 64 65535\n', deep),
      await picture.png().toBuffer(),
      await picture.tiff().toBuffer(),
      await picture.jpeg({ quality: 95 }).toBuffer(),
    ];
    for (const input of inputs) {
      const { result, bodies } = await scanned(input);
      expect(result).toEqual({ widthPx: 64, heightPx: 64, dpi: 300 });
      const [page = new Uint8Array()] = bodies;
      expect(await colourAt(page, 0, 0)).toSatisfy(dark);
      expect(await colourAt(page, 3, 3)).toSatisfy((colour: number[]) =>
        colour.every((value) => value > 240),
      );
    }
  });
});

describe('a bad picture from a scanner is refused', () => {
  test.each([
    ['nothing', '', 0, 'file-empty'],
    ['cut short', 'P6\n200 300\n255\n', 1000, 'file-damaged'],
    ['no size', 'P6\n', 50, 'file-damaged'],
    ['endless header', 'P5\n#', 4000, 'file-damaged'],
    ['impossible size', 'P5\n99999 99999\n255\n', 50, 'image-too-large'],
    ['one pixel', 'P5\n1 1\n255\n', 1, 'image-too-small'],
    ['no picture', 'PDF?', 50, 'file-type-unknown'],
  ])('%s', async (_, header, length, code) => {
    await expect(scanned(pnm(header, new Uint8Array(length).fill(35)))).rejects.toMatchObject({ code });
  });
});
