import { faultsToDecide } from '../../../../../main/contract/page-look.ts';
import { Badge } from '../../../../kit/badge.tsx';
import { Button } from '../../../../kit/button.tsx';
import { useText } from '../../../../text/language.tsx';
import type { Paper } from '../../checklist/paper.ts';
import type { LookOf } from './use-looks.ts';

export interface FaultyPage {
  readonly componentId: string;
  readonly pageId: string;
}

/** Pages that somebody must still decide about, in the order of the papers. */
export function faultyPages(papers: readonly Paper[], lookOf: LookOf): FaultyPage[] {
  return papers.flatMap(({ rule, state }) =>
    state.pages
      .filter((page) => faultsToDecide(page, lookOf(page)).length > 0)
      .map((page) => ({ componentId: rule.id, pageId: page.id })),
  );
}

/** The next one after the page that is shown, from the first again after the last. */
export function nextFaulty(faulty: readonly FaultyPage[], shownId: string | null): FaultyPage | null {
  const at = faulty.findIndex(({ pageId }) => pageId === shownId);
  return faulty[(at + 1) % Math.max(1, faulty.length)] ?? null;
}

/** How many pages are still looked at, and how many must be decided about. */
export function GateNews(props: {
  readonly papers: readonly Paper[];
  readonly lookOf: LookOf;
  onNext(): void;
}) {
  const t = useText();
  const { papers, lookOf } = props;
  const looking = papers
    .flatMap(({ state }) => state.pages)
    .filter((page) => lookOf(page).state === 'waiting').length;
  const faulty = faultyPages(papers, lookOf).length;
  return (
    <span className="gate-news">
      <span role="status" className="gate-news-words">
        {looking > 0 && (
          <span className="cap-soft gate-looking">
            <span className="mc-spinner" aria-hidden="true" />
            {t('gate.looking', { count: looking })}
          </span>
        )}
        {faulty > 0 && <Badge tone="danger">{t('gate.undecided', { count: faulty })}</Badge>}
      </span>
      {faulty > 0 && (
        <>
          <Button kind="quiet" icon="forward" onPress={props.onNext}>
            {t('gate.nextFault')}
          </Button>
          <kbd className="mc-kbd" aria-hidden="true">
            N
          </kbd>
        </>
      )}
    </span>
  );
}
