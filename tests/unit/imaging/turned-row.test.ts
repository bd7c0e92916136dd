import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assembled } from '../../../build/assemble.ts';
import type { Rgb } from '../../../native-bridge/imaging/raster.ts';
import { turned } from '../../../native-bridge/imaging/turned.ts';

test('the assembled loop is the one that stands in its source', async () => {
  const written = readFileSync(
    join(import.meta.dirname, '../../../native-bridge/imaging/turned-row.ts'),
    'utf8',
  );
  expect(written).toContain(`'${await assembled()}'`);
});

const border = [1, 2, 3] as const;

/** Bilinear by its definition, a pixel at a time, in floating point; null where a neighbour is missing or nearly so. */
function byDefinition({ widthPx, heightPx, data }: Rgb, deg: number, x: number, y: number): number[] | null {
  const cos = Math.cos((deg * Math.PI) / 180);
  const sin = Math.sin((deg * Math.PI) / 180);
  const fromX = x * cos + y * sin + widthPx / 2 - 0.5;
  const fromY = y * cos - x * sin + heightPx / 2 - 0.5;
  const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
  if (left < 1 || top < 1 || left + 2 >= widthPx || top + 2 >= heightPx) return null;
  const at = (column: number, line: number, channel: number) =>
    data[(line * widthPx + column) * 3 + channel] ?? 0;
  return [0, 1, 2].map((channel) => {
    const upper = at(left, top, channel) * (left + 1 - fromX) + at(left + 1, top, channel) * (fromX - left);
    const lower =
      at(left, top + 1, channel) * (left + 1 - fromX) + at(left + 1, top + 1, channel) * (fromX - left);
    return upper * (top + 1 - fromY) + lower * (fromY - top);
  });
}

test.each([
  [640, 401, 640, 401, 2.3],
  [640, 401, 700, 500, -9.7],
  [40, 900, 120, 900, 14.9],
  [2, 2, 5, 5, 3],
])(
  '%i × %i px into %i × %i, turned by %d°: every pixel is what the definition says',
  (w, h, width, height, deg) => {
    // smooth, so that eight bits of weight and the definition's many stay within one step of each other
    const data = Uint8Array.from(
      { length: w * h * 3 },
      (_, at) => 128 + 100 * Math.sin(Math.floor(at / 3) / 17 + (at % 3)),
    );
    const source = { widthPx: w, heightPx: h, data };
    const result = turned(source, deg, width, height, border);
    let compared = 0;
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const expected = byDefinition(source, deg, x + 0.5 - width / 2, y + 0.5 - height / 2);
        if (!expected) continue;
        compared += 1;
        for (const [channel, value] of expected.entries())
          if (Math.abs((result.data[(y * width + x) * 3 + channel] ?? 0) - value) > 1.6)
            expect.fail(`${String(x)}, ${String(y)}: ${String(value)}`);
      }
    if (w > 2) expect(compared).toBeGreaterThan(w * h * 0.4);
    // a corner of a picture that has become larger comes in from outside
    if (width > w) expect([...result.data.subarray(0, 3)]).toEqual([...border]);
  },
);
