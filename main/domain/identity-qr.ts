import { isRealDate } from './local-time.ts';
import { Person } from './person.ts';
import { fail, ok, type Result } from './result.ts';

export interface IdentityQr {
  readonly person: Person;
  readonly warnings: string[];
}

type Refusal = 'truncated' | 'health-insurance' | 'legacy-card' | 'bad-number' | 'unreadable';

const hex = /^(?:[0-9a-f]{2})+$/i;

/**
 * Reads the QR of a citizen identity card (thẻ CCCD, thẻ căn cước): UTF-8, separated by `|`: number, old number, name,
 * birth date, sex, address, day of issue. The card of 2024 has the same seven and more after them, whose order is not
 * published; those are not read. Dates are ddMMyyyy, or dd/MM/yyyy from scanners that "help".
 */
export function readIdentityQr(text: string): Result<IdentityQr, Refusal> {
  const fields = text.split('|').map((field) => field.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  const [number = '', oldNumber = '', name = '', birth = '', sex = '', address = '', issued = ''] = fields;
  if (isHealthInsurance(fields)) return fail('health-insurance');
  if (!/^\d+$/.test(number)) return fail('unreadable');
  if (number.length === 9) return fail('legacy-card');
  if (number.length !== 12) return fail('bad-number');
  // The day of issue ends the fields that every card has; a piece of it means that the reading broke off.
  if (fields.length < 7 || readDate(issued)?.length !== 10) return fail('truncated');

  const birthDate = readDate(birth);
  const person = Person.safeParse({
    fullName: name,
    idNumber: number,
    idKind: 'cccd',
    oldIdNumber: /^(?:\d{9}|\d{12})$/.test(oldNumber) ? oldNumber : null,
    birthDate,
    sex: readSex(sex),
    address,
    phone: null,
    email: null,
    source: 'qr',
  });
  if (!person.success || name === '') return fail('unreadable');
  const warnings: string[] = [];
  if (lostDiacritics(name, address)) warnings.push('diacritics-lost');
  if (birthDate === null) warnings.push('birth-date-unreadable');
  return ok({ person: person.data, warnings });
}

/** Health insurance cards: number (two letters and digits, or ten digits), then the name as hexadecimal UTF-8. */
function isHealthInsurance(fields: readonly string[]): boolean {
  const [number = '', name = ''] = fields;
  if (/^[A-Z]{2}\d{8,13}$/i.test(number)) return true;
  return number.length !== 12 && name.length >= 4 && hex.test(name) && /[a-f]/i.test(name);
}

/** `yyyy-mm-dd`, or `yyyy` where day or month is not known; null when it is no date. */
function readDate(text: string): string | null {
  if (/^\d{4}$/.test(text)) return text;
  const match = /^(\d{2})[/.-]?(\d{2})[/.-]?(\d{4})$/.exec(text);
  if (!match) return null;
  const [, day = '', month = '', year = ''] = match;
  if (Number(year) < 1000) return null;
  if (day === '00' || month === '00') return year;
  const date = `${year}-${month}-${day}`;
  return isRealDate(date) ? date : null;
}

/** Only "Nữ" carries a diacritic, so what a wedge made of it can still be told from "Nam". */
function readSex(text: string): 'male' | 'female' | null {
  if (/^nam$/i.test(text)) return 'male';
  return /^n\P{L}*[uưữ]?\P{L}*$/iu.test(text) && text.length > 1 ? 'female' : null;
}

const replaced = /[?\uFFFD]/u;
/** UTF-8 shown in a Western code page: "Nguyá»…n VÄƒn". */
const misread = /á[»º]|Ã[\u0080-\u00BF]|Ä[\u0080-\u00BF‘’ƒ]|Æ[°¡]/u;
const ascii = /^[\x20-\x7E]*$/;

/**
 * Whether a scanner has eaten the diacritics. Some names have none ("Mai Anh"), but a card writes them in Title Case
 * and no full address in Vietnamese goes without.
 */
export function lostDiacritics(name: string, address: string): boolean {
  if (replaced.test(name) || replaced.test(address) || misread.test(name)) return true;
  if (!ascii.test(name)) return false;
  const shouted = name === name.toUpperCase() && name !== name.toLowerCase();
  return shouted || (address.length >= 10 && ascii.test(address));
}
