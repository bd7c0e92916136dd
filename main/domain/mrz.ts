import { isRealDate } from './local-time.ts';
import { Person } from './person.ts';
import { fail, ok, type Result } from './result.ts';

/** Characters of one line of a TD1 zone (ICAO 9303-5). */
const lineLength = 30;
const weights = [7, 3, 1] as const;

/** The check digit of ICAO 9303-3: weights 7, 3, 1; letters count from A = 10; `<` counts 0. */
export function checkDigit(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    sum += valueOf(text.charAt(index)) * (weights[index % 3] ?? 0);
  }
  return sum % 10;
}

/** Whether a text is the machine-readable zone of a Vietnamese identity card, or the beginning of one. */
export function looksLikeMrz(text: string): boolean {
  return /^I[A-Z<]VNM[0-9<]/i.test(text);
}

/**
 * Reads the three lines of 30 on the back of an identity card, joined or not. The number is the twelve digits in the
 * optional field; the century comes from its fourth digit, because the zone has only two digits of the year. Every
 * check digit must be right. Names in the zone have no diacritics.
 */
export function readMrz(text: string): Result<Person, 'truncated' | 'unreadable' | 'bad-number'> {
  const zone = text.toUpperCase().replace(/[\s\p{Cc}]+/gu, '');
  if (zone.length < 3 * lineLength) return fail('truncated');
  if (zone.length > 3 * lineLength || /[^A-Z0-9<]/.test(zone)) return fail('unreadable');
  const first = zone.slice(0, lineLength);
  const second = zone.slice(lineLength, 2 * lineLength);
  const third = zone.slice(2 * lineLength);
  if (!checksHold(first, second)) return fail('unreadable');

  const idNumber = first.slice(15, 27);
  if (!/^\d{12}$/.test(idNumber)) return fail('bad-number');
  const [surname = '', given = ''] = third.replace(/<+$/, '').split('<<');
  const fullName = `${surname} ${given}`.replaceAll('<', ' ').replace(/ +/g, ' ').trim();
  const sex = second[7];
  const person = Person.safeParse({
    fullName,
    idNumber,
    idKind: 'cccd',
    oldIdNumber: null,
    birthDate: birthDateOf(second.slice(0, 6), idNumber),
    sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : null,
    address: '',
    phone: null,
    email: null,
    source: 'mrz',
  });
  return person.success && fullName !== '' ? ok(person.data) : fail('unreadable');
}

function checksHold(first: string, second: string): boolean {
  const composite = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29);
  return (
    holds(first.slice(5, 14), first.charAt(14)) &&
    // Vietnam adds a check digit over the optional field, which ICAO does not ask for.
    holds(first.slice(15, 29), first.charAt(29)) &&
    holds(second.slice(0, 6), second.charAt(6)) &&
    holds(second.slice(8, 14), second.charAt(14)) &&
    holds(composite, second.charAt(29))
  );
}

/** An empty field may carry `<` in place of its digit. */
function holds(field: string, digit: string): boolean {
  if (digit === '<') return /^<+$/.test(field);
  return digit === String(checkDigit(field));
}

/** Years as the number's fourth digit tells the century; `00` or `<<` for an unknown day leaves the year. */
function birthDateOf(yymmdd: string, idNumber: string): string | null {
  if (!/^\d{2}[\d<]{4}$/.test(yymmdd)) return null;
  const year = `${19 + Math.floor(Number(idNumber[3]) / 2)}${yymmdd.slice(0, 2)}`;
  const date = `${year}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`;
  return isRealDate(date) ? date : year;
}

function valueOf(character: string): number {
  if (/\d/.test(character)) return Number(character);
  return /[A-Z]/.test(character) ? character.charCodeAt(0) - 55 : 0;
}
