/** Digitization (số hóa): files and scans become sealed pages, pages become one PDF per component. */
import type { PageLie } from '../../native-bridge/contract-imaging.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Page } from '../domain/dossier.ts';
import { ok, type Result } from '../domain/result.ts';
import { separatorPrefix } from '../domain/separator.ts';
import type { Digitization } from '../intake/ports.ts';
import { pagesOfPapers } from './cut-papers.ts';
import { drawPages, takeDrawn } from './drawn-pages.ts';
import { pictureInFile } from './file-picture.ts';
import { filesOfDraft } from './files-of-draft.ts';
import { imagingCall } from './imaging-call.ts';
import { createLooking, type LookingParts } from './looking.ts';
import { inspectFile, keepFileAndPages, type DigitizationParts } from './pages-of-file.ts';
import { sealPage } from './page-seals.ts';
import { createPreparation } from './preparation.ts';
import { createReading, type ReadingParts } from './reading.ts';
import { createTurns } from './turns.ts';

/** A page whose own words are to lie on it stays as it was drawn. */
const asDrawn: PageLie = { skewDeg: null, turnDeg: 0, turnSure: false, blank: false };

export function createDigitization(
  parts: DigitizationParts &
    Pick<ReadingParts, 'reading' | 'log' | 'onRead' | 'retryAfterMs'> &
    Pick<LookingParts, 'onLooked'>,
): Digitization {
  const turns = createTurns();
  const looking = createLooking({ ...parts, turns });
  const reading = createReading({ ...parts, prepareSoon: (page) => preparation.soon(page) });
  const preparation = createPreparation({
    ...parts,
    turns,
    lieOf: (page) => (page.normalised?.ownWords ? asDrawn : looking.lieOf(page)),
    onSeen: (page, facts) => looking.keep(page, facts),
    onOver: (page) => reading.prepared(page),
  });

  function prepareAndRead({ imageBlob, dpi }: Page): void {
    preparation.soon({ imageBlob, dpi });
    reading.want({ imageBlob, dpi, pdf: null });
  }

  async function seal(
    who: Pick<Page, 'id' | 'source'>,
    picture: Uint8Array,
    dpi: number,
  ): Promise<Result<Page, ErrorCode>> {
    const isKept = await turns.pageComesIn();
    const page = await imagingCall(parts.imaging, 'scannedPage', { dpi }, [picture])
      .then((answer) => {
        const about = { ...who, pdf: null, capturedAt: parts.now() };
        return answer.ok ? sealPage(parts.blobs, about, answer.value.value, answer.value.bodies) : answer;
      })
      .finally(isKept);
    if (page.ok) prepareAndRead(page.value);
    return page;
  }

  return {
    inspect: (name, bytes) => inspectFile(parts, name, bytes),
    async pagesOfFile(file, report, onFile, onPage) {
      const isKept = await turns.pageComesIn();
      let fileBlob: string | undefined;
      const keepFile: typeof onFile = (kept) => {
        fileBlob = kept.blob;
        return onFile(kept);
      };
      const pages = keepFileAndPages(parts, file, report, keepFile, (page) => {
        const taken = onPage(page);
        if (!taken.ok) return taken;
        const { imageBlob, dpi, pdf } = page;
        if (!pdf || fileBlob === undefined) prepareAndRead(page);
        else reading.want({ imageBlob, dpi, pdf: { blob: fileBlob, pageIndex: pdf.pageIndex } });
        return taken;
      });
      return await pages.finally(isKept);
    },
    pageOfScan: (picture, dpi) => seal({ id: parts.newId(), source: 'scanner' }, picture, dpi),
    async separatorOn({ imageBlob, dpi }, blank) {
      const picture = await parts.blobs.get(imageBlob);
      if (!picture.ok) return picture;
      const params = { dpi, prefix: separatorPrefix, blank };
      const seen = await imagingCall(parts.imaging, 'separator', params, [picture.value]);
      return seen.ok ? ok(seen.value.value) : seen;
    },
    pageOfCamera: (id, picture, dpi) => seal({ id, source: 'camera' }, picture, dpi),
    begin: () => reading.begin(),
    end: () => reading.end(),
    looks: looking,
    async pagesOfPapers(page, papers) {
      const pages = await pagesOfPapers(parts, page, papers);
      if (pages.ok) pages.value.forEach(prepareAndRead);
      return pages;
    },
    drawnPages: (file, pageIndexes, report) => drawPages(parts, file, pageIndexes, report),
    takeDrawn: (drawn, take) => takeDrawn({ ...parts, reading }, drawn, take),
    goOnWith(page) {
      if (page.normalised?.ownWords) preparation.soon(page);
      else prepareAndRead(page);
    },
    pictureInFile: (page) => pictureInFile({ ...parts, preparation }, page),
    filesOf(draft, names) {
      // for all of its pages, also between two of them
      const inTime = turns.hurry();
      return filesOfDraft({ ...parts, preparation, words: reading }, draft, names).finally(inTime);
    },
  };
}
