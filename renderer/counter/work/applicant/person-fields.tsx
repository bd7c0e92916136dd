import { useState } from 'react';
import type { Person } from '../../../app/shapes.ts';
import { Badge } from '../../../kit/badge.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { RadioGroup } from '../../../kit/radio-group.tsx';
import { SelectField } from '../../../kit/select-field.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { useText } from '../../../text/language.tsx';
import { edited as editedFrom } from './person-text.ts';
import type { PersonText, Remark, Remarks } from './person-text.ts';

const idKinds = ['cccd', 'cmnd', 'passport', 'other'] as const satisfies readonly Person['idKind'][];
const sexes = ['female', 'male'] as const;

export interface PersonFieldsProps {
  readonly value: PersonText;
  onChange(value: PersonText): void;
  onBlur(): void;
  readonly remarks: Remarks;
}

/** The fields of one person; doubts stand beside the field that they concern. */
export function PersonFields({ value, onChange, onBlur, remarks }: PersonFieldsProps) {
  const t = useText();
  const [card, setCard] = useState<PersonText | null>(null);
  if (value.source !== 'typed' && value !== card) setCard(value);
  const edited = (before: PersonText, change: Partial<PersonText>) => editedFrom(before, change, card);
  const say = (remark: Remark | undefined) => (remark ? t(remark.key, remark.values) : null);
  const doubts = (field: keyof PersonText) => remarks.doubts[field]?.map(say).join(' ') ?? null;
  const field = (name: 'fullName' | 'idNumber' | 'birthDate' | 'address' | 'phone' | 'email') => ({
    value: value[name],
    onChange: (text: string) => onChange(edited(value, { [name]: text })),
    onBlur,
    warning: doubts(name),
    error: say(remarks.errors[name]),
  });
  return (
    <div className="mc-person">
      <TextField
        {...field('fullName')}
        label={t('people.fullName')}
        maxLength={120}
        required
        className="mc-span-4"
      />
      <div className="mc-person-source mc-span-2">
        <Badge tone={value.source === 'typed' ? 'neutral' : 'info'}>
          {t('people.source', { source: t(`domain.identitySource.${value.source}`) })}
        </Badge>
      </div>
      <SelectField
        label={t('people.idKind')}
        className="mc-span-2"
        options={idKinds.map((id) => ({ id, label: t(`domain.idKind.${id}`) }))}
        value={value.idKind}
        onChange={(idKind) => onChange(edited(value, { idKind }))}
      />
      <TextField
        {...field('idNumber')}
        label={t(value.idKind === 'cccd' ? 'people.cccdNumber' : 'people.idNumber')}
        inputMode={value.idKind === 'cccd' || value.idKind === 'cmnd' ? 'numeric' : 'text'}
        hint={value.oldIdNumber ? t('people.oldNumber', { number: value.oldIdNumber }) : undefined}
        maxLength={20}
        className="mc-span-2"
      />
      <TextField
        {...field('birthDate')}
        label={t('people.birthDate')}
        hint={t('people.birthHint')}
        maxLength={10}
        className="mc-span-2"
      />
      <div className="mc-span-2">
        <RadioGroup
          label={t('people.sex')}
          options={sexes.map((id) => ({ id, label: t(`domain.sex.${id}`) }))}
          value={value.sex}
          onChange={(sex) => onChange(edited(value, { sex }))}
          orientation="horizontal"
        />
        {doubts('sex') && (
          <p className="mc-field-warning">
            <Icon name="warning" />
            {doubts('sex')}
          </p>
        )}
      </div>
      <TextField {...field('address')} label={t('people.address')} maxLength={300} className="mc-span-4" />
      <TextField
        {...field('phone')}
        label={t('people.phone')}
        type="tel"
        inputMode="tel"
        maxLength={20}
        className="mc-span-3"
      />
      <TextField
        {...field('email')}
        label={t('people.email')}
        inputMode="email"
        maxLength={120}
        className="mc-span-3"
      />
    </div>
  );
}
