import sharp from 'sharp';
import { BridgeError } from '../bridge-error.ts';
import type { Handler } from '../host.ts';
import { openPdf } from './pdf-document.ts';

/** Pictures of the first `maxPages` pages, for previews; the page count is that of the whole document. */
export const renderPdf: Handler<'imaging', 'renderPdf'> = async ({ dpi, maxPages }, bodies, context) => {
  const bytes = bodies[0];
  if (!bytes || bytes.byteLength === 0) throw new BridgeError('file-empty');
  const document = await openPdf(bytes);
  try {
    const pictures: Uint8Array[] = [];
    const count = Math.min(document.pageCount, maxPages);
    for (let index = 0; index < count; index += 1) {
      if (context.signal.aborted) throw new BridgeError('cancelled');
      const picture = await document.render(
        index,
        dpi,
        context.signal,
        async ({ data, widthPx, heightPx }) =>
          await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 4 } })
            .removeAlpha()
            .png({ compressionLevel: 6 })
            .toBuffer(),
      );
      pictures.push(picture);
      context.progress(index + 1, count);
    }
    return { result: { pageCount: document.pageCount }, bodies: pictures };
  } finally {
    await document.close();
  }
};
