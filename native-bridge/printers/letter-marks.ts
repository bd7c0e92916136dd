/**
 * Vietnamese marks (dấu) for a cell of 12 × 24 dots, dot by dot. Scaled down from a face, hook, acute and tilde come out
 * as the same three dots; set by hand, each keeps its form and a white row to the letter.
 */

export type Tone = 'grave' | 'acute' | 'hook' | 'tilde';
export type VowelMark = 'circumflex' | 'breve';

/** Rows from the top; `#` burns. The left edge is counted from the middle of the cell. */
export interface MarkArt {
  readonly rows: readonly string[];
  readonly left: number;
}

/** What stands directly on the letter. */
export const vowelMarks: Readonly<Record<VowelMark, MarkArt>> = {
  circumflex: { rows: ['..###..', '.##.##.', '##...##'], left: -3 },
  breve: { rows: ['##...##', '##...##', '.#####.'], left: -3 },
};

const grave = ['##...', '.##..', '..##.', '...##'];
const acute = ['...##', '..##.', '.##..', '##...'];
const hook = ['.###.', '##.##', '..##.', '..#..'];
const tilde = ['.##...#', '####.##', '#..###.'];

/** On a small letter that has no mark of its own. */
export const tonesOnSmall: Readonly<Record<Tone, MarkArt>> = {
  grave: { rows: grave, left: -2 },
  acute: { rows: acute, left: -2 },
  hook: { rows: hook, left: -2 },
  tilde: { rows: tilde, left: -3 },
};

/** The same on a capital: slimmer, or it looks like a tone on a circumflex. */
export const tonesOnCapital: Readonly<Record<Tone, MarkArt>> = {
  grave: { rows: ['##..', '.##.', '..##'], left: -2 },
  acute: { rows: ['..##', '.##.', '##..'], left: -2 },
  hook: { rows: ['###.', '#.##', '.##.', '.#..'], left: -2 },
  tilde: { rows: tilde, left: -3 },
};

/** Above a circumflex or breve of a small letter, moved to the side on which the pen ends, as Vietnamese faces do. */
export const tonesAboveSmall: Readonly<Record<Tone, MarkArt>> = {
  grave: { rows: grave, left: -3 },
  acute: { rows: acute, left: -1 },
  hook: { rows: hook, left: -1 },
  tilde: { rows: tilde, left: -3 },
};

/** The same on a capital: three rows are left for it. */
export const tonesAboveCapital: Readonly<Record<Tone, MarkArt>> = {
  grave: { rows: ['##..', '.##.', '..##'], left: -3 },
  acute: { rows: ['..##', '.##.', '##..'], left: 0 },
  hook: { rows: ['###.', '..##', '.##.'], left: -1 },
  tilde: { rows: tilde, left: -3 },
};

/** Nặng: two dots wide, or it is lost in reading. */
export const dotBelow: MarkArt = { rows: ['##', '##', '##'], left: -1 };
/** The tail of a y stands where the dot belongs. */
export const dotBesideTail: MarkArt = { rows: ['##', '##', '##'], left: 2 };
export const dotRow = 21;

const tones: Readonly<Record<string, Tone>> = {
  '\u0300': 'grave',
  '\u0301': 'acute',
  '\u0309': 'hook',
  '\u0303': 'tilde',
};
const onVowel: Readonly<Record<string, VowelMark>> = { '\u0302': 'circumflex', '\u0306': 'breve' };

export interface MarkedVowel {
  /** Without tone, circumflex and breve; the horn stays, for it is grown together with the letter. */
  readonly base: string;
  readonly mark: VowelMark | null;
  readonly tone: Tone | null;
  readonly dotted: boolean;
}

/** A vowel and its marks, null for every other sign. */
export function markedVowel(letter: string): MarkedVowel | null {
  const [vowel = '', ...marks] = letter.normalize('NFD');
  if (marks.length === 0 || !/^[aeiouy]$/i.test(vowel)) return null;
  let found: MarkedVowel = { base: vowel, mark: null, tone: null, dotted: false };
  for (const sign of marks) {
    const [tone, mark] = [tones[sign], onVowel[sign]];
    if (tone && !found.tone) found = { ...found, tone };
    else if (mark && !found.mark) found = { ...found, mark };
    else if (sign === '\u0323' && !found.dotted) found = { ...found, dotted: true };
    else if (sign === '\u031b') found = { ...found, base: (vowel + sign).normalize('NFC') };
    else return null;
  }
  return found;
}
