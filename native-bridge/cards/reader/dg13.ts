/**
 * DG13 of the Vietnamese identity card (thẻ căn cước): personal data in Vietnamese. Its form is not published; seen on
 * cards are sequences of a number and one or more texts: 1 personal number, 2 name, 3 birth date, 4 sex, 5 nationality,
 * 6 ethnicity, 7 religion, 8 place of origin, 9 residence, 10 features, 11 issue, 12 expiry, 13 parents, 14 spouse,
 * 16 old number. What stands around the sequences is not relied on.
 */
import type { ChipPerson } from '../../contract-cards.ts';
import { MalformedData, onlyTlv, tlvsIn, type Tlv } from './tlv.ts';

/** Ethnicity and religion are sensitive personal data: they leave the chip's file only on request. */
export type SensitiveFields = 'without-ethnicity-and-religion' | 'with-ethnicity-and-religion';

const deepest = 6;
const longestText = 400;
const texts = { 0x0c: 'utf-8', 0x13: 'latin1', 0x16: 'latin1' } as const;

/** @throws MalformedData */
export function readDg13(file: Uint8Array, sensitive: SensitiveFields): ChipPerson {
  const fields = new Map<number, string[]>();
  collect(tlvsIn(onlyTlv(file, 0x6d).value), fields, 0);
  if (!fields.has(1) && !fields.has(2)) throw new MalformedData('no personal data');
  const field = (number: number, place = 0) => fields.get(number)?.[place] || null;
  const asked = sensitive === 'with-ethnicity-and-religion';
  return {
    idNumber: field(1),
    fullName: field(2),
    birthDate: field(3),
    sex: field(4),
    nationality: field(5),
    ethnicity: asked ? field(6) : null,
    religion: asked ? field(7) : null,
    origin: field(8),
    residence: field(9),
    features: field(10),
    issueDate: field(11),
    expiryDate: field(12),
    father: field(13, 0),
    mother: field(13, 1),
    spouse: field(14),
    oldIdNumber: field(16),
  };
}

/** A sequence that begins with a number is a field; anything else may hold some. */
function collect(elements: readonly Tlv[], fields: Map<number, string[]>, depth: number): void {
  if (depth > deepest) throw new MalformedData('personal data nested too deeply');
  for (const element of elements) {
    if (!isConstructed(element)) continue;
    const children = tlvsIn(element.value);
    const [first, ...rest] = children;
    const number = first?.tag === 0x02 && first.value.byteLength === 1 ? first.value[0] : undefined;
    const found = number === undefined ? [] : textsIn(rest, depth + 1);
    if (number !== undefined && found.length > 0 && !rest.some(isNumberedField)) {
      if (!fields.has(number)) fields.set(number, found);
    } else collect(children, fields, depth + 1);
  }
}

/** The sequence of all fields may itself begin with a number, its version. */
function isNumberedField(element: Tlv): boolean {
  return element.tag === 0x30 && element.value[0] === 0x02;
}

function textsIn(elements: readonly Tlv[], depth: number): string[] {
  if (depth > deepest) throw new MalformedData('personal data nested too deeply');
  return elements.flatMap((element) => {
    if (element.tag === 0x0c || element.tag === 0x13 || element.tag === 0x16) return [textOf(element)];
    return isConstructed(element) ? textsIn(tlvsIn(element.value), depth + 1) : [];
  });
}

function textOf(element: Tlv): string {
  if (element.value.byteLength > longestText * 4) throw new MalformedData('a text is too long');
  const text = new TextDecoder(texts[element.tag as keyof typeof texts]).decode(element.value);
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longestText);
}

function isConstructed(element: Tlv): boolean {
  const first = element.tag > 0xff ? element.tag >> 8 : element.tag;
  return (first & 0x20) !== 0;
}
