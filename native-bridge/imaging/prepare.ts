import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { BridgeError } from '../bridge-error.ts';
import type { PageForm, PageLie } from '../contract-imaging.ts';
import type { PageFacts } from '../contract-page-look.ts';
import type { Handler } from '../host.ts';
import { layeredPage, onePicture, type LayeredPage } from './layers/layered-page.ts';
import { letGo, letGoOfRemains } from './let-go.ts';
import { factsOf } from './look.ts';
import { decodedPage } from './page-pixels.ts';
import { drawLayers } from './pdf/draw-layers.ts';
import type { Rgb } from './raster.ts';
import { straightened } from './straighten.ts';

/** Below this, strokes are too few pixels wide to be cut out. */
const coarsestDpi = 150;

/** Makes of a captured page what its component's file will hold; the captured page stays as it is. */
export const prepare: Handler<'imaging', 'prepare'> = async ({ dpi, lie: known }, bodies, { signal }) => {
  const jpeg = bodies[0];
  if (!jpeg || jpeg.byteLength === 0) throw new BridgeError('file-empty');
  letGoOfRemains();
  const goOn = (): void => {
    if (signal.aborted) throw new BridgeError('cancelled');
  };
  const { page, resolution, lie, seen, wasTurned } = await straightPage(jpeg, dpi, known, goOn);
  goOn();
  const { layers: made, form } = await layersOf(page, resolution);
  goOn();
  const layers = wasTurned ? made : await smallest(made, jpeg);
  const document = await PDFDocument.create({ updateMetadata: false });
  drawLayers(document, layers);
  const pdf = await document.save({ addDefaultPage: false, useObjectStreams: false });
  const { skewDeg, turnDeg, turnSure, blank } = lie;
  return { result: { form, skewDeg, turnDeg, turnSure, blank, seen }, bodies: [pdf] };
};

/** Only the straight page is referred to when this has ended: the picture as it lay is let go. */
async function straightPage(
  jpeg: Uint8Array,
  dpi: number,
  known: PageLie | undefined,
  goOn: () => void,
): Promise<{ page: Rgb; resolution: number; lie: PageLie; seen?: PageFacts; wasTurned: boolean }> {
  const { page, resolution } = await decodedPage(jpeg, dpi);
  goOn();
  // who does not know yet how the page lies wants to know the rest of it too
  const seen = known ? undefined : factsOf(page, resolution, dpi);
  const lie = known ?? seen;
  if (!lie) throw new Error('a page lies somehow');
  goOn();
  const straight = straightened(page, lie.skewDeg);
  const wasTurned = straight !== page;
  if (wasTurned) letGo(page);
  return { page: straight, resolution, lie, wasTurned, ...(seen && { seen }) };
}

async function layersOf(page: Rgb, dpi: number): Promise<{ layers: LayeredPage; form: PageForm }> {
  if (dpi < coarsestDpi) return { layers: await onePicture(page, dpi), form: 'coarse' };
  const { page: layers, form } = await layeredPage(page, dpi);
  return { layers, form };
}

/** A page that is one picture is that of the device where that is no larger: coded once, every sample as it came. */
async function smallest(made: LayeredPage, captured: Uint8Array): Promise<LayeredPage> {
  const [picture, ...others] = made.pictures;
  const isOnePicture = others.length === 0 && made.inks.length === 0;
  if (!picture || !isOnePicture || captured.length > picture.jpeg.length) return made;
  const { width: jpegWidthPx, height: jpegHeightPx } = await sharp(captured).metadata();
  return { ...made, pictures: [{ ...picture, jpeg: captured, jpegWidthPx, jpegHeightPx }] };
}
