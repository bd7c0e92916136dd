import { setImmediate } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { Handler } from '../host.ts';
import { pageTextOf } from '../reading/page-text.ts';
import { openPdf } from './pdf-document.ts';
import { pageOfSamples } from './picture.ts';

/** Quality of the pictures, 1–100: as good as those of a scanner, because files are made of them. */
const quality = 90;

/** Pages of a PDF as a scanner would give them, one at a time, each with the words that it bears itself. */
export const drawPdf: Handler<'imaging', 'drawPdf'> = async (params, bodies, context) => {
  const { dpi, leastDpi, pageIndexes } = params;
  const bytes = bodies[0];
  if (!bytes || bytes.byteLength === 0) throw new BridgeError('file-empty');
  const document = await openPdf(bytes);
  try {
    for (const [at, index] of pageIndexes.entries()) {
      // pdf.js works in microtasks: without a turn of the event loop a cancel would not be heard
      await setImmediate();
      if (context.signal.aborted) throw new BridgeError('cancelled');
      if (index >= document.pageCount) throw new BridgeError('file-damaged', { page: index + 1 });
      const text = pageTextOf(await document.textOf(index));
      const { jpeg, thumb, ...size } = await document.render(index, dpi, context.signal, async (drawn) => {
        if (drawn.dpi < leastDpi) throw new BridgeError('pdf-page-too-large', { page: index + 1 });
        return await pageOfSamples(drawn, drawn.dpi, quality);
      });
      await context.item({ index, ...size, text }, [jpeg, thumb]);
      context.progress(at + 1, pageIndexes.length);
    }
  } finally {
    await document.close();
  }
  return { result: {}, bodies: [] };
};
