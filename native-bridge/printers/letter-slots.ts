/** Which downloaded letter stands under which code of a printer. A printer holds 95 of them; the longest unused goes first. */

/** Signs and letters that Vietnamese slips use least; their codes are given away first. */
const rare = '~}|{`^]\\[@?=<;&%$#"!\'*>WZJFQwzjfXUYIPEKRADGLOSBVCMN';

/** All that a code may be but the blank, in the order in which they are given away. */
export const slotCodes: readonly number[] = [
  ...new Set([...Buffer.from(rare, 'latin1'), ...Array.from({ length: 94 }, (_, place) => 0x21 + place)]),
];

export class LetterSlots {
  /** Letter to code, the longest unused first. */
  readonly #codes = new Map<string, number>();

  get size(): number {
    return this.#codes.size;
  }

  /** The printer has forgotten all. */
  clear(): void {
    this.#codes.clear();
  }

  codeOf(letter: string): number | undefined {
    return this.#codes.get(letter);
  }

  /** Those of the letters that the printer lacks and has free codes for. */
  missing(letters: readonly string[]): string[] {
    const lacking = [...new Set(letters)].filter((letter) => !this.#codes.has(letter));
    return lacking.slice(0, slotCodes.length - this.size);
  }

  /** Whether a built-in sign of this code is hidden behind a downloaded letter. */
  hides(code: number): boolean {
    for (const taken of this.#codes.values()) if (taken === code) return true;
    return false;
  }

  /**
   * Makes room for these letters; returns those that must be sent, with their codes, in order of codes. Letters beyond
   * what the printer holds are left out of both.
   */
  place(letters: readonly string[]): { readonly code: number; readonly letter: string }[] {
    const wanted = [...new Set(letters)].slice(0, slotCodes.length);
    const fresh: { code: number; letter: string }[] = [];
    for (const letter of wanted) {
      const code = this.#codes.get(letter);
      if (code === undefined) continue;
      this.#codes.delete(letter);
      this.#codes.set(letter, code);
    }
    for (const letter of wanted) {
      if (this.#codes.has(letter)) continue;
      const code = this.#freeCode();
      this.#codes.set(letter, code);
      fresh.push({ code, letter });
    }
    return fresh.sort((one, other) => one.code - other.code);
  }

  #freeCode(): number {
    const taken = new Set(this.#codes.values());
    const free = slotCodes.find((code) => !taken.has(code));
    if (free !== undefined) return free;
    const [oldest] = this.#codes;
    if (!oldest) throw new Error('a printer without codes');
    this.#codes.delete(oldest[0]);
    return oldest[1];
  }
}
