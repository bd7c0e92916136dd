import { setImmediate } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { Handler, HandlerContext } from '../host.ts';
import type { PageItem } from '../contract.ts';
import { maxPageCount } from './limits.ts';
import { openPdf } from './pdf-document.ts';
import { pageOfPicture, pageOfSamples, pictureHead, type PagePicture } from './picture.ts';

type Context = HandlerContext<PageItem>;

/** Hands the pages of a file over one by one, so that one page at most is in memory, however long the file is. */
export const pagesOfFile: Handler<'imaging', 'pages'> = async ({ mime, dpi }, bodies, context) => {
  const bytes = bodies[0];
  if (!bytes || bytes.byteLength === 0) throw new BridgeError('file-empty');
  const pageCount =
    mime === 'application/pdf' ? await pagesOfPdf(bytes, dpi, context) : await pagesOfPicture(bytes, context);
  return { result: { pageCount }, bodies: [] };
};

async function pagesOfPdf(bytes: Uint8Array, dpi: number, context: Context): Promise<number> {
  const document = await openPdf(bytes);
  try {
    return await handOver(document.pageCount, context, (index) =>
      document.render(index, dpi, context.signal, (drawn) => pageOfSamples(drawn, drawn.dpi, 85)),
    );
  } finally {
    await document.close();
  }
}

async function pagesOfPicture(bytes: Uint8Array, context: Context): Promise<number> {
  const { pageCount } = await pictureHead(bytes, 0);
  return await handOver(pageCount, context, (index) => pageOfPicture(bytes, index, null, 85));
}

async function handOver(
  pageCount: number,
  context: Context,
  pageAt: (index: number) => Promise<PagePicture>,
): Promise<number> {
  if (pageCount > maxPageCount) throw new BridgeError('file-too-many-pages', { pageCount, maxPageCount });
  for (let index = 0; index < pageCount; index += 1) {
    // pdf.js works in microtasks: without a turn of the event loop a cancel would not be heard
    await setImmediate();
    if (context.signal.aborted) throw new BridgeError('cancelled');
    const { jpeg, thumb, ...size } = await pageAt(index);
    await context.item({ index, ...size }, [jpeg, thumb]);
    context.progress(index + 1, pageCount);
  }
  return pageCount;
}
