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
  const words = queryWords(text);
  return words.length === 0 ? null : `${words.map((word) => `"${word}"`).join(' ')}*`;
}

/**
 * The same for the words of pages. A single letter is no beginning to search for there: half of all pages would bear it.
 */
export function pageMatchOf(text: string): string {
  const words = queryWords(text);
  const unfinished = (words.at(-1)?.length ?? 0) > 1;
  return `${words.map((word) => `"${word}"`).join(' ')}${unfinished ? '*' : ''}`;
}

export function queryWords(text: string): string[] {
  return wordsOf(text).slice(0, maxWords);
}

/** Words shown before the first one that was found, and all in all. */
const shownBefore = 4;
const shownWords = 16;
/** Longest word shown, characters: a line of dots is one word, too. */
const longestShown = 40;

/**
 * What stands around the searched words on a page: the stretch that holds most of them, its found words marked. Made once
 * a search: the same words stand on many pages.
 */
export function excerptsFor(words: readonly string[]): (plain: string) => { text: string; hit: boolean }[] {
  const [last = '', ...others] = [...words].reverse();
  const known = new Map<string, string | undefined>();
  const foundIn = (token: string): string | undefined => {
    if (known.has(token)) return known.get(token);
    const found = wordsOf(token).find((word) => word.startsWith(last) || others.includes(word));
    known.set(token, found);
    return found;
  };
  return (plain) => {
    const tokens = plain.split(/\s+/u).filter((token) => token !== '');
    const found = tokens.map(foundIn);
    let best = 0;
    let most = -1;
    for (const [at, word] of found.entries()) {
      if (word === undefined) continue;
      const different = new Set(found.slice(at, at + shownWords - shownBefore)).size;
      if (different > most) [best, most] = [at, different];
    }
    const from = Math.max(0, best - shownBefore);
    return tokens.slice(from, from + shownWords).map((token, at) => ({
      text: token.slice(0, longestShown),
      hit: found[from + at] !== undefined,
    }));
  };
}
