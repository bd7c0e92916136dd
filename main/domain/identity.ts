import { baseProcedureCode, isDossierCode, isLocalCode, isProcedureCode } from './codes.ts';
import { readIdentityQr } from './identity-qr.ts';
import { looksLikeMrz, readMrz } from './mrz.ts';
import type { Person } from './person.ts';

/** Why a scan is of no use here; each has its own explanation on screen. */
export type UnusableReason =
  | 'truncated'
  | 'health-insurance'
  | 'payment'
  | 'vneid'
  | 'legacy-card'
  | 'bad-number'
  | 'unreadable'
  | 'unknown';

/**
 * What a scanned or typed text turned out to be. Warnings never stop the work: `number-sex-mismatch`,
 * `number-birth-mismatch`, `number-unknown-province`, `diacritics-lost`, `birth-date-unreadable`.
 */
export type ScanReading =
  | { kind: 'identity'; person: Person; warnings: string[] }
  | { kind: 'dossier'; code: string }
  | { kind: 'procedure'; code: string }
  | { kind: 'unusable'; reason: UnusableReason };

/** Longest text that a code or card can hold; more is noise. */
const longestScan = 8000;

/** First field of the QR that we print on receipts (TT 03/2025; the encoding is ours, see `receipt QR`). */
const receiptMark = 'MC1|';

/** Reads whatever a scanner delivers. Any text is answered; nothing throws. */
export function readScan(text: string): ScanReading {
  if (text.length > longestScan) return unusable('unknown');
  const cleaned = clean(text);
  if (cleaned === '') return unusable('unreadable');
  if (cleaned.startsWith(receiptMark)) return readReceipt(cleaned);
  if (cleaned.startsWith('000201')) return unusable('payment');
  if (looksLikeMrz(cleaned)) {
    const read = readMrz(cleaned);
    if (!read.ok) return unusable(read.error.code);
    return identity(read.value, ['diacritics-lost']);
  }
  if (cleaned.includes('|')) {
    const read = readIdentityQr(cleaned);
    return read.ok ? identity(read.value.person, read.value.warnings) : unusable(read.error.code);
  }
  return readSingle(cleaned);
}

/** Twelve digits: all that the law promises of a personal number (số định danh cá nhân). */
export function isPersonalNumber(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** Birthplaces of before the mergers of 2025; numbers keep them for life. */
const provinces = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 ' +
    '042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 ' +
    '086 087 089 091 092 093 094 095 096'
  ).split(' '),
);

/**
 * Contradictions between a personal number and the rest of a record. Only ever a warning: the law guarantees twelve
 * digits and no more. The fourth digit tells century and sex (0/1 = 1900s male/female, 2/3 = 2000s …), the next two the
 * year. `birthDate` is `yyyy-mm-dd` or `yyyy`; what is null is not compared.
 */
export function numberWarnings(
  idNumber: string,
  birthDate: string | null,
  sex: 'male' | 'female' | null,
): string[] {
  if (!isPersonalNumber(idNumber)) return [];
  const warnings: string[] = [];
  const mark = Number(idNumber[3]);
  if (sex !== null && (mark % 2 === 0 ? 'male' : 'female') !== sex) warnings.push('number-sex-mismatch');
  if (birthDate !== null && String(birthYearOf(idNumber)) !== birthDate.slice(0, 4)) {
    warnings.push('number-birth-mismatch');
  }
  if (!provinces.has(idNumber.slice(0, 3))) warnings.push('number-unknown-province');
  return warnings;
}

/** The year of birth that a personal number claims. */
export function birthYearOf(idNumber: string): number {
  return 1900 + Math.floor(Number(idNumber[3]) / 2) * 100 + Number(idNumber.slice(4, 6));
}

/** All but the last word as initials: "Nguyễn Văn An" → "N. V. An". */
export function maskName(fullName: string): string {
  const words = fullName
    .normalize('NFC')
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.map((word, index) => (index === words.length - 1 ? word : `${[...word][0]}.`)).join(' ');
}

/** Byte order mark, AIM identifier, control characters at the ends and the line ends that wedges add. */
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(/^[\s\p{Cc}\uFEFF]+|[\s\p{Cc}\uFEFF]+$/gu, '')
    .replace(/^\][A-Za-z]\d/, '');
}

function readReceipt(text: string): ScanReading {
  const code = text.split('|')[1]?.trim() ?? '';
  return isDossierCode(code) || isLocalCode(code) ? { kind: 'dossier', code } : unusable('truncated');
}

function readSingle(text: string): ScanReading {
  const upper = text.toUpperCase();
  if (isDossierCode(upper) || isLocalCode(upper)) return { kind: 'dossier', code: upper };
  if (isProcedureCode(upper)) return { kind: 'procedure', code: baseProcedureCode(upper) };
  // The bar code of cards without a chip holds the number alone; so did the nine-digit card.
  if (/^(?:\d{9}|\d{12})$/.test(text)) return unusable('legacy-card');
  if (/^\d{10,13}$/.test(text)) return unusable('bad-number');
  if (/^[A-Z]{2}\d{13}$/.test(upper)) return unusable('health-insurance');
  if (isOpaqueToken(text)) return unusable('vneid');
  return unusable(/\p{L}|\p{N}/u.test(text) && !text.includes('\uFFFD') ? 'unknown' : 'unreadable');
}

/** VNeID's codes are not documented: a long token without words, or one that names the application. */
function isOpaqueToken(text: string): boolean {
  return (
    /vneid/i.test(text) ||
    (text.length >= 48 && /^[A-Za-z0-9+/=_.:-]+$/.test(text) && !/^https?:/i.test(text))
  );
}

function identity(person: Person, warnings: readonly string[]): ScanReading {
  return {
    kind: 'identity',
    person,
    warnings: [...warnings, ...numberWarnings(person.idNumber ?? '', person.birthDate, person.sex)],
  };
}

function unusable(reason: UnusableReason): ScanReading {
  return { kind: 'unusable', reason };
}
