/** What this process knows about one slip printer from slip to slip: its mark, its letters, what hangs out of it. */
import { LetterSlots } from './letter-slots.ts';

const markLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Bytes of the longest command that is sent ahead of a slip. */
const longestQuestion = 32;

export class SlipMemory {
  readonly slots = new LetterSlots();
  #mark: string | null = null;
  #leftover: 'nothing' | 'command' | 'void' | 'tail' = 'nothing';
  #longest = longestQuestion;

  /** Two letters that the printer keeps until it loses power; null while it keeps none. */
  get mark(): string | null {
    return this.#mark;
  }

  /** `command`: no paper, but perhaps half a question. `void`: a part of a slip that surely is not whole. `tail`: paper that may or may not be cut. */
  get leftover(): 'nothing' | 'command' | 'void' | 'tail' {
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
  }

  /** `void`: a person said that no whole paper came out, so whatever of it still comes must say that it is void. */
  leave(leftover: 'nothing' | 'tail' | 'void'): void {
    this.#leftover = leftover;
  }

  /** The line broke before the first part of a slip. */
  broke(): void {
    if (this.#leftover === 'nothing') this.#leftover = 'command';
  }
}
