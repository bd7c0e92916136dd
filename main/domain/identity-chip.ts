/** The person in the chip of an identity card (thẻ căn cước gắn chip). */
import { numberWarnings } from './identity.ts';
import { isRealDate } from './local-time.ts';
import { readMrz } from './mrz.ts';
import { Person } from './person.ts';
import { fail, ok, type Result } from './result.ts';

/** What the chip says: the zone, and the data in Vietnamese where the card has them; dates as dd/MM/yyyy. */
export interface ChipIdentity {
  readonly zone: string;
  readonly data: {
    readonly idNumber: string | null;
    readonly fullName: string | null;
    readonly birthDate: string | null;
    readonly sex: string | null;
    readonly residence: string | null;
    readonly oldIdNumber: string | null;
  } | null;
  readonly level: 'chip-read' | 'chip-verified';
}

export interface ChipPerson {
  readonly person: Person;
  readonly warnings: string[];
}

/**
 * The data in Vietnamese count, with the zone behind them. `card-contradicts`: the two name different people, which no
 * genuine card does. `card-not-id`: another document's zone.
 */
export function readChipIdentity({
  zone,
  data,
  level,
}: ChipIdentity): Result<ChipPerson, 'card-contradicts' | 'card-not-id'> {
  const read = readMrz(zone);
  if (!read.ok) return fail('card-not-id');
  const plain = read.value;
  if (data?.idNumber && data.idNumber !== plain.idNumber) return fail('card-contradicts');
  const birthDate = dateFrom(data?.birthDate ?? null) ?? plain.birthDate;
  if (birthDate !== null && plain.birthDate !== null && birthDate !== plain.birthDate) {
    return fail('card-contradicts');
  }
  const old = data?.oldIdNumber ?? '';
  const person = Person.safeParse({
    ...plain,
    fullName: data?.fullName ?? plain.fullName,
    oldIdNumber: /^(?:\d{9}|\d{12})$/.test(old) ? old : null,
    birthDate,
    sex: sexFrom(data?.sex ?? null) ?? plain.sex,
    address: (data?.residence ?? '').slice(0, 300),
    source: level,
  });
  if (!person.success) return fail('card-not-id');
  const warnings = data?.fullName ? [] : ['diacritics-lost'];
  const { idNumber, sex } = person.data;
  return ok({
    person: person.data,
    warnings: [...warnings, ...numberWarnings(idNumber ?? '', birthDate, sex)],
  });
}

function dateFrom(text: string | null): string | null {
  const [, day = '', month = '', year = ''] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text ?? '') ?? [];
  const date = `${year}-${month}-${day}`;
  if (isRealDate(date)) return date;
  return /^\d{4}$/.test(text ?? '') ? text : null;
}

function sexFrom(text: string | null): 'male' | 'female' | null {
  if (/^nam$/iu.test(text ?? '')) return 'male';
  return /^nữ$/iu.test(text ?? '') ? 'female' : null;
}

export interface ProvenPart {
  readonly name: string;
  readonly state: string;
}

/** Failing one of these means that the data or the chip are not what the state issued. */
const disproofs = new Set([
  'data-groups',
  'document-signature',
  'active-authentication',
  'chip-authentication',
]);

/** Whether a reading may be taken over at all; an unknown signer leaves it "read", a forged one leaves nothing. */
export function mayBeUsed(checks: readonly ProvenPart[]): boolean {
  return !checks.some((each) => each.state === 'failed' && disproofs.has(each.name));
}
