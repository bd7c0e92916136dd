/** What an officer and a wedge do in one case: where, what is typed, what is scanned and how. Seeded; people are synthetic. */
import type { Person } from '../../../main/domain/person.ts';
import type { Random } from '../../fuzz/mutate.ts';
import { samplePerson } from '../../sample-people.ts';
import { after, between, personTypes, pick, scannerTypes, type Suffix } from './hands.ts';
import type { TimedStroke } from './x-keyboard.ts';

export type Place = 'applicant' | 'procedure' | 'dossiers';
export type FieldName = 'fullName' | 'address' | 'phone' | 'search';
export type Payload = 'new card' | 'old card' | 'dossier code' | 'wrong QR' | 'truncated card';

export interface Scan {
  readonly kind: Payload;
  readonly payload: string;
  /** For a card: whose. */
  readonly person: Person | null;
  /** For a dossier: its code. */
  readonly code: string | null;
  readonly paceMs: number;
  readonly suffix: Suffix;
}

export interface WedgeCase {
  readonly number: number;
  readonly place: Place;
  readonly field: FieldName;
  /** `alone`: no typing; `none`: no scan. */
  readonly when: 'none' | 'alone' | 'before typing' | 'after typing' | 'amid typing';
  /** What the person types in all. */
  readonly typed: string;
  readonly scan: Scan | null;
  /** Whether the form is empty, so that a card fills it. */
  readonly fills: boolean;
  readonly strokes: readonly TimedStroke[];
}

const issued = ['11052022', '20082021', '03092025'];

function cardOf(person: Person, form: 'new card' | 'old card', random: Random): string {
  const [year = '', month = '', day = ''] = (person.birthDate ?? '').split('-');
  const old = random(2) === 0 ? '' : String(100_000_000 + random(899_999_999));
  const sex = person.sex === 'male' ? 'Nam' : 'Nữ';
  const fields = [
    person.idNumber,
    old,
    person.fullName,
    `${day}${month}${year}`,
    sex,
    person.address,
    pick(random, issued),
  ];
  // The card of 2024 has more fields after the seven.
  const more = form === 'new card' ? ['', 'Trần Văn Mẫu', 'Lê Thị Thử', ''] : [];
  return [...fields, ...more].join('|');
}

const wrongCodes = [
  '00020101021238570010A00000072701270006970436011301234567890120208QRIBFTTA53037045802VN6304ABCD',
  'https://example.invalid/quet?ma=8f3a2b77c1&nguon=bang-tin',
  'GD4010123456789|4e677579e1bb856e2056c4836e20416e|15/01/1999|1|Nguyen Van An',
  '8934567890123',
  'HOA DON 0012345 KY HIEU 1C26TAA TONG CONG 1.250.000',
  'WIFI:T:WPA;S:Phong-Cho;P:khong-co-that;;',
];

function scanOf(place: Place, random: Random): Scan {
  const kinds: readonly Payload[] =
    place === 'dossiers'
      ? ['dossier code', 'dossier code', 'wrong QR', 'truncated card']
      : ['new card', 'old card', 'new card', 'old card', 'dossier code', 'wrong QR', 'truncated card'];
  const kind = pick(random, kinds);
  const how = {
    kind,
    paceMs: between(random, 1, 30),
    suffix: pick<Suffix>(random, ['Enter', 'Tab', 'none']),
  };
  const person = samplePerson(random(1_000_000));
  const marked = random(3) === 0 ? ']Q3' : '';
  if (kind === 'new card' || kind === 'old card') {
    return { ...how, payload: marked + cardOf(person, kind, random), person, code: null };
  }
  if (kind === 'dossier code') {
    const code = `000.00.${String(1 + random(99)).padStart(2, '0')}.H26-26${String(1 + random(12)).padStart(2, '0')}15-${String(random(10_000)).padStart(4, '0')}`;
    return { ...how, payload: random(2) === 0 ? code : `MC1|${code}`, person: null, code };
  }
  if (kind === 'wrong QR') return { ...how, payload: pick(random, wrongCodes), person: null, code: null };
  const whole = cardOf(person, 'old card', random);
  const length = 13 + random(whole.length - 13 - 8);
  return { ...how, payload: marked + whole.slice(0, length), person: null, code: null };
}

const said = [
  'Nguyễn Thị Mẫu',
  'Số 12, Ngõ Thí Dụ, Phường Láng',
  'chứng thực bản sao',
  'đăng ký khai sinh',
  'Đỗ Ngọc Quỳnh',
];

function wordsFor(field: FieldName, random: Random): string {
  if (field === 'phone') return `09${String(random(100_000_000)).padStart(8, '0')}`;
  const person = samplePerson(random(1_000_000));
  const own = field === 'fullName' ? person.fullName : field === 'address' ? person.address : null;
  const words = random(2) === 0 && own ? own : pick(random, said);
  return [...words]
    .slice(0, 8 + random(16))
    .join('')
    .trimEnd();
}

/** A person's next key never falls into a scan that has no end key: so long after its last one, ms. */
const afterOpenScan = 110;

/** Cases one after the other stay at the same place for a while, as an officer does. */
export function wedgeCase(number: number, place: Place, random: Random): WedgeCase {
  const when = pick<WedgeCase['when']>(random, [
    'none',
    'none',
    'alone',
    'before typing',
    'after typing',
    'amid typing',
  ]);
  const scan = when === 'none' ? null : scanOf(place, random);
  const fills = place === 'applicant' && scan?.person != null && random(2) === 0;
  // A card that fills the form writes over name and address, as it should: then only the telephone shows what was typed.
  const fields: readonly FieldName[] =
    fills && when !== 'alone' ? ['phone'] : ['fullName', 'address', 'phone'];
  const field = place === 'applicant' ? pick(random, fields) : 'search';
  const text = when === 'alone' ? '' : wordsFor(field, random);
  const cut = {
    none: 0,
    alone: 0,
    'before typing': 0,
    'after typing': text.length,
    'amid typing': 1 + random(Math.max(1, text.length - 1)),
  }[when];
  const first = personTypes(text.slice(0, cut), random);
  const rest = personTypes(text.slice(cut), random);
  const strokes: TimedStroke[] = [...first.strokes];
  let clock = first.endMs;
  if (scan) {
    const scanned = scannerTypes(scan.payload, scan, random);
    strokes.push(...after(scanned.strokes, clock));
    clock += scanned.endMs + (scan.suffix === 'none' ? afterOpenScan : between(random, 45, 250));
  }
  strokes.push(...after(rest.strokes, clock));
  return { number, place, field, when, typed: text, scan, fills, strokes };
}

export const places: readonly Place[] = ['applicant', 'applicant', 'applicant', 'procedure', 'dossiers'];
