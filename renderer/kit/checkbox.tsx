import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';

export interface CheckboxProps {
  readonly children: ReactNode;
  readonly isSelected: boolean;
  onChange(isSelected: boolean): void;
  readonly isDisabled?: boolean;
  /** The spoken name, where the visible words alone are not enough (rows of a list). */
  readonly label?: string;
  readonly className?: string;
}

export function Checkbox({ children, isSelected, onChange, isDisabled, label, className }: CheckboxProps) {
  return (
    <AriaCheckbox
      className={`mc-checkbox ${className ?? ''}`}
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
      {...(label ? { 'aria-label': label } : {})}
    >
      <span className="mc-checkbox-mark">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4 10.5 8.2 15 16 5.500" />
        </svg>
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}
