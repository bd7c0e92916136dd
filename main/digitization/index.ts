/** Digitization (số hóa): files and scans become sealed pages, pages become one PDF per component. */
import type { ErrorCode } from '../contract/errors.ts';
import type { Page } from '../domain/dossier.ts';
import type { Result } from '../domain/result.ts';
import type { Digitization } from '../intake/ports.ts';
import { filesOfDraft } from './files-of-draft.ts';
import { imagingCall } from './imaging-call.ts';
import { inspectFile, keepFileAndPages, type DigitizationParts } from './pages-of-file.ts';
import { sealPage } from './page-seals.ts';
import { createPreparation } from './preparation.ts';
import { createReading, type ReadingParts } from './reading.ts';

export function createDigitization(
  parts: DigitizationParts & Pick<ReadingParts, 'reading' | 'log'>,
): Digitization {
  const reading = createReading(parts);
  const preparation = createPreparation({ ...parts, onPrepared: (page, facts) => reading.soon(page, facts) });

  async function seal(
    who: Pick<Page, 'id' | 'source'>,
    picture: Uint8Array,
    dpi: number,
  ): Promise<Result<Page, ErrorCode>> {
    const answer = await imagingCall(parts.imaging, 'scannedPage', { dpi }, [picture]);
    if (!answer.ok) return answer;
    const about = { ...who, pdf: null, capturedAt: parts.now() };
    const page = await sealPage(parts.blobs, about, answer.value.value, answer.value.bodies);
    if (page.ok) preparation.soon(page.value);
    return page;
  }

  return {
    inspect: (name, bytes) => inspectFile(parts, name, bytes),
    pagesOfFile: (file, report, onFile, onPage) =>
      keepFileAndPages(parts, file, report, onFile, (page) => {
        const taken = onPage(page);
        if (taken.ok && !page.pdf) preparation.soon(page);
        return taken;
      }),
    pageOfScan: (picture, dpi) => seal({ id: parts.newId(), source: 'scanner' }, picture, dpi),
    pageOfCamera: (id, picture, dpi) => seal({ id, source: 'camera' }, picture, dpi),
    filesOf: (draft, names) => filesOfDraft({ ...parts, preparation, words: reading }, draft, names),
  };
}
