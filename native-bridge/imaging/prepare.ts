import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { BridgeError } from '../bridge-error.ts';
import type { PageForm } from '../contract-imaging.ts';
import type { Handler } from '../host.ts';
import { layeredPage, onePicture, type LayeredPage } from './layers/layered-page.ts';
import { maxPagePixels } from './limits.ts';
import { drawLayers } from './pdf/draw-layers.ts';
import { refusingDamage } from './picture.ts';
import type { Rgb } from './raster.ts';
import { straightened } from './straighten.ts';
import { understandPage } from './understand/understand-page.ts';

/** Resolution of masks, dots per inch; finer pages are reduced to it. */
const maskDpi = 300;
/** A little above is not worth the reducing. */
const tolerance = 1.1;
/** Below this, strokes are too few pixels wide to be cut out. */
const coarsestDpi = 150;

/** Makes of a captured page what its component's file will hold; the captured page stays as it is. */
export const prepare: Handler<'imaging', 'prepare'> = async ({ dpi }, bodies, { signal }) => {
  const jpeg = bodies[0];
  if (!jpeg || jpeg.byteLength === 0) throw new BridgeError('file-empty');
  const { page, resolution } = await decoded(jpeg, dpi);
  if (signal.aborted) throw new BridgeError('cancelled');
  const { skewDeg, turnDeg, turnSure, blank } = understandPage(page, resolution);
  if (signal.aborted) throw new BridgeError('cancelled');
  const { layers, form } = await layersOf(await straightened(page, skewDeg), resolution);
  const document = await PDFDocument.create({ updateMetadata: false });
  drawLayers(document, layers);
  const pdf = await document.save({ addDefaultPage: false, useObjectStreams: false });
  return { result: { form, skewDeg, turnDeg, turnSure, blank }, bodies: [pdf] };
};

async function layersOf(page: Rgb, dpi: number): Promise<{ layers: LayeredPage; form: PageForm }> {
  if (dpi < coarsestDpi) return { layers: await onePicture(page, dpi), form: 'coarse' };
  const { page: layers, form } = await layeredPage(page, dpi);
  return { layers, form };
}

/** @throws BridgeError file-damaged */
async function decoded(jpeg: Uint8Array, dpi: number): Promise<{ page: Rgb; resolution: number }> {
  const open = () => sharp(jpeg, { failOn: 'truncated', limitInputPixels: maxPagePixels });
  const { width, height } = await refusingDamage(() => open().metadata());
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
