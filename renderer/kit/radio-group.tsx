import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components';

export interface RadioOption<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly detail?: ReactNode;
}

export interface RadioGroupProps<Id extends string> {
  readonly label: string;
  readonly options: readonly RadioOption<Id>[];
  readonly value: Id | null;
  onChange(id: Id): void;
  readonly isDisabled?: boolean;
  /** Short answers stand side by side. */
  readonly orientation?: 'horizontal' | 'vertical';
  readonly className?: string;
}

export function RadioGroup<Id extends string>(props: RadioGroupProps<Id>) {
  const { label, options, value, onChange, orientation = 'vertical', className } = props;
  return (
    <AriaRadioGroup
      className={`mc-field mc-radios ${className ?? ''}`}
      value={value}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen) onChange(chosen.id);
      }}
      orientation={orientation}
      isDisabled={props.isDisabled ?? false}
    >
      <Label className="mc-label">{label}</Label>
      <div className="mc-radio-options">
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className="mc-radio">
            <span className="mc-radio-mark" />
            <span className="mc-radio-text">
              {option.label}
              {option.detail && <span className="mc-hint">{option.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
