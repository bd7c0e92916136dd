import { describe, expect, test } from 'vitest';
import {
  edited,
  hasErrors,
  noPerson,
  peopleOf,
  peopleText,
  personOf,
  readBirthDate,
  remarksOn,
} from '../../../renderer/counter/work/applicant/person-text.ts';
import type { PersonText } from '../../../renderer/counter/work/applicant/person-text.ts';

const an: PersonText = {
  ...noPerson,
  fullName: 'Nguyễn  Văn An ',
  idNumber: '001 099 012 345',
  birthDate: '05/09/1999',
  sex: 'male',
  address: 'Hà Nội',
  phone: '0912 345 678',
};
const today = '2026-11-22';

test.each([
  ['05/09/1968', '1968-09-05'],
  ['5.9.1968', '1968-09-05'],
  ['05091968', '1968-09-05'],
  ['1968', '1968'],
  ['29/02/2024', '2024-02-29'],
  ['29/02/2023', null],
  ['31/04/2000', null],
  ['1968-09', null],
  ['1700', null],
  ['', null],
])('birth date %s is read as %s', (text, date) => {
  expect(readBirthDate(text)).toBe(date);
});

test('decomposed-name: names are stored composed and single-spaced', () => {
  expect(personOf({ ...an, fullName: 'Nguyễn  Văn An '.normalize('NFD') })?.fullName).toBe('Nguyễn Văn An');
});

test('a round trip through the draft changes nothing', () => {
  const people = peopleOf({
    applicant: an,
    owner: null,
    authorised: noPerson,
    helper: { fullName: ' ', agencyCode: '' },
  });
  expect(people).toMatchObject({ authorised: null, helper: null, applicant: { idNumber: '001099012345' } });
  expect(peopleOf(peopleText(people))).toEqual(people);
});

describe('remarks', () => {
  test.each(['00109901234', '0010990123456', '00109901234A'])(
    'wrong-length number %s stops a CCCD',
    (idNumber) => {
      expect(remarksOn({ ...an, idNumber }, [], today).errors.idNumber?.key).toBe('people.cccdWrong');
      expect(hasErrors(remarksOn({ ...an, idKind: 'other', idNumber }, [], today))).toBe(false);
    },
  );
  test('number-contradicts-record warns and stops nothing', () => {
    const remarks = remarksOn({ ...an, sex: 'female', birthDate: '1950' }, [], today);
    expect(hasErrors(remarks)).toBe(false);
    expect(remarks.doubts.sex?.[0]?.key).toBe('scan.warning.number-sex-mismatch');
    expect(remarks.doubts.birthDate?.[0]?.key).toBe('scan.warning.number-birth-mismatch');
  });
  test('unknown-warning of a later version is still told', () => {
    expect(remarksOn(an, ['a-new-doubt'], today).doubts.fullName?.[0]?.key).toBe('scan.warning.other');
  });
  test('impossible-date is an error, a future one a doubt', () => {
    expect(remarksOn({ ...an, birthDate: '31/02/1999' }, [], today).errors.birthDate).toBeDefined();
    expect(remarksOn({ ...an, birthDate: '2030' }, [], today).doubts.birthDate).toBeDefined();
  });
});

test('scan-claimed-after-typing: an edited identity is typed, a telephone number changes nothing', () => {
  const scanned: PersonText = { ...an, source: 'qr' };
  expect(edited(scanned, { phone: '0987654321' }, scanned).source).toBe('qr');
  const other = edited(scanned, { fullName: 'Nguyễn Văn Ánh' }, scanned);
  expect(other.source).toBe('typed');
  expect(edited(other, { fullName: scanned.fullName }, scanned).source).toBe('qr');
  expect(edited(an, { phone: '0987654321' }, null).source).toBe('typed');
});
