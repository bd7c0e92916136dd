import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { readPage } from '../../../native-bridge/reading/read-page.ts';
import { bmpOf, hasDarkAreas } from '../../../native-bridge/reading/grey-picture.ts';
import { has } from './peers.ts';

const fontFile = '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf';
const notScanned = { signal: new AbortController().signal } as Parameters<typeof readPage>[2];

/** A heading in print, and a line in light letters on a band; 150 dpi, and no multiple of four wide. */
function page(band: string, letters: string) {
  GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(fontFile), 'Form');
  const canvas = createCanvas(1241, 420);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, 1241, 420);
  context.font = '46px Form';
  context.fillStyle = '#181818';
  context.fillText('Ủy ban nhân dân phường Hoàn Kiếm', 90, 120);
  context.fillStyle = band;
  context.fillRect(60, 190, 1100, 110);
  context.fillStyle = letters;
  context.fillText('GIẤY CHỨNG NHẬN ĐĂNG KÝ', 90, 262);
  return canvas;
}

const greyOf = (canvas: ReturnType<typeof page>) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return {
    widthPx: canvas.width,
    heightPx: canvas.height,
    samples: Uint8Array.from(data.filter((_, at) => at % 4 === 1)),
  };
};

test.skipIf(!has('tesseract'))(
  'light letters on a dark band are read as the dark ones are',
  async () => {
    const jpeg = page('#1c2430', '#ffffff').toBuffer('image/jpeg', 92);
    const { result } = await readPage({ dpi: 150, lie: { skewDeg: null, turnDeg: 0 } }, [jpeg], notScanned);
    if (result.ocr !== 'native') throw new Error(result.ocr);
    const lines = result.text.lines.map(({ words }) => words.map(({ text }) => text).join(' '));
    expect(lines).toContain('Ủy ban nhân dân phường Hoàn Kiếm');
    expect(lines).toContain('GIẤY CHỨNG NHẬN ĐĂNG KÝ');
    const [first] = result.text.lines[0]?.words ?? [];
    expect(Math.abs((first?.left ?? 0) - 91)).toBeLessThan(4);
  },
  60_000,
);

test('only a band that could bear light letters has a page read for them', () => {
  expect(hasDarkAreas(greyOf(page('#1c2430', '#ffffff')), 150)).toBe(true);
  expect(hasDarkAreas(greyOf(page('#c8ccd4', '#181818')), 150)).toBe(false);
});

test('rows of any width stay in their places in the picture for the program', () => {
  const bmp = Buffer.from(
    bmpOf({ widthPx: 5, heightPx: 2, samples: Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) }),
  );
  const from = bmp.readUInt32LE(10);
  expect(bmp.readUInt32LE(2)).toBe(bmp.length);
  expect([...bmp.subarray(from)]).toEqual([5, 6, 7, 8, 9, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0]);
});
