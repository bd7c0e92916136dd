import { Button, Group, Input, Label, NumberField as AriaNumberField } from 'react-aria-components';
import { useText } from '../../../text/language.tsx';

interface NumberFieldProps {
  readonly label: string;
  /** Null = not given yet. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  onChange(value: number | null): void;
}

/** A small whole number with its steps. */
export function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  const t = useText();
  return (
    <AriaNumberField
      className="mc-field rev-number"
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      minValue={min}
      maxValue={max}
    >
      <Label className="mc-label">{label}</Label>
      <Group className="rev-stepper">
        <Button slot="decrement" aria-label={`${t('work.review.less')}: ${label}`}>
          −
        </Button>
        <Input className="mc-figures" />
        <Button slot="increment" aria-label={`${t('work.review.plus')}: ${label}`}>
          +
        </Button>
      </Group>
    </AriaNumberField>
  );
}
