/** What opens a chip: the number printed on the card, or three fields of its machine-readable zone. */
import { createHash } from 'node:crypto';
import type { ChipPassword, MrzPassword } from '../../contract-cards.ts';

/** 9303-3, 4.9: weights 7, 3, 1; letters from A = 10; `<` counts 0. */
export function checkDigit(text: string): string {
  let sum = 0;
  for (const [index, character] of [...text].entries()) {
    const value = /\d/.test(character)
      ? Number(character)
      : /[A-Z]/.test(character)
        ? character.charCodeAt(0) - 55
        : 0;
    sum += value * (index % 3 === 0 ? 7 : index % 3 === 1 ? 3 : 1);
  }
  return String(sum % 10);
}

/** MRZ_information of 9303-11, 4.3.2: the three fields, each with its check digit. */
export function mrzInformation({
  documentNumber,
  dateOfBirth,
  dateOfExpiry,
}: Omit<MrzPassword, 'kind'>): string {
  const number = documentNumber.padEnd(9, '<');
  return [number, dateOfBirth, dateOfExpiry].map((field) => field + checkDigit(field)).join('');
}

function mrzHash(password: Omit<MrzPassword, 'kind'>): Uint8Array {
  return new Uint8Array(createHash('sha1').update(mrzInformation(password), 'latin1').digest());
}

/** K of 9303-11, 9.7.3: what PACE derives its key from. */
export function paceSecret(password: ChipPassword): Uint8Array {
  return password.kind === 'can' ? new Uint8Array(Buffer.from(password.can, 'latin1')) : mrzHash(password);
}

/** Kseed of 9303-11, 4.3.2: what basic access control derives its keys from. */
export function bacSeed(password: MrzPassword): Uint8Array {
  return mrzHash(password).subarray(0, 16);
}
