/** What is typed to open a chip, and what can be known of it from a scanned card. */
import type { InputOf } from '../../../../main/contract/operations.ts';
import type { Person } from '../../../app/shapes.ts';
import { localDate } from '../../../kit/format.ts';
import type { TextKey } from '../../../text/language.tsx';
import { readBirthDate } from './person-text.ts';

export type ChipPassword = InputOf<'cards.read'>['password'];

export interface PasswordText {
  readonly kind: ChipPassword['kind'];
  readonly can: string;
  readonly documentNumber: string;
  /** dd/mm/yyyy. */
  readonly birth: string;
  readonly expiry: string;
}

/** CAN and document number are parts of the personal number; the day of expiry is on the card alone. */
export function passwordFor(person: Person | null): PasswordText {
  const number = person?.idKind === 'cccd' && /^\d{12}$/.test(person.idNumber ?? '') ? person.idNumber : null;
  const birthDate = person?.birthDate ?? '';
  return {
    kind: 'can',
    can: number?.slice(-6) ?? '',
    documentNumber: number?.slice(3) ?? '',
    birth: birthDate.length === 10 ? localDate(birthDate) : '',
    expiry: '',
  };
}

export type PasswordErrors = Partial<Record<'can' | 'documentNumber' | 'birth' | 'expiry', TextKey>>;

export function readPassword(
  text: PasswordText,
):
  | { readonly ok: true; readonly value: ChipPassword }
  | { readonly ok: false; readonly errors: PasswordErrors } {
  if (text.kind === 'can') {
    const can = text.can.replace(/\s/g, '');
    return /^\d{6}$/.test(can)
      ? { ok: true, value: { kind: 'can', can } }
      : { ok: false, errors: { can: 'chip.canWrong' } };
  }
  const documentNumber = text.documentNumber.replace(/\s/g, '').toUpperCase();
  const [birth, expiry] = [zoneDate(text.birth), zoneDate(text.expiry)];
  const numberFits = /^[A-Z0-9]{9}$/.test(documentNumber);
  if (numberFits && birth && expiry) {
    return { ok: true, value: { kind: 'mrz', documentNumber, dateOfBirth: birth, dateOfExpiry: expiry } };
  }
  const errors: PasswordErrors = {
    ...(numberFits ? {} : { documentNumber: 'chip.documentNumberWrong' as const }),
    ...(birth ? {} : { birth: 'chip.dateWrong' as const }),
    ...(expiry ? {} : { expiry: 'chip.dateWrong' as const }),
  };
  return { ok: false, errors };
}

/** YYMMDD; null when it is no whole date. */
function zoneDate(text: string): string | null {
  const date = readBirthDate(text);
  return date?.length === 10 ? date.slice(2).replaceAll('-', '') : null;
}
