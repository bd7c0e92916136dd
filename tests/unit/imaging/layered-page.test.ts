import { describe, expect, test } from 'vitest';
import { layeredPage } from '../../../native-bridge/imaging/layers/layered-page.ts';
import { decodedPage } from '../../../native-bridge/imaging/page-pixels.ts';
import { drawVirtualPage } from '../../../native-bridge/scanners/virtual-page.ts';

describe("the training scanner's pages: thin table lines over a pale watermark", () => {
  test.each([
    [200, 2],
    [300, 1],
  ])('at %i dpi, sheet %i: told in layers, in a tenth of a JPEG', async (dpi, sheet) => {
    const jpeg = await drawVirtualPage(sheet, dpi);
    const { page, resolution } = await decodedPage(jpeg, dpi);
    const { page: layers, form } = await layeredPage(page, resolution);
    expect(form).toBe('layers');
    const bytes =
      layers.pictures.reduce((sum, picture) => sum + picture.jpeg.length, 0) +
      layers.inks.reduce(
        (sum, { jbig2, colour }) => sum + jbig2.length + (colour.kind === 'many' ? colour.jpeg.length : 0),
        0,
      );
    expect(bytes).toBeLessThan(jpeg.length / 10);
  });
});
