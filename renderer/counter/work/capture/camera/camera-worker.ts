/** Looks at the camera's pictures beside the window, so that keys never wait for it. One picture at a time is in memory. */
import type { Cut, FromWorker, Look, ToWorker } from './camera-messages.ts';
import { lookPx } from './camera-messages.ts';
import { findPage } from './edges/find-page.ts';
import { flattened } from './edges/flatten.ts';
import type { Grey } from './edges/grey.ts';
import { greyOf } from './edges/grey.ts';
import { flatSize, recognised } from './edges/paper-size.ts';
import type { Quad } from './edges/quad.ts';
import { farthestCorner, scaled, wholeOf } from './edges/quad.ts';

/** Kept once more by the imaging process; what this JPEG loses is not seen. */
const jpegQuality = 0.95;
/** The brightest percent of a picture of nothing, grey levels. */
const blackLevel = 24;
/** The page in the picture that is taken lies where the outline was shown, but for this part of the picture. */
const shownNear = 0.04;

let before: Grey | null = null;

function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context;
}

function smallGrey(frame: VideoFrame): Grey {
  const { displayWidth, displayHeight } = frame;
  const share = Math.min(1, lookPx / Math.max(displayWidth, displayHeight));
  const width = Math.round(displayWidth * share);
  const height = Math.round(displayHeight * share);
  const context = canvasOf(width, height);
  context.imageSmoothingQuality = 'medium';
  context.drawImage(frame, 0, 0, width, height);
  return greyOf(context.getImageData(0, 0, width, height).data, width, height);
}

function isBlack({ data }: Grey): boolean {
  let bright = 0;
  for (const level of data) if (level > blackLevel) bright += 1;
  return bright < data.length / 100;
}

function isSame(one: Grey, other: Grey | null): boolean {
  return (
    other !== null &&
    one.data.length === other.data.length &&
    one.data.every((level, at) => level === other.data[at])
  );
}

function look(n: number, frame: VideoFrame): Look {
  const begun = performance.now();
  const grey = smallGrey(frame);
  const scaledAt = performance.now();
  const page = findPage(grey);
  const findMs = performance.now() - scaledAt;
  const same = isSame(grey, before);
  before = grey;
  return {
    type: 'look',
    n,
    corners: page && scaled(page.corners, 1 / grey.width, 1 / grey.height),
    size: page && recognised(page.corners, grey),
    black: isBlack(grey),
    same,
    scaleMs: scaledAt - begun,
    findMs,
  };
}

async function cut(request: Extract<ToWorker, { type: 'cut' }>): Promise<Cut> {
  const { n, frame } = request;
  const width = frame.displayWidth;
  const height = frame.displayHeight;
  const shown = request.corners;
  const whole = canvasOf(width, height);
  whole.drawImage(frame, 0, 0, width, height);
  if (!shown) {
    const { dpi } = flatSize(wholeOf(width, height), { width, height }, 'free');
    return { type: 'cut', n, bytes: await jpegOf(whole), dpi };
  }
  const here = request.fixed ? null : placedNow(smallGrey(frame), shown);
  const corners = scaled(here ?? shown, width, height);
  const size = flatSize(corners, { width, height }, request.size ?? recognised(corners, { width, height }));
  const { data } = whole.getImageData(0, 0, width, height);
  const flat = flattened({ width, height, data }, corners, size.widthPx, size.heightPx);
  const page = canvasOf(flat.width, flat.height);
  page.putImageData(new ImageData(flat.data, flat.width, flat.height), 0, 0);
  return { type: 'cut', n, bytes: await jpegOf(page), dpi: size.dpi };
}

/** Where the page is in this very picture, unless that is another page than the one shown. */
function placedNow(grey: Grey, shown: Quad): Quad | null {
  const page = findPage(grey);
  if (!page) return null;
  const now = scaled(page.corners, 1 / grey.width, 1 / grey.height);
  return farthestCorner(now, shown) <= shownNear ? now : null;
}

async function jpegOf(context: OffscreenCanvasRenderingContext2D): Promise<Uint8Array<ArrayBuffer>> {
  const { canvas } = context;
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
  return new Uint8Array(await blob.arrayBuffer());
}

function answer(message: FromWorker): void {
  postMessage(message, { transfer: message.type === 'cut' && message.bytes ? [message.bytes.buffer] : [] });
}

addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const request = event.data;
  if (request.type === 'look') {
    try {
      answer(look(request.n, request.frame));
    } finally {
      request.frame.close();
    }
    return;
  }
  void cut(request)
    .catch((): Cut => ({ type: 'cut', n: request.n, bytes: null, dpi: 0 }))
    .then((made) => {
      request.frame.close();
      answer(made);
    });
});
