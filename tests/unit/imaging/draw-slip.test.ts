import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { SlipItem } from '../../../native-bridge/contract-slip.ts';
import { ask } from './ask.ts';

const draw = async (widthPx: number, items: SlipItem[]) => await ask('drawSlip', { widthPx, items }, []);
const text = (words: string, more: Partial<Extract<SlipItem, { type: 'text' }>> = {}): SlipItem => ({
  type: 'text',
  text: words,
  size: 24,
  weight: 'regular',
  align: 'left',
  ...more,
});

/** Columns with ink, of a bitmap with padded rows. */
function inkColumns(bitmap: Uint8Array, widthPx: number): number[] {
  const rowBytes = Math.ceil(widthPx / 8);
  const columns = new Set<number>();
  for (let at = 0; at < bitmap.byteLength; at += 1)
    for (let bit = 0; bit < 8; bit += 1)
      if (((bitmap[at] ?? 0) >> (7 - bit)) & 1) columns.add((at % rowBytes) * 8 + bit);
  return [...columns].sort((a, b) => a - b);
}

describe('slip', () => {
  test('the preview shows exactly the dots that are printed, also at a width that is no multiple of 8', async () => {
    const { result, bodies } = await draw(389, [text('Số thứ tự Ẩ'), { type: 'qr', text: 'A1', size: 120 }]);
    const [bitmap = new Uint8Array(), png = new Uint8Array()] = bodies;
    expect(bitmap.byteLength).toBe(Math.ceil(389 / 8) * result.heightPx);
    const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([389, result.heightPx]);
    const packed = new Uint8Array(bitmap.byteLength);
    for (let y = 0; y < info.height; y += 1)
      for (let x = 0; x < info.width; x += 1)
        if (data[(y * info.width + x) * info.channels] === 0)
          packed[y * 49 + (x >> 3)] = (packed[y * 49 + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    expect(Buffer.from(packed).equals(Buffer.from(bitmap))).toBe(true);
    expect(new Set(data)).toEqual(new Set([0, 255]));
  });

  test('text stays on the paper: long lines break at words, long words break within', async () => {
    const one = await draw(384, [text('Hồ sơ')]);
    const words = await draw(384, [text('Đăng ký khai sinh có yếu tố nước ngoài tại Ủy ban nhân dân')]);
    const word = await draw(384, [text('0123456789'.repeat(6))]);
    expect(words.result.heightPx).toBeGreaterThan(one.result.heightPx);
    expect(word.result.heightPx).toBe(3 * one.result.heightPx);
    expect(inkColumns(words.bodies[0] ?? new Uint8Array(), 384).at(-1)).toBeLessThan(384);
  });

  test.each(['regular', 'bold'] as const)(
    'no mark of a %s capital is cut off or runs into another line',
    async (weight) => {
      const inkOf = async (items: SlipItem[]) => {
        const { bodies } = await draw(576, items);
        return (bodies[0] ?? new Uint8Array()).reduce(
          (sum, byte) => sum + byte.toString(2).replace(/0/g, '').length,
          0,
        );
      };
      const space: SlipItem = { type: 'space', height: 40 };
      for (const size of [20, 26, 36, 60]) {
        const line = text('ẾỄỖẪỨẲ ựặợgỵ', { size, weight });
        const free = await inkOf([space, line, space]);
        expect(await inkOf([line])).toBe(free);
        expect(await inkOf([line, line])).toBe(2 * free);
      }
    },
  );

  test('a pair that is too wide for one line takes two, with the right part at the right', async () => {
    const narrow = await draw(384, [{ type: 'pair', left: 'Quầy', right: '12', size: 24 }]);
    const wide = await draw(384, [
      { type: 'pair', left: 'Lĩnh vực giải quyết:', right: 'Hộ tịch, quốc tịch', size: 24 },
    ]);
    expect(wide.result.heightPx).toBe(2 * narrow.result.heightPx);
    expect(inkColumns(narrow.bodies[0] ?? new Uint8Array(), 384).at(-1)).toBeGreaterThan(375);
  });

  test('decomposed letters are drawn as the composed ones', async () => {
    const composed = await draw(384, [text('Nguyễn Thị Hồng')]);
    const decomposed = await draw(384, [text('Nguyễn Thị Hồng'.normalize('NFD'))]);
    expect(Buffer.from(decomposed.bodies[0] ?? []).equals(Buffer.from(composed.bodies[0] ?? []))).toBe(true);
  });

  test('every module of a code is whole dots wide', async () => {
    const { bodies } = await draw(576, [{ type: 'code128', text: 'TAM-01-261122-0001', height: 40 }]);
    const columns = inkColumns(bodies[0] ?? new Uint8Array(), 576);
    const [first = 0] = columns;
    const runs: number[] = [];
    for (const [at, column] of columns.entries())
      if (column === (columns[at - 1] ?? -2) + 1) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
      else runs.push(1);
    expect(first).toBeGreaterThanOrEqual(20);
    expect(runs.every((run) => run % 2 === 0 && run <= 8)).toBe(true);
  });

  test('a code that does not fit, or that cannot be written, is refused', async () => {
    const refused = { code: 'wrong-shape' };
    const code128 = (words: string): SlipItem => ({ type: 'code128', text: words, height: 40 });
    await expect(draw(384, [code128('A'.repeat(90))])).rejects.toMatchObject(refused);
    await expect(draw(384, [code128('Nguyễn')])).rejects.toMatchObject(refused);
    await expect(draw(384, [{ type: 'qr', text: 'a'.repeat(4000), size: 300 }])).rejects.toMatchObject(
      refused,
    );
    await expect(draw(0, [])).rejects.toMatchObject(refused);
  });

  test('a slip longer than a metre is refused, an empty one is one row', async () => {
    const space: SlipItem = { type: 'space', height: 5000 };
    await expect(draw(384, [space, space])).rejects.toMatchObject({ code: 'image-too-large' });
    expect((await draw(384, [])).result).toEqual({ widthPx: 384, heightPx: 1 });
  });
});

test.each([384, 576])('a dossier code stays on one line of %s dots, smaller if need be', async (widthPx) => {
  const height = async (words: string) =>
    (await draw(widthPx, [text(words, { size: Math.round(widthPx / 15), weight: 'bold', align: 'center' })]))
      .result.heightPx;
  expect(await height('000.00.01.H26-261122-0001')).toBeLessThanOrEqual(await height('0001'));
});
