import type { OutputOf } from '../../../../main/contract/operations.ts';
import { useRouter } from '../../../app/router.tsx';
import { Badge } from '../../../kit/badge.tsx';
import { Button } from '../../../kit/button.tsx';
import { Card } from '../../../kit/card.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useText } from '../../../text/language.tsx';
import { stepOfProblem } from '../step-state.ts';

type Review = OutputOf<'intake.review'>;

interface ReviewProblemsProps {
  readonly draftId: string;
  readonly review: Review;
  paperName(componentId: string): string | null;
  onRecheck(): void;
}

/** Fields of this step that answer a problem, by element id. */
const fieldOf: Readonly<Partial<Record<Review['problems'][number]['code'], string>>> = {
  'competent-unit-missing': 'review-unit',
  'delivery-address-missing': 'review-delivery',
  'fee-unknown': 'review-fee',
  'deadline-unknown': 'review-fee',
  'deadline-provisional': 'review-fee',
};

/** Put right outside this window: the way is told, and the review asks again. */
const clockCodes: readonly string[] = ['clock-skewed', 'clock-unchecked'];

/** What blocks, each with the way to put it right; then advice, which stops nothing. */
export function ReviewProblems({ draftId, review, paperName, onRecheck }: ReviewProblemsProps) {
  const t = useText();
  const { go } = useRouter();
  const blocking = review.problems.filter((problem) => problem.blocking);
  const advice = review.problems.filter((problem) => !problem.blocking);

  function goTo(code: Review['problems'][number]['code']): void {
    const step = stepOfProblem[code];
    if (step !== 'review') {
      go({ name: 'work', draftId, step });
      return;
    }
    const place = document.getElementById(fieldOf[code] ?? 'review-fee');
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector<HTMLElement>('input, button, textarea')?.focus();
  }

  const lines = (problems: Review['problems']) =>
    problems.map((problem) => {
      const what = t(`domain.review.${problem.code}`);
      const name = problem.componentId === null ? null : paperName(problem.componentId);
      const words = name === null ? what : t('work.review.problemOf', { problem: what, name });
      return (
        <li key={`${problem.code} ${problem.componentId ?? ''}`}>
          <Icon name={problem.blocking ? 'clock' : 'info'} />
          <span>
            {words}
            {problem.code === 'clock-skewed' && (
              <span className="mc-hint">{t('errors.clock-skewed.next')}</span>
            )}
          </span>
          {clockCodes.includes(problem.code) ? (
            <Button kind="secondary" onPress={onRecheck}>
              {t('work.review.recheck')}
            </Button>
          ) : (
            <Button
              kind="secondary"
              icon="forward"
              label={t('work.review.goOf', { problem: words })}
              onPress={() => goTo(problem.code)}
            >
              {t('work.review.go')}
            </Button>
          )}
        </li>
      );
    });

  return (
    <>
      {blocking.length === 0 ? (
        <p role="status">
          <Badge tone="safe">{t('work.review.ready')}</Badge>
        </p>
      ) : (
        <Card title={t('work.review.blocks')} className="rev-blocks">
          <ul className="rev-problems">{lines(blocking)}</ul>
        </Card>
      )}
      {advice.length > 0 && (
        <Card title={t('work.review.advice')}>
          <ul className="rev-problems rev-advice">{lines(advice)}</ul>
        </Card>
      )}
    </>
  );
}
