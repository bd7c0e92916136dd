/**
 * A slip as text: built-in ASCII, downloaded letters for Vietnamese, the printer's own QR code and bar code. A tenth of
 * the bytes of a picture, so that a ticket leaves a line of 9600 baud within two seconds.
 */
import type { SlipItem } from '../contract-slip.ts';
import { qrModules, code128Modules } from '../imaging/slip-codes.ts';
import {
  align,
  ascii,
  code128,
  defineLetters,
  emphasis,
  feedAndCut,
  feedDots,
  magnify,
  plainText,
  qrCode,
  useLetters,
} from './escpos.ts';
import { slotCodes, type LetterSlots } from './letter-slots.ts';
import { cellHeight, cellWidth, trimmedLetter } from './letters.ts';
import type { SlipPlan } from './slip-plan.ts';

/** Modules of quiet zone that the item's size counts and the printer leaves out. */
const qrQuietModules = 8;
const barsQuietModules = 20;
/** Letters in one command, so that it stays short. */
const longestRun = 12;
const lineFeed = 0x0a;
const lineDots = 30;

type Align = 'left' | 'center' | 'right';

interface Part {
  readonly bytes: number[];
  readonly heightPx: number;
  readonly inked: boolean;
}

/** Every sign that is not built in, as often as it stands there. */
export function lettersOf(items: readonly SlipItem[]): string[] {
  return items.flatMap((item) => {
    if (item.type === 'text') return foreign(item.text);
    return item.type === 'pair' ? foreign(item.left + item.right) : [];
  });
}

/** Every sign of a text that is not built in. */
export function foreign(text: string): string[] {
  return Array.from(text.normalize('NFC')).filter((sign) => !/^[ -~\n]$/.test(sign));
}

/** Whether a printer holds all letters of these items at once. */
export function fitsSlots(items: readonly SlipItem[]): boolean {
  return new Set(lettersOf(items)).size <= slotCodes.length;
}

/** `slots` learns the letters that this plan downloads; it must be cleared when the plan fails on its way. */
export function textPlan(items: readonly SlipItem[], widthPx: number, slots: LetterSlots): SlipPlan {
  const fresh = slots.place(lettersOf(items));
  const writer = new TextWriter(widthPx, slots);
  const parts = items.map((item) => writer.part(item));
  const last = parts.findLastIndex((part) => part.inked);
  const start = [...plainText, ...emphasis('regular'), ...useLetters('downloaded')];
  return {
    body: [
      ...downloads(fresh),
      Uint8Array.from([...start, ...parts.slice(0, Math.max(0, last)).flatMap((part) => part.bytes)]),
    ],
    commit: Uint8Array.from([
      ...parts.slice(Math.max(0, last)).flatMap((part) => part.bytes),
      ...useLetters('built-in'),
      ...feedAndCut,
    ]),
    heightPx: parts.reduce((sum, part) => sum + part.heightPx, 0),
  };
}

/** Letters under codes in a row share one command. */
export function downloads(fresh: readonly { code: number; letter: string }[]): Uint8Array[] {
  const runs: { code: number; letters: Uint8Array[] }[] = [];
  for (const { code, letter } of fresh) {
    const run = runs.at(-1);
    if (run && run.code + run.letters.length === code && run.letters.length < longestRun)
      run.letters.push(trimmedLetter(letter));
    else runs.push({ code, letters: [trimmedLetter(letter)] });
  }
  return runs.map((run) => Uint8Array.from(defineLetters(run.code, run.letters)));
}

/** Remembers what is switched on, so that nothing is sent twice. */
class TextWriter {
  readonly #widthPx: number;
  readonly #slots: LetterSlots;
  #align: Align = 'left';
  #weight: 'regular' | 'bold' = 'regular';
  #times = 1;

  constructor(widthPx: number, slots: LetterSlots) {
    this.#widthPx = widthPx;
    this.#slots = slots;
  }

  part(item: SlipItem): Part {
    switch (item.type) {
      case 'text':
        return this.#lines(wrapped(item.text, this.#columns(timesOf(item.size))), item);
      case 'pair':
        return this.#pair(item.left, item.right, timesOf(item.size));
      case 'qr': {
        const columns = qrModules(item.text).columns;
        const module = clamp(Math.floor(Math.min(item.size, this.#widthPx) / columns), 1, 16);
        const bytes = [...this.#style('center', 'regular', 1), ...qrCode(ascii(item.text), module), lineFeed];
        return { bytes, heightPx: (columns - qrQuietModules) * module + lineDots, inked: true };
      }
      case 'code128': {
        const columns = code128Modules(item.text).columns - barsQuietModules;
        const module = clamp(Math.floor(this.#widthPx / (columns + barsQuietModules)), 2, 3);
        const height = clamp(Math.round(item.height), 8, 255);
        return {
          bytes: [...this.#style('center', 'regular', 1), ...code128(item.text, height, module)],
          heightPx: height,
          inked: true,
        };
      }
      case 'rule':
        return this.#lines(['-'.repeat(this.#columns(1))], {
          align: 'left',
          weight: 'regular',
          size: cellHeight,
        });
      case 'space':
        return { bytes: feedDots(Math.round(item.height)), heightPx: item.height, inked: false };
    }
  }

  #columns(times: number): number {
    return Math.max(1, Math.floor(this.#widthPx / (cellWidth * times)));
  }

  #lines(
    lines: readonly string[],
    style: { readonly align: Align; readonly weight: 'regular' | 'bold'; readonly size: number },
  ): Part {
    const times = timesOf(style.size);
    const bytes = this.#style(style.align, style.weight, times);
    for (const line of lines) bytes.push(...this.#text(line), lineFeed);
    return {
      bytes,
      heightPx: lines.length * Math.max(lineDots, cellHeight * times),
      inked: lines.some(Boolean),
    };
  }

  /** Two texts on one line where they fit; else each on its own. */
  #pair(left: string, right: string, times: number): Part {
    const columns = this.#columns(times);
    const [one, other] = [left.normalize('NFC'), right.normalize('NFC')];
    const gap = columns - one.length - other.length;
    const size = times * cellHeight;
    if (gap > 0)
      return this.#lines([one + ' '.repeat(gap) + other], { align: 'left', weight: 'regular', size });
    const above = this.#lines(wrapped(one, columns), { align: 'left', weight: 'regular', size });
    const below = this.#lines(wrapped(other, columns), { align: 'right', weight: 'regular', size });
    return {
      bytes: [...above.bytes, ...below.bytes],
      heightPx: above.heightPx + below.heightPx,
      inked: true,
    };
  }

  #style(side: Align, weight: 'regular' | 'bold', times: number): number[] {
    const bytes: number[] = [];
    if (side !== this.#align) bytes.push(...align(side));
    if (weight !== this.#weight) bytes.push(...emphasis(weight));
    if (times !== this.#times) bytes.push(...magnify(times));
    [this.#align, this.#weight, this.#times] = [side, weight, times];
    return bytes;
  }

  #text(line: string): number[] {
    const bytes: number[] = [];
    let hidden = false;
    for (const sign of line) {
      const code = this.#slots.codeOf(sign) ?? (/^[ -~]$/.test(sign) ? sign.charCodeAt(0) : 0x3f);
      const builtIn = this.#slots.codeOf(sign) === undefined;
      const mustHide = builtIn && this.#slots.hides(code);
      // A sign that looks the same in both sets does not switch.
      if (mustHide !== hidden && (mustHide || !builtIn)) {
        bytes.push(...useLetters(mustHide ? 'built-in' : 'downloaded'));
        hidden = mustHide;
      }
      bytes.push(code);
    }
    if (hidden) bytes.push(...useLetters('downloaded'));
    return bytes;
  }
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.normalize('NFC').split('\n')) {
    let line = '';
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      const longer = line ? `${line} ${word}` : word;
      if (longer.length <= columns) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      line = word;
      while (line.length > columns) {
        lines.push(line.slice(0, columns));
        line = line.slice(columns);
      }
    }
    lines.push(line);
  }
  return lines;
}

function timesOf(size: number): number {
  return clamp(Math.round(size / cellHeight), 1, 8);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
