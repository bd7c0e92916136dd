import type { DraftHandle } from '../../app/draft.tsx';
import type { CallFailure, ProcedureView } from '../../app/shapes.ts';
import { Badge } from '../../kit/badge.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { dateAndTime, money } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { deadlineWords } from '../../text/terms.ts';
import { useText } from '../../text/language.tsx';
import { CitizenCard } from './citizen-card.tsx';
import { stepOfProblem } from './step-state.ts';
import type { DraftStep, Review } from './step-state.ts';

const shownProblems = 6;

export interface WorkRightProps {
  readonly draft: DraftHandle['draft'];
  readonly procedure: ProcedureView | null;
  readonly review: Review | null;
  readonly error: CallFailure | null;
  onStep(step: DraftStep): void;
}

/** The citizen's card, fee, deadline, and what is still missing. */
export function WorkRight({ draft, procedure, review, error, onStep }: WorkRightProps) {
  const t = useText();
  const blocking = review?.problems.filter((problem) => problem.blocking) ?? [];
  const advice = review?.problems.filter((problem) => !problem.blocking) ?? [];
  const paper = (componentId: string | null) =>
    procedure?.components.find((component) => component.id === componentId)?.name;
  const line = (problem: Review['problems'][number]) => {
    const name = paper(problem.componentId);
    const words = t(`domain.review.${problem.code}`);
    return name ? t('desk.missingOf', { problem: words, paper: name }) : words;
  };
  return (
    <>
      <CitizenCard people={draft.people} />
      <section className="mc-right-part">
        <h2>{t('desk.step.procedure')}</h2>
        {procedure ? (
          <p className="mc-right-brief" lang="vi">
            {procedure.name}
          </p>
        ) : (
          <p>{t('procedure.none')}</p>
        )}
      </section>
      {draft.procedureCode && review && (
        <dl className="mc-right-part mc-facts">
          <div>
            <dt>{t('desk.fee')}</dt>
            <dd className="mc-figures">
              {review.fee.total !== null && review.fee.state === 'payable'
                ? money(review.fee.total)
                : t(`domain.fee.${review.fee.state === 'payable' ? 'unknown' : review.fee.state}`)}
            </dd>
          </div>
          <div>
            <dt>{t('desk.due')}</dt>
            <dd className="mc-figures">
              {review.deadline.dueAt === null
                ? t('domain.deadline.unknown')
                : dateAndTime(review.deadline.dueAt)}
              <span className="mc-hint">
                {review.deadline.state === 'known' && deadlineWords(t, review.deadline)}
                {review.deadline.provisional && ` (${t('desk.provisional')})`}
              </span>
            </dd>
          </div>
        </dl>
      )}
      {error && <ErrorNote error={error} />}
      {review && (
        <section className="mc-right-part" aria-live="polite">
          <h2>{t('desk.missing')}</h2>
          {blocking.length === 0 && <Badge tone="safe">{t('desk.nothingMissing')}</Badge>}
          <ul className="mc-missing">
            {blocking.slice(0, shownProblems).map((problem) => (
              <li key={`${problem.code} ${problem.componentId ?? ''}`}>
                <button
                  type="button"
                  className="mc-missing-button"
                  onClick={() => onStep(stepOfProblem[problem.code])}
                >
                  <Icon name="clock" />
                  <span>{line(problem)}</span>
                </button>
              </li>
            ))}
          </ul>
          {blocking.length > shownProblems && (
            <p className="mc-hint">{t('desk.more', { count: blocking.length - shownProblems })}</p>
          )}
          {advice.length > 0 && (
            <>
              <h3 className="mc-advice-title">{t('desk.advice')}</h3>
              <ul className="mc-advice">
                {advice.slice(0, 4).map((problem) => (
                  <li key={`${problem.code} ${problem.componentId ?? ''}`}>
                    <Icon name="info" />
                    <span>{line(problem)}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
      {review && review.pageCount > 0 && (
        <p className="mc-right-part">
          <Badge tone="safe">{t('desk.pages', { count: review.pageCount })}</Badge>
        </p>
      )}
    </>
  );
}
