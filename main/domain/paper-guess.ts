/**
 * What a page seems to be (gợi ý về giấy tờ), by its words: a machine's guess, worth no more than a person's word for it.
 */
import { commonHeadings } from './paper-headings.ts';
import type { LocalDate } from './person.ts';
import { fold, wordsOf } from './search.ts';

export interface PaperGuess {
  /** What it is headed with; null when no heading is known. */
  readonly kind: {
    readonly name: string;
    /** The paper of the procedure that it is; null: none of them. */
    readonly componentId: string | null;
  } | null;
  /** As it stands there, e.g. `77/2025`. */
  readonly number: string | null;
  readonly date: LocalDate | null;
}

/** A paper of the procedure. */
export interface KnownPaper {
  readonly id: string;
  readonly name: string;
}

/** Lines from the top that a heading may stand on, and words that a line with one may have beside it. */
const headLines = 14;
const wordsBeside = 8;
/** A name of one word (e.g. "đơn") is in every text. */
const leastWords = 2;
const numberLines = 25;
const mostDigits = 30;

/** @param plain the words of the page, line by line. */
export function guessPaper(plain: string, papers: readonly KnownPaper[]): PaperGuess {
  const lines = plain.split('\n').filter((line) => line.trim() !== '');
  return { kind: kindOf(lines.slice(0, headLines), papers), number: numberOf(lines), date: dateOf(lines) };
}

interface Phrase {
  readonly words: string;
  readonly kind: NonNullable<PaperGuess['kind']>;
}

/** The heading that stands highest; of several there, the longest, and the procedure's own name before a common one. */
function kindOf(lines: readonly string[], papers: readonly KnownPaper[]): PaperGuess['kind'] {
  const phrases = [...papers.flatMap(phrasesOf), ...commonPhrases(papers)];
  const folded = lines.map((line) => wordsOf(line).join(' '));
  for (const [at, line] of folded.entries()) {
    // a long heading goes on in the next line
    const both = `${line} ${folded[at + 1] ?? ''}`;
    const fitting = phrases.filter(
      ({ words }) => stands(words, line) || (line !== '' && stands(words, both, line)),
    );
    const [best] = fitting.sort((a, b) => b.words.length - a.words.length);
    if (best) return best.kind;
  }
  return null;
}

/** Whether the phrase begins the text, after a word or two of dirt at most, and little else stands there. */
function stands(phrase: string, text: string, begun = text): boolean {
  const at = ` ${text} `.indexOf(` ${phrase} `);
  if (at < 0 || at >= begun.length) return false;
  const before = text
    .slice(0, at)
    .split(' ')
    .filter((word) => word !== '').length;
  const all = text.split(' ').length;
  const own = phrase.split(' ').length;
  return before <= 2 && all - own <= wordsBeside;
}

/** A component's name tells more than the paper's heading: what it is for, what it may be instead. */
function phrasesOf({ id, name }: KnownPaper): Phrase[] {
  return name
    .split(/[/(),;–]| nếu | hoặc | của /u)
    .map((part) =>
      wordsOf(part)
        .join(' ')
        .replace(/^(?:ban sao|ban goc|ban chinh|xuat trinh) /u, ''),
    )
    .filter((words) => words.split(' ').length >= leastWords)
    .map((words) => ({ words, kind: { name, componentId: id } }));
}

function commonPhrases(papers: readonly KnownPaper[]): Phrase[] {
  return commonHeadings.flatMap(({ name, headings }) => {
    const own = papers.find((paper) => {
      const folded = ` ${wordsOf(paper.name).join(' ')} `;
      return headings.some((heading) => heading.includes(' ') && folded.includes(` ${heading} `));
    });
    const kind = own ? { name: own.name, componentId: own.id } : { name, componentId: null };
    return headings.map((words) => ({ words, kind }));
  });
}

/** "Số: 77/2025" or "Số 77/2025" at the beginning of a line; not "số 5 phố …", which is an address. */
function numberOf(lines: readonly string[]): string | null {
  for (const line of lines.slice(0, numberLines)) {
    const found = /(?:^\W{0,3}S[ốôỐÔ]\s*[:.]?|\bS[ốôỐÔ]\s*:)\s*([0-9][0-9A-ZĐa-zđ/.-]*)/u.exec(
      line.normalize('NFC'),
    );
    const number = found?.[1]?.replace(/[/.-]+$/u, '') ?? '';
    if (number.length > 1 && number.length <= mostDigits) return number;
  }
  return null;
}

/** The date of the paper itself stands after its place, or alone: "Hà Nội, ngày 03 tháng 11 năm 2025". */
function dateOf(lines: readonly string[]): LocalDate | null {
  for (const line of lines) {
    const found = /(?:^\W{0,3}|, ?)ngay (\d{1,2}) ?thang (\d{1,2}) ?nam (\d{4})\b/u.exec(fold(line));
    const date = found && dayOf(Number(found[3]), Number(found[2]), Number(found[1]));
    if (date) return date;
  }
  return null;
}

/** Null for a day that no calendar has, or that no paper bears. */
function dayOf(year: number, month: number, day: number): LocalDate | null {
  if (year < 1900 || year > 2200) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? (date.toISOString().slice(0, 10) as LocalDate) : null;
}
