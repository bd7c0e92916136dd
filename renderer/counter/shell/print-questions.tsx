import { useAction, useCall, useEvent } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { time } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';

/** Asks about the papers of which nobody knows whether they came out; the work beside it goes on. */
export function PrintQuestions() {
  const t = useText();
  const asked = useCall('printing.questions', {});
  const answering = useAction('printing.answer');
  useEvent('printing.questions', asked.reload);
  const [question] = asked.value?.items ?? [];
  if (!question && !answering.error) return null;
  const answer = async (seen: 'came-out' | 'did-not'): Promise<void> => {
    if (!question) return;
    await answering.run({ jobId: question.jobId, seen });
    asked.reload();
  };
  return (
    <aside className="mc-print-question" aria-label={t('shell.printQuestion.label')}>
      {answering.error && (
        <ErrorNote
          error={answering.error}
          actions={
            <Button kind="quiet" onPress={answering.clearError}>
              {t('shell.scan.dismiss')}
            </Button>
          }
        />
      )}
      {question && (
        <div className="mc-offer" role="status">
          <Icon name="info" />
          <span className="mc-offer-text">
            <strong>{t(`shell.printQuestion.${question.kind}`, { label: question.label })}</strong>{' '}
            {answering.loading
              ? t('shell.printQuestion.again')
              : t('shell.printQuestion.why', { time: time(question.at) })}
          </span>
          <Button kind="secondary" isDisabled={answering.running} onPress={() => void answer('came-out')}>
            {t('shell.printQuestion.cameOut')}
          </Button>
          <Button kind="secondary" isDisabled={answering.running} onPress={() => void answer('did-not')}>
            {t('shell.printQuestion.didNot')}
          </Button>
        </div>
      )}
    </aside>
  );
}
