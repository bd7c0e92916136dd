import { isPersonalNumber, numberWarnings } from '../domain/identity.ts';
import type { Person } from '../domain/person.ts';

/** Doubts about a typed person: the same rules, and the same keys, as the warnings of a scanned card. */
export function personDoubts(person: Person): readonly string[] {
  return numberWarnings(person.idNumber ?? '', person.birthDate, person.sex);
}

/** Whether the number has the form that its kind of paper must have; only the twelve digits of a CCCD are certain. */
export function numberFits(idKind: Person['idKind'], idNumber: string): boolean {
  return idKind !== 'cccd' || isPersonalNumber(idNumber);
}
