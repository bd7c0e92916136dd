/** What a dossier is found by, and how a typed text becomes a query of the search index. */
import type { Dossier } from '../domain/dossier.ts';
import { fold, wordsOf } from '../domain/search.ts';

const maxWords = 12;

/** Names, numbers and the local code, folded; the city's code is added when it comes. */
export function searchTextOf(dossier: Dossier): string {
  const { applicant, owner, authorised } = dossier.people;
  const parts = [dossier.localCode];
  for (const person of [applicant, owner, authorised]) {
    if (person)
      parts.push(person.fullName, person.idNumber ?? '', person.oldIdNumber ?? '', person.phone ?? '');
  }
  return fold(parts.filter((part) => part !== '').join(' '));
}

/**
 * Every word must be found, the last one as the start of a word, as it may still be being typed; null when the text has
 * no word in it. Only the last, because a start that the index does not hold costs as much as all that begins so.
 */
export function matchOf(text: string): string | null {
  const words = wordsOf(text).slice(0, maxWords);
  return words.length === 0 ? null : `${words.map((word) => `"${word}"`).join(' ')}*`;
}
