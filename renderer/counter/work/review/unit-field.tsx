import { useEffect, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Button } from 'react-aria-components';
import { call } from '../../../app/api.ts';
import type { OutputOf } from '../../../../main/contract/operations.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useText } from '../../../text/language.tsx';

type Unit = OutputOf<'catalogue.units'>['items'][number];

interface UnitFieldProps {
  /** Code of the competent unit; null = none yet. */
  readonly value: string | null;
  onChange(code: string | null): void;
}

/** Competent unit (cơ quan giải quyết), found by typing a part of its name without diacritics. */
export function UnitField({ value, onChange }: UnitFieldProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Unit[]>([]);
  const [chosen, setChosen] = useState<Unit | null>(null);

  // The draft knows the code only; its name is looked up once.
  const known = chosen?.code === value;
  useEffect(() => {
    if (value === null || known) return undefined;
    let current = true;
    void call('catalogue.units', { text: value, limit: 50 }).then((result) => {
      if (!current || !result.ok) return;
      const unit = result.value.items.find((one) => one.code === value);
      if (!unit) return;
      setChosen(unit);
      setText(unit.fullName);
    });
    return () => {
      current = false;
    };
  }, [value, known]);

  const search = chosen && text === chosen.fullName ? '' : text;
  useEffect(() => {
    let current = true;
    void call('catalogue.units', { text: search.slice(0, 100), limit: 40 }).then((result) => {
      if (current && result.ok) setFound(result.value.items);
    });
    return () => {
      current = false;
    };
  }, [search]);

  return (
    <ComboBox
      className="mc-field"
      items={found}
      inputValue={text}
      onInputChange={setText}
      value={value}
      onChange={(key) => {
        const unit = found.find((one) => one.code === key) ?? null;
        if (key !== null && !unit) return;
        setChosen(unit);
        if (unit) setText(unit.fullName);
        onChange(unit?.code ?? null);
      }}
      menuTrigger="input"
      allowsEmptyCollection
    >
      <Label className="mc-label">{t('work.review.unit')}</Label>
      <div className="rev-combo">
        <Input className="mc-input" placeholder={t('work.review.unitPlaceholder')} spellCheck={false} />
        <Button className="rev-combo-open" aria-label={t('work.review.unit')}>
          <Icon name="down" />
        </Button>
      </div>
      <Popover className="mc-popover">
        <ListBox
          className="mc-options"
          renderEmptyState={() => <p className="mc-option">{t('work.review.unitNone')}</p>}
        >
          {(unit: Unit) => (
            <ListBoxItem id={unit.code} textValue={unit.fullName} className="mc-option">
              <span lang="vi">{unit.fullName}</span>
              <span className="mc-hint" lang="vi">
                {unit.branch}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
