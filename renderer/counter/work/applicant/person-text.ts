import { numberFits, personDoubts } from '../../../../main/contract/person-checks.ts';
import type { DossierPeople, Person } from '../../../app/shapes.ts';
import { localDate } from '../../../kit/format.ts';
import type { TextKey, TextValues } from '../../../text/language.tsx';

/** A person as typed: every field is text, nothing is lost while it is not yet right. */
export interface PersonText {
  readonly fullName: string;
  readonly idKind: Person['idKind'];
  readonly idNumber: string;
  readonly oldIdNumber: string | null;
  readonly birthDate: string;
  readonly sex: Person['sex'];
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly source: Person['source'];
}

export interface HelperText {
  readonly fullName: string;
  readonly agencyCode: string;
}

/** The people of a dossier as typed; null = the section is closed. */
export interface PeopleText {
  readonly applicant: PersonText;
  readonly owner: PersonText | null;
  readonly authorised: PersonText | null;
  readonly helper: HelperText | null;
}

export const noPerson: PersonText = {
  fullName: '',
  idKind: 'cccd',
  idNumber: '',
  oldIdNumber: null,
  birthDate: '',
  sex: null,
  address: '',
  phone: '',
  email: '',
  source: 'typed',
};
export const noHelper: HelperText = { fullName: '', agencyCode: '' };

export function textOf(person: Person): PersonText {
  return {
    ...person,
    idNumber: person.idNumber ?? '',
    birthDate: person.birthDate ? localDate(person.birthDate) : '',
    phone: person.phone ?? '',
    email: person.email ?? '',
  };
}

export function peopleText(people: DossierPeople): PeopleText {
  return {
    applicant: people.applicant ? textOf(people.applicant) : noPerson,
    owner: people.owner && textOf(people.owner),
    authorised: people.authorised && textOf(people.authorised),
    helper: people.helper,
  };
}

const tidy = (text: string) => text.normalize('NFC').trim().replace(/\s+/gu, ' ');
const bare = (text: string) => text.replace(/[\s.-]+/gu, '');

/** `dd/mm/yyyy` (also with dots or dashes, or eight digits) or `yyyy`, as `yyyy-mm-dd` or `yyyy`; null when it is no date. */
export function readBirthDate(text: string): string | null {
  const written = text.trim();
  if (/^\d{4}$/.test(written)) return Number(written) >= 1850 ? written : null;
  const match =
    /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/.exec(written) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(written);
  if (!match) return null;
  const [day, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1850 ? date.toISOString().slice(0, 10) : null;
}

/** The person that the text says, or null when nothing was typed. What cannot be read yet stays out. */
export function personOf(text: PersonText): Person | null {
  const idNumber = text.idKind === 'other' ? tidy(text.idNumber) : bare(text.idNumber).toUpperCase();
  const person: Person = {
    fullName: tidy(text.fullName),
    idNumber: idNumber || null,
    idKind: text.idKind,
    oldIdNumber: text.oldIdNumber,
    birthDate: readBirthDate(text.birthDate),
    sex: text.sex,
    address: tidy(text.address),
    phone: bare(text.phone) || null,
    email: text.email.trim() || null,
    source: text.source,
  };
  const empty = !person.fullName && !person.idNumber && !person.birthDate && !person.sex && !person.address;
  return empty && !person.phone && !person.email ? null : person;
}

export function peopleOf(text: PeopleText): DossierPeople {
  const helper = text.helper && {
    fullName: tidy(text.helper.fullName),
    agencyCode: tidy(text.helper.agencyCode),
  };
  return {
    applicant: personOf(text.applicant),
    owner: text.owner && personOf(text.owner),
    authorised: text.authorised && personOf(text.authorised),
    helper: helper && (helper.fullName || helper.agencyCode) ? helper : null,
  };
}

const identityFields = ['fullName', 'idKind', 'idNumber', 'birthDate', 'sex', 'address'] as const;

/**
 * A change by hand: a record never claims to be scanned once its identity was typed over, and claims it again when it
 * says what the card (the person as last scanned) says.
 */
export function edited(before: PersonText, change: Partial<PersonText>, card: PersonText | null): PersonText {
  const after = { ...before, ...change };
  const asScanned = card !== null && identityFields.every((field) => after[field] === card[field]);
  return asScanned
    ? { ...after, source: card.source, oldIdNumber: card.oldIdNumber }
    : { ...after, source: 'typed' };
}

export interface Remark {
  readonly key: TextKey;
  readonly values?: TextValues;
}

/** What is wrong (stops the next step) and what is doubtful (stops nothing), beside each field. */
export interface Remarks {
  readonly errors: Partial<Record<keyof PersonText, Remark>>;
  readonly doubts: Partial<Record<keyof PersonText, readonly Remark[]>>;
}

const fieldOfDoubt: Readonly<Record<string, keyof PersonText>> = {
  'number-sex-mismatch': 'sex',
  'number-birth-mismatch': 'birthDate',
  'birth-date-unreadable': 'birthDate',
  'number-unknown-province': 'idNumber',
  'diacritics-lost': 'fullName',
  truncated: 'address',
};
const knownDoubts = [
  'number-sex-mismatch',
  'number-birth-mismatch',
  'birth-date-unreadable',
  'number-unknown-province',
  'diacritics-lost',
  'truncated',
] as const;

function doubtKey(doubt: string): TextKey {
  const known = knownDoubts.find((each) => each === doubt);
  return known ? `scan.warning.${known}` : 'scan.warning.other';
}

/** `today` as `yyyy-mm-dd`. `scanned` are the warnings that came with the card. */
export function remarksOn(text: PersonText, scanned: readonly string[], today: string): Remarks {
  const errors: Remarks['errors'] = {};
  const doubts: Partial<Record<keyof PersonText, Remark[]>> = {};
  const person = personOf(text);
  const add = (field: keyof PersonText, remark: Remark) => {
    const list = (doubts[field] ??= []);
    if (!list.some((other) => other.key === remark.key)) list.push(remark);
  };
  if (person?.idNumber && !numberFits(text.idKind, person.idNumber)) {
    errors.idNumber = { key: 'people.cccdWrong', values: { count: person.idNumber.length } };
  }
  if (text.birthDate.trim() && !person?.birthDate) errors.birthDate = { key: 'people.birthWrong' };
  if (person) {
    for (const doubt of new Set([...scanned, ...personDoubts(person)])) {
      add(fieldOfDoubt[doubt] ?? 'fullName', { key: doubtKey(doubt) });
    }
    if (person.birthDate && person.birthDate > today) add('birthDate', { key: 'people.birthFuture' });
    if (person.phone && !/^(0\d{9,10}|\+84\d{9,10})$/.test(person.phone))
      add('phone', { key: 'people.phoneDoubt' });
    if (person.email && !/^\S+@\S+\.\S+$/.test(person.email)) add('email', { key: 'people.emailDoubt' });
  }
  return { errors, doubts };
}

export function hasErrors(remarks: Remarks): boolean {
  return Object.keys(remarks.errors).length > 0;
}
