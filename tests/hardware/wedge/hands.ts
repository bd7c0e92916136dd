/** How a person and a scanner press keys: strokes with times, and what they leave in a field. Seeded, all in ms. */
import type { Random } from '../../fuzz/mutate.ts';
import type { Stroke, TimedStroke } from './x-keyboard.ts';

export interface Typing {
  readonly strokes: readonly TimedStroke[];
  /** What stands in an empty field afterwards. */
  readonly text: string;
  /** When this person would press the next key, ms. */
  readonly endMs: number;
}

/** A person's keys follow one another by so much, ms. */
const personGap = { min: 45, max: 250 };

/** Uniform on a logarithmic scale: quick hands are as frequent as slow ones. */
function between(random: Random, min: number, max: number): number {
  return Math.round(min * (max / min) ** (random(1000) / 1000));
}

/**
 * A person types. Some keys are rolled (two or three within 15 to 40 ms), some are wrong and taken back, and an input
 * method rewrites a syllable now and then: as Telex does it, BackSpace and the new letters come at a machine's pace. So
 * does what it writes for an abbreviation (gõ tắt).
 */
export function personTypes(text: string, random: Random): Typing {
  const pace = between(random, personGap.min, personGap.max);
  const strokes: TimedStroke[] = [];
  let clock = 0;
  let rolling = 0;
  const press = (stroke: Stroke): void => {
    strokes.push({ stroke, atMs: clock, holdMs: between(random, 30, 110) });
    if (rolling > 0) rolling -= 1;
    else if (random(12) === 0) rolling = 1 + random(2);
    const gap = between(random, Math.max(personGap.min, pace * 0.6), Math.min(personGap.max, pace * 1.8));
    clock += rolling > 0 ? 15 + random(26) : gap;
  };
  const words = text.split(/(?<= )/);
  const short = words.length > 2 && random(5) === 0 ? words.splice(1).join('') : '';
  for (const word of words) {
    if (/[^\x20-\x7E]/.test(word) && random(4) === 0) rewrite(word);
    else for (const char of word) mayErr(char);
  }
  if (short !== '') {
    press('v');
    press('d');
    byProgram(['BackSpace', 'BackSpace', ...short]);
  }
  function byProgram(keys: readonly Stroke[]): void {
    for (const stroke of keys) {
      strokes.push({ stroke, atMs: clock, holdMs: 0 });
      clock += 1;
    }
    clock += pace;
  }
  function mayErr(char: string): void {
    if (random(25) === 0) {
      press(String.fromCharCode(0x61 + random(26)));
      press('BackSpace');
    }
    press(char);
  }
  function rewrite(word: string): void {
    const plain = [...word.trimEnd()].map((char) => bare(char));
    for (const char of plain) press(char);
    const from = [...word].findIndex((char) => char > '\x7F');
    const fresh = [...word.trimEnd()].slice(from);
    byProgram([...plain.slice(from).map(() => 'BackSpace'), ...fresh]);
    if (word.endsWith(' ')) press(' ');
  }
  const last = strokes.at(-1);
  return { strokes, text, endMs: last ? last.atMs + between(random, personGap.min, personGap.max) : 0 };
}

/** The letter without its marks, as typed before the input method adds them. */
function bare(char: string): string {
  return char
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .replace('đ', 'd')
    .replace('Đ', 'D');
}

export type Suffix = 'Enter' | 'Tab' | 'none';

/** A scanner types: even pace with a little jitter, keys released at once. */
export function scannerTypes(
  payload: string,
  { paceMs, suffix }: { readonly paceMs: number; readonly suffix: Suffix },
  random: Random,
): { readonly strokes: readonly TimedStroke[]; readonly endMs: number } {
  const keys: Stroke[] = [...payload];
  if (suffix !== 'none') keys.push(suffix);
  let clock = 0;
  const strokes = keys.map((stroke): TimedStroke => {
    const at = clock;
    // ±1 ms, as a USB keyboard that is asked every millisecond; never above 31 ms.
    clock += Math.max(1, paceMs + random(3) - 1);
    return { stroke, atMs: at, holdMs: Math.min(paceMs, 2), scanned: true };
  });
  return { strokes, endMs: strokes.at(-1)?.atMs ?? 0 };
}

export function after(strokes: readonly TimedStroke[], ms: number): TimedStroke[] {
  return strokes.map((each) => ({ ...each, atMs: each.atMs + ms }));
}

/** Any of a list. */
export function pick<Value>(random: Random, from: readonly Value[]): Value {
  return from[random(from.length)] as Value;
}

export { between };
