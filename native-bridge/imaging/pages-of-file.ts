import { setImmediate } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { Handler, HandlerContext } from '../host.ts';
import type { PageItem } from '../contract-imaging.ts';
import { maxPageCount } from './limits.ts';
import { openPdf } from './pdf-document.ts';
import { viewOfPage } from './page-view.ts';
import { pageOfPicture, pictureHead, type PagePicture } from './picture.ts';

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
    return await handOver(document.pageCount, 2, context, (index) =>
      document.render(index, dpi, context.signal, viewOfPage),
    );
  } finally {
    await document.close();
  }
}

async function pagesOfPicture(bytes: Uint8Array, context: Context): Promise<number> {
  const { pageCount } = await pictureHead(bytes, 0);
  return await handOver(pageCount, 1, context, (index) => pageOfPicture(bytes, index, null, 85));
}

/**
 * Makes pages in order, `atOnce` of them side by side: one is drawn while the one before it is encoded on another
 * thread. Whatever comes after a page that fails is dropped.
 */
async function handOver(
  pageCount: number,
  atOnce: 1 | 2,
  context: Context,
  pageAt: (index: number) => Promise<PagePicture>,
): Promise<number> {
  if (pageCount > maxPageCount) throw new BridgeError('file-too-many-pages', { pageCount, maxPageCount });
  const inWork: Promise<PagePicture>[] = [];
  let begun = 0;
  try {
    for (let index = 0; index < pageCount; index += 1) {
      // pdf.js works in microtasks: without a turn of the event loop a cancel would not be heard
      await setImmediate();
      if (context.signal.aborted) throw new BridgeError('cancelled');
      while (begun < pageCount && inWork.length < atOnce) {
        inWork.push(pageAt(begun));
        // its failure counts when its turn comes
        inWork.at(-1)?.catch(() => undefined);
        begun += 1;
      }
      const page = await inWork.shift();
      if (!page) throw new Error('no page is in work');
      const { jpeg, thumb, ...size } = page;
      await context.item({ index, ...size }, [jpeg, thumb]);
      context.progress(index + 1, pageCount);
    }
  } finally {
    // the document must not be closed under a page that is being drawn
    await Promise.allSettled(inWork);
  }
  return pageCount;
}
