import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { capturedJpeg } from '../../../native-bridge/imaging/captured-jpeg.ts';

const [width, height] = [300, 420];
const samples = Uint8Array.from({ length: width * height * 3 }, (_, at) => 200 + 40 * Math.sin(at / 90));
const picture = (): Sharp => sharp(samples, { raw: { width, height, channels: 3 } });
const pixels = (jpeg: Uint8Array) => sharp(jpeg).raw().toBuffer();
const plain = () => picture().jpeg({ quality: 80, chromaSubsampling: '4:2:0' }).toBuffer();

test('the same samples, the resolution that is told, no metadata, nothing after the end', async () => {
  const withAll = await picture()
    .withIccProfile('srgb')
    .withExif({ IFD0: { ImageDescription: 'NGUYEN VAN MAU', Software: 'Scan' } })
    .jpeg({ quality: 80 })
    .toBuffer();
  const kept = capturedJpeg(Buffer.concat([withAll, Buffer.from('trailing garbage')]), 300);
  if (!kept) throw new Error('not kept');
  expect(Buffer.compare(await pixels(kept), await pixels(withAll))).toBe(0);
  const { density, exif, icc } = await sharp(kept).metadata();
  expect({ density, exif, icc }).toEqual({ density: 300, exif: undefined, icc: undefined });
  expect(Buffer.from(kept).indexOf('NGUYEN')).toBe(-1);
  expect(Buffer.from(kept).indexOf('garbage')).toBe(-1);
});

test('restart markers and fill bytes between segments are part of a picture', async () => {
  const jpeg = await plain();
  const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xff]), jpeg.subarray(2)]);
  const kept = capturedJpeg(filled, 200);
  if (!kept) throw new Error('not kept');
  expect(Buffer.compare(await pixels(kept), await pixels(jpeg))).toBe(0);
});

test.each([
  ['progressive', () => picture().jpeg({ progressive: true })],
  ['grey', () => picture().greyscale().toColourspace('b-w').jpeg()],
  ['CMYK', () => picture().toColourspace('cmyk').jpeg()],
  ['of another profile than sRGB', () => picture().withIccProfile('p3').jpeg()],
  [
    'of best quality and noise, larger than need be',
    () => noise().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }),
  ],
  ['no JPEG', () => picture().png()],
])('%s: coded once more', async (_, made) => {
  expect(capturedJpeg(await made().toBuffer(), 300)).toBeNull();
});

test('cut at any byte, or with any one byte of its head changed: refused or kept, never a crash, never a hang', async () => {
  const jpeg = await plain();
  for (let at = 0; at < jpeg.length; at += at < 700 ? 1 : 101) {
    expect(capturedJpeg(jpeg.subarray(0, at), 300)).toBeNull();
    const changed = Uint8Array.from(jpeg);
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    const kept = capturedJpeg(changed, 300);
    if (kept) expect(kept.length).toBeLessThanOrEqual(jpeg.length + 32);
  }
});

function noise(): Sharp {
  let state = 1;
  const data = samples.map(() => (state = (state * 48_271) % 2_147_483_647) & 255);
  return sharp(data, { raw: { width, height, channels: 3 } });
}
