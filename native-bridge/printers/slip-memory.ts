/** What this process knows about one slip printer from slip to slip: its mark, its letters, what hangs out of it. */
import { LetterSlots } from './letter-slots.ts';

const markLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Bytes of the longest command that is sent ahead of a slip. */
const longestQuestion = 32;

/**
 * `command`: no paper, but perhaps half a question. `void`: a part of a slip that surely is not whole. `tail`: paper that
 * may or may not be cut.
 */
export type Leftover = 'nothing' | 'command' | 'void' | 'tail';

/** What a slip that broke off has left in the printer; `longest` as in the memory. */
export interface Left {
  readonly leftover: Leftover;
  readonly longest: number;
}

export class SlipMemory {
  readonly slots = new LetterSlots();
  #mark: string | null = null;
  #leftover: Leftover;
  #longest: number;
  readonly #keep: (left: Left) => void;

  /** `left`: from before this process; `keep` is called before anything that may leave something else. */
  constructor(left: Left | null = null, keep: (left: Left) => void = () => undefined) {
    this.#leftover = left?.leftover ?? 'nothing';
    this.#longest = left?.longest ?? longestQuestion;
    this.#keep = keep;
  }

  /** Two letters that the printer keeps until it loses power; null while it keeps none. */
  get mark(): string | null {
    return this.#mark;
  }

  get leftover(): Leftover {
    return this.#leftover;
  }

  /** The longest command that may have broken off, bytes. */
  get longest(): number {
    return this.#longest;
  }

  /** The printer knows nothing of us any more, or nothing that can be relied on. */
  forget(): void {
    this.#mark = null;
    this.slots.clear();
  }

  /** Commands of at most so many bytes are on their way; none of them puts anything on paper. */
  expect(longest: number): void {
    this.#longest = Math.max(longest, longestQuestion);
  }

  newMark(): string {
    const pick = (): string => markLetters[Math.floor(Math.random() * markLetters.length)] ?? 'A';
    let mark = pick() + pick();
    if (mark === this.#mark) mark = mark === 'AA' ? 'AB' : 'AA';
    this.#mark = mark;
    return mark;
  }

  /** From here on a part of a slip may hang out of the printer. */
  begin(longest: number): void {
    this.expect(longest);
    this.#leftover = 'void';
    this.#keep({ leftover: 'void', longest: this.#longest });
  }

  /** `void`: a person said that no whole paper came out, so whatever of it still comes must say that it is void. */
  leave(leftover: 'nothing' | 'tail' | 'void'): void {
    this.#change(leftover);
  }

  /** The line broke before the first part of a slip. */
  broke(): void {
    if (this.#leftover === 'nothing') this.#change('command');
  }

  #change(leftover: Leftover): void {
    if (this.#leftover === leftover) return;
    this.#leftover = leftover;
    this.#keep({ leftover, longest: this.#longest });
  }
}
