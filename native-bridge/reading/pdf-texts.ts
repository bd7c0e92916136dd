import { setImmediate } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { Handler } from '../host.ts';
import { openPdf } from '../imaging/pdf-document.ts';
import { pageTextOf } from './page-text.ts';

/** The text that pages of a PDF bear themselves: nobody has to read what is written there. */
export const textsOfPdf: Handler<'reading', 'textsOfPdf'> = async ({ pageIndexes }, bodies, context) => {
  const bytes = bodies[0];
  if (!bytes || bytes.byteLength === 0) throw new BridgeError('file-empty');
  const document = await openPdf(bytes);
  try {
    for (const pageIndex of pageIndexes) {
      // pdf.js works in microtasks: without a turn of the event loop a cancel would not be heard
      await setImmediate();
      if (context.signal.aborted) throw new BridgeError('cancelled');
      if (pageIndex >= document.pageCount) continue;
      const text = pageTextOf(await document.textOf(pageIndex));
      if (text) await context.item({ pageIndex, text }, []);
    }
  } finally {
    await document.close();
  }
  return { result: {}, bodies: [] };
};
