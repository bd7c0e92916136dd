import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components';
import { useText } from '../text/language.tsx';
import { Button } from './button.tsx';

export interface ProgressBarProps {
  readonly label: string;
  readonly done: number;
  /** Null while unknown. */
  readonly total: number | null;
  onCancel?(): void;
}

export function ProgressBar({ label, done, total, onCancel }: ProgressBarProps) {
  const t = useText();
  const words = total === null ? t('kit.progressOpen', { done }) : t('kit.progress', { done, total });
  return (
    <div className="mc-progress">
      <AriaProgressBar
        className="mc-progress-bar"
        value={done}
        maxValue={Math.max(total ?? 1, 1)}
        isIndeterminate={total === null}
        valueLabel={words}
      >
        <Label>{label}</Label>
        <span className="mc-progress-words mc-figures">{words}</span>
        <progress
          className="mc-progress-line"
          aria-hidden="true"
          {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
        />
      </AriaProgressBar>
      {onCancel && (
        <Button kind="secondary" icon="stop" onPress={onCancel}>
          {t('kit.cancel')}
        </Button>
      )}
    </div>
  );
}
