import { TextField } from '../../kit/text-field.tsx';
import { useText } from '../../text/language.tsx';

export interface NewStaff {
  readonly code: string;
  readonly fullName: string;
  readonly title: string;
  readonly pin: string;
}

export const noStaff: NewStaff = { code: '', fullName: '', title: '', pin: '' };

export function isComplete(staff: NewStaff): boolean {
  return staff.code.trim().length >= 2 && staff.fullName.trim().length >= 2 && staff.pin !== '';
}

export function tidy(staff: NewStaff): NewStaff {
  const clean = (text: string) => text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  return { ...staff, code: clean(staff.code), fullName: clean(staff.fullName), title: clean(staff.title) };
}

/** The fields of a new staff account. */
export function StaffFields(props: { readonly value: NewStaff; onChange(value: NewStaff): void }) {
  const t = useText();
  const { value, onChange } = props;
  return (
    <>
      <TextField
        label={t('shell.staff.code')}
        value={value.code}
        onChange={(code) => onChange({ ...value, code })}
        maxLength={20}
        required
      />
      <TextField
        label={t('shell.staff.fullName')}
        value={value.fullName}
        onChange={(fullName) => onChange({ ...value, fullName })}
        maxLength={120}
        required
      />
      <TextField
        label={t('shell.staff.position')}
        value={value.title}
        onChange={(title) => onChange({ ...value, title })}
        maxLength={120}
      />
      <TextField
        label={t('shell.staff.pin')}
        type="password"
        inputMode="numeric"
        value={value.pin}
        onChange={(pin) => onChange({ ...value, pin })}
        hint={t('shell.staff.pinHint')}
        maxLength={64}
        required
      />
    </>
  );
}
