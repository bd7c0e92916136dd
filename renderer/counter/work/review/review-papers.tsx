import { Badge } from '../../../kit/badge.tsx';
import { Card } from '../../../kit/card.tsx';
import { useText } from '../../../text/language.tsx';
import type { Translate } from '../../../text/language.tsx';
import { Thumb } from '../capture/thumb.tsx';
import { isPresentOnly } from '../checklist/paper.ts';
import type { Paper } from '../checklist/paper.ts';

/** Thumbnails shown per paper; the rest is a number. */
const shown = 6;

function standing(t: Translate, paper: Paper) {
  const { state, rule } = paper;
  if (state.reused) return <Badge tone="info">{t('work.review.paperReused')}</Badge>;
  if (!state.received) {
    return (
      <Badge tone={paper.need === 'optional' ? 'neutral' : 'waiting'}>
        {t('work.review.paperNotReceived')}
      </Badge>
    );
  }
  if (isPresentOnly(paper)) return <Badge tone="safe">{t('work.review.paperSeen')}</Badge>;
  const kind = t(`domain.componentKind.${state.receivedAs ?? rule.kind}`);
  return <Badge tone="safe">{t('work.review.paperReceived', { kind, count: state.copies })}</Badge>;
}

/** The papers that belong to the dossier, as received and as captured; two different things. */
export function ReviewPapers({
  ownerId,
  papers,
}: {
  readonly ownerId: string;
  readonly papers: readonly Paper[];
}) {
  const t = useText();
  return (
    <Card title={t('work.review.papers')}>
      <ol className="rev-papers">
        {papers
          .filter(({ state }) => state.applies || state.pages.length > 0)
          .map((paper) => {
            const { rule, state } = paper;
            return (
              <li key={rule.id} className="rev-paper">
                <p className="rev-paper-name" lang="vi">
                  {rule.name}
                </p>
                <p className="rev-paper-state">
                  {standing(t, paper)}
                  {state.pages.length > 0 && (
                    <span className="mc-figures rev-soft">
                      {t('work.pages', { count: state.pages.length })}
                    </span>
                  )}
                  {state.files.some((file) => file.signed) && (
                    <Badge tone="info" icon="shield">
                      {t('work.capture.signed')}
                    </Badge>
                  )}
                </p>
                {state.pages.length > 0 && (
                  <div
                    className="rev-strip"
                    role="img"
                    aria-label={t('work.review.strip', { name: rule.name })}
                  >
                    {state.pages.slice(0, shown).map((page) => (
                      <Thumb key={page.id} ownerId={ownerId} page={page} box={64} />
                    ))}
                    {state.pages.length > shown && (
                      <span className="rev-soft">
                        {t('work.review.more', { count: state.pages.length - shown })}
                      </span>
                    )}
                  </div>
                )}
                {state.note !== '' && <p className="rev-soft">{state.note}</p>}
              </li>
            );
          })}
      </ol>
    </Card>
  );
}
