/**
 * Text as a search sees it: no diacritics, đ as d, lower case, single spaces. `hoà` and `hòa`, composed and decomposed
 * spelling, come out equal. Folding twice changes nothing.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The words of a text, folded; everything but letters and digits separates. */
export function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** One thing that can be found. */
export interface Findable<Item> {
  readonly item: Item;
  /** Names, most telling first: the official name, then what people call it. */
  readonly names: readonly string[];
  /** Words that help to find it but do not name it (field, group). */
  readonly context: readonly string[];
  /** Higher stands first among equal matches. */
  readonly weight: number;
}

/** Finds items by words; best first. An empty query lists all by weight. */
export type Finder<Item> = (query: string, limit: number) => Item[];

interface Entry<Item> {
  readonly item: Item;
  readonly phrases: readonly string[];
  readonly nameWords: readonly string[];
  readonly contextWords: readonly string[];
  readonly weight: number;
  readonly order: number;
}

/** Share of a query's information that must be found when not every word is; rare words inform more. */
const enough = 0.65;
/** Score from which on every word of the query was found. */
const allFound = 300;

export function createFinder<Item>(rows: readonly Findable<Item>[]): Finder<Item> {
  const entries = rows.map((row, order): Entry<Item> => ({
    item: row.item,
    phrases: row.names.map((name) => wordsOf(name).join(' ')),
    nameWords: [...new Set(row.names.flatMap(wordsOf))],
    contextWords: [...new Set(row.context.flatMap(wordsOf))],
    weight: row.weight,
    order,
  }));
  const spread = new Map<string, number>();
  for (const entry of entries) {
    for (const word of new Set([...entry.nameWords, ...entry.contextWords])) {
      spread.set(word, (spread.get(word) ?? 0) + 1);
    }
  }
  const information = (word: string) => Math.log(1 + entries.length / (spread.get(word) ?? 1));

  return (query, limit) => {
    const words = wordsOf(query).slice(0, 20);
    const matches = entries.map((entry) => ({
      entry,
      score: words.length === 0 ? allFound : scoreOf(entry, words, information),
    }));
    // Things that only half fit are shown when nothing fits, and are noise when something does.
    const least = matches.some((match) => match.score >= allFound) ? allFound : 1;
    return matches
      .filter((match) => match.score >= least)
      .sort((a, b) => b.score - a.score || b.entry.weight - a.entry.weight || a.entry.order - b.entry.order)
      .slice(0, Math.max(0, limit))
      .map((match) => match.entry.item);
  };
}

function scoreOf<Item>(
  entry: Entry<Item>,
  words: readonly string[],
  information: (word: string) => number,
): number {
  const query = words.join(' ');
  let best = 0;
  for (const phrase of entry.phrases) {
    if (phrase === query) return 1000;
    if (phrase.startsWith(query)) best = Math.max(best, 800 + closeness(query, phrase));
    else if (` ${phrase}`.includes(` ${query}`)) best = Math.max(best, 700 + closeness(query, phrase));
    // A whole sentence that contains the everyday name: "tôi muốn làm giấy khai sinh cho con".
    else if (phrase.includes(' ') && ` ${query} `.includes(` ${phrase} `))
      best = Math.max(best, 600 + closeness(phrase, query));
  }
  return best > 0 ? best : wordScore(entry, words, information);
}

/** 0–99: how much of the longer text the shorter one makes up. */
function closeness(shorter: string, longer: string): number {
  return Math.floor((99 * shorter.length) / longer.length);
}

function wordScore<Item>(
  entry: Entry<Item>,
  words: readonly string[],
  information: (word: string) => number,
): number {
  let found = 0;
  let asked = 0;
  let inNames = 0;
  for (const [index, word] of words.entries()) {
    // Only the last word may still be in the typing; a short one before it is meant as it stands.
    const unfinished = index === words.length - 1 || word.length >= 3;
    const fits = (candidate: string) => candidate === word || (unfinished && candidate.startsWith(word));
    const told = information(word);
    asked += told;
    const named = entry.nameWords.some(fits);
    if (named) inNames += told;
    if (named || entry.contextWords.some(fits)) found += told;
  }
  // Without one word in its names, a thing is not what was asked for, however fitting its field is.
  if (inNames === 0 && found < asked) return 0;
  if (found === asked) return allFound + Math.floor((200 * inNames) / asked);
  return found / asked >= enough ? Math.floor((250 * found) / asked) : 0;
}
