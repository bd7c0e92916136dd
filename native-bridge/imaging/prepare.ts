import { PDFDocument } from 'pdf-lib';
import { BridgeError } from '../bridge-error.ts';
import type { PageForm } from '../contract-imaging.ts';
import type { Handler } from '../host.ts';
import { layeredPage, onePicture, type LayeredPage } from './layers/layered-page.ts';
import { decodedPage } from './page-pixels.ts';
import { drawLayers } from './pdf/draw-layers.ts';
import type { Rgb } from './raster.ts';
import { straightened } from './straighten.ts';
import { lieOfPage } from './understand/understand-page.ts';

/** Below this, strokes are too few pixels wide to be cut out. */
const coarsestDpi = 150;

/** Makes of a captured page what its component's file will hold; the captured page stays as it is. */
export const prepare: Handler<'imaging', 'prepare'> = async ({ dpi }, bodies, { signal }) => {
  const jpeg = bodies[0];
  if (!jpeg || jpeg.byteLength === 0) throw new BridgeError('file-empty');
  const { page, resolution } = await decodedPage(jpeg, dpi);
  if (signal.aborted) throw new BridgeError('cancelled');
  const { skewDeg, turnDeg, turnSure, blank } = lieOfPage(page, resolution);
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
