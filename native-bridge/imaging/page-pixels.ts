import sharp from 'sharp';
import { maxPagePixels } from './limits.ts';
import { dpiOfDevice } from './page-size.ts';
import { refusingDamage } from './picture.ts';
import type { Rgb } from './raster.ts';

/** Resolution of masks, dots per inch; finer pages are reduced to it. */
const maskDpi = 300;
/** A little above is not worth the reducing. */
const tolerance = 1.1;

/**
 * The page in full colour at its own resolution, or at that of masks when it is finer: whatever is told of places on a
 * page is told of this one. Throws BridgeError file-damaged.
 */
export async function decodedPage(
  jpeg: Uint8Array,
  told: number,
): Promise<{ page: Rgb; resolution: number }> {
  const open = () => sharp(jpeg, { failOn: 'truncated', limitInputPixels: maxPagePixels });
  const { width, height } = await refusingDamage(() => open().metadata());
  const dpi = dpiOfDevice(told, width, height);
  const scale = dpi > maskDpi * tolerance ? maskDpi / dpi : 1;
  let source = open().flatten({ background: '#ffffff' }).toColourspace('srgb');
  if (scale < 1)
    source = source.resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
      fit: 'fill',
    });
  const { data, info } = await refusingDamage(() => source.raw().toBuffer({ resolveWithObject: true }));
  if (info.channels !== 3) throw new Error(`a page was decoded to ${String(info.channels)} channels`);
  return {
    page: { widthPx: info.width, heightPx: info.height, data },
    resolution: dpi * scale,
  };
}
