import { useEffect, useRef, useState } from 'react';
import type { FocusEvent } from 'react';
import type { InputOf, OutputOf } from '../../../main/contract/operations.ts';
import { useAction, useCall, useEvent } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { time } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';

type Question = OutputOf<'printing.questions'>['items'][number];
type Seen = InputOf<'printing.answer'>['seen'];

/** How long it is said what became of an answer, ms. */
const noteMs = 12_000;

/** Asks about the papers of which nobody knows whether they came out; the work beside it goes on. */
export function PrintQuestions() {
  const t = useText();
  const asked = useCall('printing.questions', {});
  const answering = useAction('printing.answer');
  const [answered, setAnswered] = useState<{ readonly question: Question; readonly seen: Seen } | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const focus = useFocusBefore();
  useEvent('printing.questions', asked.reload);
  useEffect(() => {
    if (note === null) return undefined;
    const timer = setTimeout(() => setNote(null), noteMs);
    return () => clearTimeout(timer);
  }, [note]);
  const items = asked.value?.items ?? [];
  const [question] = items;
  const answer = async (about: Question, seen: Seen): Promise<void> => {
    setAnswered({ question: about, seen });
    setNote(null);
    const result = await answering.run({ jobId: about.jobId, seen });
    // Another window was quicker: the question goes away, and nothing is wrong.
    if (!result.ok && result.error.code === 'not-found') answering.clearError();
    if (result.ok && result.value.reprint !== 'unknown')
      setNote(t(`shell.printQuestion.noted.${result.value.reprint}`, { label: about.label }));
    asked.reload();
    focus.giveBack();
  };
  const { error, running, loading } = answering;
  // Answered, and its reprint did not work: the question is gone, the paper is still wanted.
  const wanted =
    error && answered?.seen === 'did-not' && !items.some(({ jobId }) => jobId === answered.question.jobId)
      ? answered.question
      : null;
  const reprinting = loading && answered?.seen === 'did-not';
  return (
    <>
      <div role="status" className={note === null ? undefined : 'mc-print-question'}>
        {note !== null && (
          <p className="mc-offer">
            <Icon name="check" />
            <span className="mc-offer-text">{note}</span>
          </p>
        )}
      </div>
      {(question || error) && (
        <aside className="mc-print-question" aria-label={t('shell.printQuestion.label')} onFocus={focus.keep}>
          {error && (
            <ErrorNote
              error={error}
              actions={
                <>
                  {wanted && (
                    <Button
                      kind="secondary"
                      icon="printer"
                      isPending={running}
                      onPress={() => void answer(wanted, 'did-not')}
                    >
                      {t('shell.printQuestion.tryAgain', { label: wanted.label })}
                    </Button>
                  )}
                  <Button kind="quiet" onPress={answering.clearError}>
                    {t('shell.scan.dismiss')}
                  </Button>
                </>
              }
            />
          )}
          {question && (
            <div className="mc-offer" role="alert">
              <Icon name="info" />
              <span className="mc-offer-text">
                <strong>{t(`shell.printQuestion.${question.kind}`, { label: question.label })}</strong>{' '}
                {reprinting
                  ? t('shell.printQuestion.again')
                  : t(`shell.printQuestion.why.${question.kind}`, { time: time(question.at) })}
              </span>
              <Button
                kind="secondary"
                shortcut="Alt+C"
                isPending={running}
                onPress={() => void answer(question, 'came-out')}
              >
                {t('shell.printQuestion.cameOut')}
              </Button>
              <Button
                kind="secondary"
                shortcut="Alt+K"
                isPending={running}
                onPress={() => void answer(question, 'did-not')}
              >
                {t('shell.printQuestion.didNot')}
              </Button>
            </div>
          )}
        </aside>
      )}
    </>
  );
}

/** Where the person worked before the focus came here: they go on there when what they pressed is gone. */
function useFocusBefore() {
  const before = useRef<HTMLElement | null>(null);
  return {
    keep(event: FocusEvent<HTMLElement>) {
      const from = event.relatedTarget;
      if (from instanceof HTMLElement && !event.currentTarget.contains(from)) before.current = from;
    },
    giveBack() {
      before.current?.focus();
      before.current = null;
    },
  };
}
