import type { Draft, Page } from '../../../app/shapes.ts';
import type { Paper } from '../checklist/paper.ts';
import { CardOffer } from './card-offer.tsx';
import { PdfOffer } from './pdf-offer.tsx';
import type { Arrangement } from './use-arrangement.ts';
import type { CaptureJobs } from './use-capture-jobs.ts';
import type { PageEdits } from './use-page-edits.ts';

interface PageOffersProps {
  readonly draft: Draft;
  readonly paper: Paper;
  readonly shown: Page;
  readonly cards: Arrangement['cards'];
  readonly edits: PageEdits;
  readonly jobs: CaptureJobs;
}

/** What the page that is shown could become, with others of its paper or of its file. */
export function PageOffers({ draft, paper, shown, cards, edits, jobs }: PageOffersProps) {
  return (
    <>
      <CardOffer
        pages={paper.state.pages}
        shown={shown}
        cards={cards}
        onJoin={edits.joinCard}
        onPart={edits.partCard}
      />
      <PdfOffer
        draft={draft}
        paper={paper}
        shown={shown}
        busy={jobs.state.jobs.some(({ kind }) => kind === 'normalise')}
        onNormalise={(fileIds, name) => jobs.normalise(paper.rule.id, fileIds, name)}
        onAsCame={edits.pdfAsCame}
      />
    </>
  );
}
