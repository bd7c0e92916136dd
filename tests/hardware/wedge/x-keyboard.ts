/**
 * A keyboard with a key for every Vietnamese letter on an X display: real key events, which no program can tell from a
 * plugged keyboard's. The keys are named once, before the application starts, as a scanner's or a person's layout is.
 */
import { XDisplay, type FakeKey } from './x-display.ts';

/** A key of the keyboard: one character, or a key by its name. */
export type Stroke = string;

export interface TimedStroke {
  readonly stroke: Stroke;
  /** From the start of the sequence, ms. */
  readonly atMs: number;
  /** How long the key stays down, ms. */
  readonly holdMs: number;
  /** A scanner's key: its pace is kept to the letter. */
  readonly scanned?: boolean;
}

const vowels = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const letters = [
  ...vowels.flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC'))),
  'đ',
].filter((letter) => letter > '\u007F');

const symbolOfName: Readonly<Record<string, number>> = { Enter: 0xff0d, Tab: 0xff09, BackSpace: 0xff08 };
const shiftSymbol = 0xffe1;

function symbolOf(char: string): number {
  const point = char.codePointAt(0) ?? 0;
  return point < 0x100 ? point : 0x0100_0000 + point;
}

/** Key codes above these are extra keys (players, browsers) that no text needs. */
const firstExtraCode = 120;

export class XKeyboard {
  readonly #display: XDisplay;
  readonly #keys: ReadonlyMap<Stroke, { readonly code: number; readonly shift: boolean }>;
  readonly #shift: number;

  private constructor(
    display: XDisplay,
    keys: ReadonlyMap<Stroke, { readonly code: number; readonly shift: boolean }>,
    shift: number,
  ) {
    this.#display = display;
    this.#keys = keys;
    this.#shift = shift;
  }

  /** Names the Vietnamese keys, if the display does not have them yet. */
  static async open(): Promise<XKeyboard> {
    const display = await XDisplay.open();
    const modifiers = new Set(await display.modifierCodes());
    const { firstCode, symbols } = await display.mapping();
    const keys = new Map<Stroke, { readonly code: number; readonly shift: boolean }>();
    const bySymbol = new Map<number, { readonly code: number; readonly shift: boolean }>();
    for (const [index, [plain = 0, shifted = 0]] of symbols.entries()) {
      const code = firstCode + index;
      if (plain !== 0 && !bySymbol.has(plain)) bySymbol.set(plain, { code, shift: false });
      if (shifted !== 0 && !bySymbol.has(shifted)) bySymbol.set(shifted, { code, shift: true });
    }
    const spare = symbols
      .map((_, index) => firstCode + index)
      .filter((code) => code >= firstExtraCode && !modifiers.has(code))
      .reverse();
    for (const letter of letters) {
      const [lower, upper] = [letter, letter.toUpperCase()];
      const known = bySymbol.get(symbolOf(lower));
      const code = known && !known.shift ? known.code : spare.shift();
      if (code === undefined) throw new Error('this keyboard has too few keys');
      if (code !== known?.code) display.rename(code, symbolOf(lower), symbolOf(upper));
      keys.set(lower, { code, shift: false });
      keys.set(upper, { code, shift: true });
    }
    for (let point = 0x20; point < 0x7f; point += 1) {
      const key = bySymbol.get(point);
      if (key) keys.set(String.fromCodePoint(point), key);
    }
    for (const [name, symbol] of Object.entries(symbolOfName)) {
      const key = bySymbol.get(symbol);
      if (key) keys.set(name, key);
    }
    await display.settled();
    return new XKeyboard(display, keys, bySymbol.get(shiftSymbol)?.code ?? 50);
  }

  /** Plays a sequence, in order of time; ends with its last release. */
  async play(strokes: readonly TimedStroke[]): Promise<void> {
    const events: { atMs: number; code: number; down: boolean }[] = [];
    for (const [index, { stroke, atMs, holdMs }] of strokes.entries()) {
      const key = this.#keys.get(stroke);
      if (!key) throw new Error(`no key for ${JSON.stringify(stroke)}`);
      const next = strokes[index + 1]?.atMs ?? Infinity;
      // Shift goes down and up with its own key: a later key must not feel it. Nor may a key go down twice.
      const again = strokes.slice(index + 1).find((each) => this.#keys.get(each.stroke)?.code === key.code);
      const up = Math.min(atMs + holdMs, again?.atMs ?? Infinity, key.shift ? next : Infinity);
      if (key.shift) events.push({ atMs, code: this.#shift, down: true });
      events.push({ atMs, code: key.code, down: true });
      events.push({ atMs: up, code: key.code, down: false });
      if (key.shift) events.push({ atMs: up, code: this.#shift, down: false });
    }
    // At the same time a release comes before the next press; the sort keeps the order of the rest.
    const inOrder = events
      .map((event, index) => ({ ...event, index }))
      .sort((a, b) => a.atMs - b.atMs || a.index - b.index);
    let clock = 0;
    const fakes = inOrder.map(({ atMs, code, down }): FakeKey => {
      const delayMs = Math.max(0, Math.round(atMs) - clock);
      clock += delayMs;
      return { code, down, delayMs };
    });
    await this.#display.press(fakes);
  }

  close(): void {
    this.#display.close();
  }
}
