import { useCall } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../kit/button.tsx';
import { time } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import type { IconName } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';
import { DraftList } from '../home/draft-list.tsx';
import { steps } from './step.ts';
import type { Step } from './step.ts';
import type { DraftStep, StepState } from './step-state.ts';

const stateIcon: Readonly<Record<StepState, IconName>> = {
  done: 'check',
  current: 'forward',
  missing: 'warning',
  waiting: 'dot',
};
const digits = ['1', '2', '3', '4', '5', '6'] as const;

export interface WorkLeftProps {
  readonly draftId: string | null;
  state(step: Step): StepState;
  onStep?(step: DraftStep): void;
}

/** The steps of this dossier with their state, the shift, and what else is open. */
export function WorkLeft({ draftId, state, onStep }: WorkLeftProps) {
  const t = useText();
  const { staff, shiftStartedAt } = useSession();
  const drafts = useCall('intake.drafts', {});
  const others = drafts.value?.items.filter((item) => item.id !== draftId) ?? [];
  return (
    <>
      <nav aria-label={t('desk.steps')}>
        <ol className="mc-steps">
          {steps.map((step, index) => {
            const at = state(step);
            const digit = digits[index];
            return (
              <li
                key={step}
                className={`mc-step mc-step-${at}`}
                aria-current={at === 'current' ? 'step' : undefined}
              >
                <Icon name={stateIcon[at]} />
                <StepName
                  step={step}
                  word={t(`desk.state.${at}`)}
                  {...(digit && onStep && step !== 'receipt'
                    ? { shortcut: `Alt+${digit}` as const, go: () => onStep(step) }
                    : {})}
                />
              </li>
            );
          })}
        </ol>
      </nav>
      {others.length > 0 && (
        <section className="mc-left-part" aria-label={t('desk.otherDrafts')}>
          <h2>{t('desk.otherDrafts')}</h2>
          <DraftList items={others.slice(0, 4)} />
        </section>
      )}
      <section className="mc-left-part mc-left-shift" aria-label={t('desk.shift')}>
        <h2>{t('desk.shift')}</h2>
        <p>{staff?.fullName}</p>
        {shiftStartedAt !== null && (
          <p className="mc-hint mc-figures">{t('shell.shiftSince', { time: time(shiftStartedAt) })}</p>
        )}
      </section>
    </>
  );
}

function StepName(props: {
  readonly step: Step;
  readonly word: string;
  readonly shortcut?: `Alt+${(typeof digits)[number]}`;
  go?(): void;
}) {
  const t = useText();
  const name = t(`desk.step.${props.step}`);
  const text = (
    <span className="mc-step-text">
      {name}
      <span className="mc-hint">{props.word}</span>
    </span>
  );
  if (!props.go || !props.shortcut) return <span className="mc-step-still">{text}</span>;
  return (
    <Button kind="quiet" shortcut={props.shortcut} onPress={props.go} className="mc-step-button">
      {text}
    </Button>
  );
}
