import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Icon } from './icons.tsx';

export interface Option<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
}

export interface SelectFieldProps<Id extends string> {
  readonly label: string;
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  onChange(id: Id): void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

export function SelectField<Id extends string>(props: SelectFieldProps<Id>) {
  const { label, options, value, onChange, placeholder, className } = props;
  return (
    <Select
      className={`mc-field ${className ?? ''}`}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
      isDisabled={props.isDisabled ?? false}
      {...(placeholder ? { placeholder } : {})}
    >
      <Label className="mc-label">{label}</Label>
      <Button className="mc-input mc-select">
        <SelectValue className="mc-select-value">
          {/* A name longer than its field can still be read. */}
          {({ defaultChildren, selectedText }) => <span title={selectedText}>{defaultChildren}</span>}
        </SelectValue>
        <Icon name="down" />
      </Button>
      <Popover className="mc-popover">
        <ListBox className="mc-options" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="mc-option">
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
