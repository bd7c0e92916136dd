import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField as AriaTextField } from 'react-aria-components';
import { useText } from '../text/language.tsx';
import { Icon } from './icons.tsx';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
  onBlur?(): void;
  readonly type?: 'text' | 'password' | 'tel' | 'email';
  readonly inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  readonly maxLength?: number;
  readonly required?: boolean;
  /** What to type, shown under the field. */
  readonly hint?: ReactNode;
  /** A soft doubt: shown beside the field, stops nothing. */
  readonly warning?: string | null;
  /** A hard fault: what is wrong and how to write it. */
  readonly error?: string | null;
  readonly multiline?: boolean;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  readonly className?: string;
  readonly placeholder?: string;
}

export function TextField(props: TextFieldProps) {
  const t = useText();
  const { label, value, onChange, type = 'text', warning, error, hint } = props;
  const shared = {
    className: 'mc-input',
    spellCheck: false,
    ...(props.placeholder ? { placeholder: props.placeholder } : {}),
  };
  return (
    <AriaTextField
      className={`mc-field ${props.className ?? ''}`}
      value={value}
      onChange={onChange}
      type={type}
      isInvalid={Boolean(error)}
      isDisabled={props.isDisabled ?? false}
      autoComplete="off"
      {...(props.onBlur ? { onBlur: props.onBlur } : {})}
      {...(props.inputMode ? { inputMode: props.inputMode } : {})}
      {...(props.maxLength ? { maxLength: props.maxLength } : {})}
      {...(props.autoFocus ? { autoFocus: true } : {})}
    >
      <Label className="mc-label">
        {label}
        {props.required && <span className="mc-required"> ({t('kit.required')})</span>}
      </Label>
      {props.multiline ? <TextArea {...shared} rows={2} /> : <Input {...shared} />}
      {(hint || warning) && (
        <Text slot="description" className="mc-field-notes">
          {hint && <span className="mc-hint">{hint}</span>}
          {warning && (
            <span className="mc-field-warning">
              <Icon name="warning" />
              {warning}
            </span>
          )}
        </Text>
      )}
      <FieldError className="mc-field-error">
        <Icon name="cross" />
        {error}
      </FieldError>
    </AriaTextField>
  );
}
