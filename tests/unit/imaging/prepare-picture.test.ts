import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ask } from './ask.ts';

const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;

test.each([
  ['smaller than coded anew: the file holds the very bytes that were captured', 40, true],
  ['larger than coded anew: it is coded anew', 100, false],
])('a page too coarse for layers, %s', async (_, quality, isKept) => {
  const jpeg = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#888', noise } })
    .jpeg({ quality })
    .toBuffer();
  const { result, bodies } = await ask('prepare', { dpi: 72 }, [jpeg]);
  expect(result).toMatchObject({ form: 'coarse' });
  expect(Buffer.from(bodies[0] ?? []).includes(jpeg)).toBe(isKept);
});
