/** Digitization (số hóa): files and scans become sealed pages, pages become one PDF per component. */
import { ok } from '../domain/result.ts';
import type { Digitization } from '../intake/ports.ts';
import { filesOfDraft } from './files-of-draft.ts';
import { imagingCall } from './imaging-call.ts';
import { inspectFile, keepFileAndPages, type DigitizationParts } from './pages-of-file.ts';
import { sealPage } from './page-seals.ts';

export function createDigitization(parts: DigitizationParts): Digitization {
  return {
    inspect: (name, bytes) => inspectFile(parts, name, bytes),
    pagesOfFile: (file, report, onFile, onPage) => keepFileAndPages(parts, file, report, onFile, onPage),
    async pageOfScan(picture, dpi) {
      const answer = await imagingCall(parts.imaging, 'scannedPage', { dpi }, [picture]);
      if (!answer.ok) return answer;
      const about = { id: parts.newId(), source: 'scanner', pdf: null, capturedAt: parts.now() } as const;
      const page = await sealPage(parts.blobs, about, answer.value.value, answer.value.bodies);
      return page.ok ? ok(page.value) : page;
    },
    filesOf: (draft, codeForNames) => filesOfDraft(parts, draft, codeForNames),
  };
}
