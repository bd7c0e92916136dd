/** Each paper that lay on the glass as a page of its own, sealed; the page that they were cut from is not touched. */
import type { PaperPlace } from '../../native-bridge/contract-page-look.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Page } from '../domain/dossier.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { imagingCall } from './imaging-call.ts';
import { sealPage } from './page-seals.ts';
import type { DigitizationParts } from './pages-of-file.ts';

/** In the order in which they are read: from the top down, those side by side from left to right. */
export async function pagesOfPapers(
  { imaging, blobs, newId }: DigitizationParts,
  page: Page,
  papers: readonly PaperPlace[],
): Promise<Result<Page[], ErrorCode>> {
  const picture = await blobs.get(page.imageBlob);
  if (!picture.ok) return picture;
  const places = inReadingOrder(papers).map(({ corners }) => corners);
  const pages: Page[] = [];
  let failure: Failure<ErrorCode> | undefined;
  const answer = await imagingCall(imaging, 'cutPapers', { dpi: page.dpi, papers: places }, [picture.value], {
    onItem: async (item, bodies) => {
      // a second attempt after a lost worker starts again at the first paper
      if (failure || item.index < pages.length) return;
      const about = { id: newId(), source: page.source, pdf: null, capturedAt: page.capturedAt };
      const sealed = await sealPage(blobs, about, item, bodies);
      if (sealed.ok) pages.push({ ...sealed.value, rotation: page.rotation, cutFrom: page.id });
      else failure = sealed.error;
    },
  });
  failure ??= answer.ok ? undefined : answer.error;
  return failure ? fail(failure.code, failure.details) : ok(pages);
}

/** Papers whose middles are nearer than this lie side by side, share of the page's height. */
const sideBySide = 0.15;

function inReadingOrder(papers: readonly PaperPlace[]): PaperPlace[] {
  const middle = ({ corners }: PaperPlace) => ({
    x: corners.reduce((sum, { x }) => sum + x, 0) / 4,
    y: corners.reduce((sum, { y }) => sum + y, 0) / 4,
  });
  return papers.toSorted((one, other) => {
    const a = middle(one);
    const b = middle(other);
    return Math.abs(a.y - b.y) < sideBySide ? a.x - b.x : a.y - b.y;
  });
}
