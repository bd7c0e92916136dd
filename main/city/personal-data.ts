/** Keeps the city's words showable: a refusal may quote the person whom it is about. */
import type { Dossier } from '../domain/dossier.ts';

const blank = '[…]';
const longest = 300;

/** One folded unit for each unit of the text, so that places in both are the same. */
function folded(text: string): string {
  return Array.from({ length: text.length }, (_unused, index) => {
    const unit = text.charAt(index);
    const plain = unit.toLowerCase().replace('đ', 'd').normalize('NFD').charAt(0);
    return plain === '' ? unit : plain;
  }).join('');
}

function personalTextsOf(dossier: Dossier): string[] {
  const { applicant, owner, authorised, helper } = dossier.people;
  const people = [applicant, owner, authorised].filter((person) => person !== null);
  return [
    ...people.flatMap((person) => [
      person.fullName,
      person.idNumber,
      person.oldIdNumber,
      person.address,
      person.phone,
      person.email,
    ]),
    helper?.fullName,
    dossier.delivery.address,
    dossier.officerName,
  ]
    .filter((text) => typeof text === 'string')
    .map((text) => text.normalize('NFC').trim())
    .filter((text) => text.length >= 3);
}

/**
 * The city's words without the dossier's names, addresses and numbers (however they are accented or cased), without
 * any e-mail address or run of eight or more digits that is not part of a code, at most 300 characters, one line.
 */
export function withoutPersonalData(words: string, dossier: Dossier): string {
  let text = words
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  for (const personal of personalTextsOf(dossier).sort((a, b) => b.length - a.length)) {
    const target = folded(personal);
    for (
      let at = folded(text).indexOf(target);
      at >= 0;
      at = folded(text).indexOf(target, at + blank.length)
    ) {
      text = text.slice(0, at) + blank + text.slice(at + personal.length);
    }
  }
  return text
    .replace(/[^\s@]+@[^\s@]+/g, blank)
    .replace(/\d(?:[ .]?\d){7,}/g, (run) => (run.replace(/\D/g, '').length >= 8 ? blank : run))
    .slice(0, longest);
}
