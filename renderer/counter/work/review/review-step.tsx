import { useEffect, useState } from 'react';
import { useCall } from '../../../app/api.ts';
import { useProcedure } from '../../../app/procedure.ts';
import { Button } from '../../../kit/button.tsx';
import { Card } from '../../../kit/card.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Loading } from '../../../kit/loading.tsx';
import { useText } from '../../../text/language.tsx';
import { useChord } from '../checklist/chord.ts';
import { papersOf } from '../checklist/paper.ts';
import { PrimaryAction } from '../primary-action.tsx';
import type { StepProps } from '../step.ts';
import { ReviewDetails } from './review-details.tsx';
import { ReviewPapers } from './review-papers.tsx';
import { ReviewPeople } from './review-people.tsx';
import { ReviewProblems } from './review-problems.tsx';
import { ReviewTerms } from './review-terms.tsx';
import { UndecidedPages } from './undecided-pages.tsx';
import { useAccept } from './use-accept.ts';
import './review.css';

/** A field that is being typed in is left first, which keeps its text. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** Everything on one screen, then the one decision: accept and issue the receipt. */
export function ReviewStep({ draft }: StepProps) {
  const t = useText();
  const { draft: now } = draft;
  const review = useCall('intake.review', { draftId: now.id });
  const { procedure, error: procedureError } = useProcedure(now.procedureCode);
  const { reload } = review;
  useEffect(reload, [now.revision, reload]);
  const { accept, accepting, error } = useAccept(draft, leaveField);

  const ready = review.value?.ready ?? false;
  const [asked, setAsked] = useState<'not-yet' | 'now' | 'answered'>('not-yet');
  const undecided = review.value?.problems.some(({ code }) => code === 'pages-undecided') ?? false;
  const start = () => {
    if (!ready || accepting) return;
    if (undecided && asked !== 'answered') setAsked('now');
    else accept();
  };
  useChord({ key: 'Enter', ctrl: true, shift: false }, start);

  const papers = procedure ? papersOf(procedure, now) : [];
  const chosenCase = procedure?.cases.find((one) => one.id === now.caseId);
  const paperName = (id: string) => papers.find((paper) => paper.rule.id === id)?.rule.name ?? null;
  const blockers = review.value?.problems.filter((problem) => problem.blocking).length ?? 0;
  return (
    <div className="rev">
      <header className="rev-head">
        <h1>{t('work.review.title')}</h1>
        {blockers > 0 && <span className="rev-soft">{t('work.review.notReady', { count: blockers })}</span>}
      </header>
      {error && <ErrorNote error={error} />}
      {draft.error && <ErrorNote error={draft.error} />}
      {procedureError && <ErrorNote error={procedureError} />}
      {review.error && (
        <ErrorNote
          error={review.error}
          actions={
            <Button kind="secondary" onPress={reload}>
              {t('work.review.recheck')}
            </Button>
          }
        />
      )}
      {!review.value && !review.error && <Loading>{t('work.review.loading')}</Loading>}
      {review.value && (
        <ReviewProblems draftId={now.id} review={review.value} onRecheck={reload} paperName={paperName} />
      )}
      <div className="rev-columns">
        <div className="rev-column">
          <ReviewPeople people={now.people} />
          <Card title={t('work.review.procedure')}>
            {procedure ? (
              <>
                <p>
                  <b lang="vi">{procedure.name}</b>{' '}
                  <span className="mc-figures rev-soft">{procedure.code}</span>
                </p>
                <p className="rev-soft">
                  {t('work.review.case')}:{' '}
                  <span lang="vi">{chosenCase?.name ?? t('work.review.missing')}</span>
                </p>
              </>
            ) : (
              <p>{t('work.review.missing')}</p>
            )}
          </Card>
          <ReviewPapers ownerId={now.id} papers={papers} />
        </div>
        <div className="rev-column">
          {review.value && now.procedureCode !== null && <ReviewTerms review={review.value} />}
          {procedure && (
            <ReviewDetails
              draft={draft}
              procedure={procedure}
              feeQuestions={review.value?.feeQuestions ?? []}
            />
          )}
          <p className="rev-soft">{t('work.review.acceptHint')}</p>
        </div>
      </div>
      {asked === 'now' && (
        <UndecidedPages
          draft={now}
          paperName={paperName}
          onAccept={() => {
            setAsked('answered');
            accept();
          }}
          onClose={() => setAsked('answered')}
        />
      )}
      <PrimaryAction icon="check" shortcut="F9" isDisabled={!ready} isPending={accepting} onPress={start}>
        {t(accepting ? 'work.review.accepting' : 'work.review.accept')}
      </PrimaryAction>
    </div>
  );
}
