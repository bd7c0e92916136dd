import { Button, Input, Label, SearchField as AriaSearchField } from 'react-aria-components';
import { useText } from '../text/language.tsx';
import { Icon } from './icons.tsx';

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly className?: string;
}

export function SearchField({ label, value, onChange, placeholder, autoFocus, className }: SearchFieldProps) {
  const t = useText();
  return (
    <AriaSearchField
      className={`mc-field mc-search ${className ?? ''}`}
      value={value}
      onChange={onChange}
      autoComplete="off"
      {...(autoFocus ? { autoFocus: true } : {})}
    >
      <Label className="mc-label">{label}</Label>
      <div className="mc-search-box">
        <Icon name="search" />
        <Input
          className="mc-input"
          spellCheck={false}
          maxLength={200}
          {...(placeholder ? { placeholder } : {})}
        />
        {value && (
          <Button className="mc-search-clear" aria-label={t('kit.clear')}>
            <Icon name="cross" />
          </Button>
        )}
      </div>
    </AriaSearchField>
  );
}
