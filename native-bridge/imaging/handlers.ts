import type { Handlers } from '../host.ts';
import { compose } from './compose.ts';
import { cutPapers } from './cut-papers.ts';
import { drawPdf } from './draw-pdf.ts';
import { inspect } from './inspect.ts';
import { look } from './look.ts';
import { pagesOfFile } from './pages-of-file.ts';
import { prepare } from './prepare.ts';
import { renderPdf } from './render-pdf.ts';
import { scannedPage } from './scanned-page.ts';
import { separator } from './separator.ts';

/** All that an imaging worker does; each a function of the bytes that it gets. */
export const imagingHandlers: Handlers<'imaging'> = {
  inspect,
  pages: pagesOfFile,
  scannedPage,
  separator,
  look,
  cutPapers,
  prepare,
  compose,
  drawPdf,
  renderPdf,
  // the drawing library takes 50 MB, which workers that draw no slip save
  drawSlip: async (params, bodies, context) => {
    const { drawSlip } = await import('./draw-slip.ts');
    return await drawSlip(params, bodies, context);
  },
};
