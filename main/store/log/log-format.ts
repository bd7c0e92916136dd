/**
 * The engine's write-ahead log as it lies on disk (sqlite.org/fileformat2.html#walformat, sqlite.org/walformat.html). The
 * pages in it are encrypted, but its checksums are over what is written, so that no key is needed to follow them.
 */

export const logHeaderBytes = 32;
export const frameHeaderBytes = 24;

/** The two running sums of the log; each frame goes on from those of the frame before. */
export type Sums = readonly [number, number];

/** The log, or a stretch of it, as 32-bit words in the order of this machine: so the sums count them. */
export type Words = Uint32Array;

const headerWords = logHeaderBytes / 4;
export const frameHeaderWords = frameHeaderBytes / 4;

/** Words `from` ≤ at < `to`, an even number of them. */
export function sumsOver(words: Words, from: number, to: number, start: Sums): Sums {
  let first = start[0] | 0;
  let second = start[1] | 0;
  // As signed words the sums never leave the machine's own integers: a log of many megabytes is summed at opening.
  const signed = new Int32Array(words.buffer, words.byteOffset, words.length);
  for (let at = from; at < to; at += 2) {
    first = (((first + (signed[at] ?? 0)) | 0) + second) | 0;
    second = (((second + (signed[at + 1] ?? 0)) | 0) + first) | 0;
  }
  return [first, second];
}

export function same(left: Sums, right: Sums): boolean {
  return (left[0] | 0) === (right[0] | 0) && (left[1] | 0) === (right[1] | 0);
}

/** Numbers in the log are big-endian. */
export function swapped(word: number): number {
  return ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24)) >>> 0;
}

/** The sums of one stretch that carries its own, and where they are kept. */
export interface Summed {
  /** Stretches of words that are summed, in order; each of an even length. */
  readonly parts: readonly (readonly [from: number, to: number])[];
  /** Two words. */
  readonly storedAt: number;
}

export const headerSummed: Summed = { parts: [[0, 6]], storedAt: 6 };

/** `at`: word at which the frame begins. */
export function frameSummed(at: number, pageWords: number): Summed {
  return {
    parts: [
      [at, at + 2],
      [at + frameHeaderWords, at + frameHeaderWords + pageWords],
    ],
    storedAt: at + 4,
  };
}

export function storedSums(words: Words, at: number): Sums {
  return [swapped(words[at] ?? 0) | 0, swapped(words[at + 1] ?? 0) | 0];
}

export function countedSums(words: Words, { parts }: Summed, start: Sums): Sums {
  let sums = start;
  for (const [from, to] of parts) sums = sumsOver(words, from, to, sums);
  return sums;
}

/** Length in bytes of a page; null where the header tells none. */
export function pageBytesOf(words: Words): number | null {
  if (words.length < headerWords) return null;
  const bytes = swapped(words[2] ?? 0);
  return bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0 ? bytes : null;
}

/** One bit that was turned over: the word that it is in, and the bit in it. */
export interface TurnedBit {
  readonly word: number;
  readonly bit: number;
}

/**
 * The one bit that makes the sums right when it is turned back, among what is summed and the sums themselves; null when
 * no single one does. The sums are linear, so each bit's share in them is known without counting anew; that another bit
 * than the turned one fits has a chance of one in 2^49.
 */
export function turnedBit(words: Words, summed: Summed, start: Sums): TurnedBit | null {
  const counted = countedSums(words, summed, start);
  const stored = storedSums(words, summed.storedAt);
  const off: Sums = [(stored[0] - counted[0]) | 0, (stored[1] - counted[1]) | 0];
  for (const side of [0, 1] as const) {
    const bit = singleBit(swapped((stored[side] ^ counted[side]) >>> 0));
    if (bit !== null && off[1 - side] === 0) return { word: summed.storedAt + side, bit };
  }
  // What one unit at the last pair adds to both sums, and so on backwards: [by a first word, by a second word].
  let share: readonly [Sums, Sums] = [
    [1, 1],
    [0, 1],
  ];
  for (const [from, to] of [...summed.parts].reverse()) {
    for (let at = to - 2; at >= from; at -= 2) {
      for (const side of [0, 1] as const) {
        const word = words[at + side] ?? 0;
        const [one, two] = share[side];
        for (let bit = 0; bit < 32; bit += 1) {
          const change = (word >>> bit) & 1 ? -(1 << bit) | 0 : (1 << bit) | 0;
          if (Math.imul(change, one) === off[0] && Math.imul(change, two) === off[1])
            return { word: at + side, bit };
        }
      }
      share = [earlier(share[0]), earlier(share[1])];
    }
  }
  return null;
}

function earlier([one, two]: Sums): Sums {
  return [(one + two) | 0, (one + 2 * two) | 0];
}

function singleBit(word: number): number | null {
  return word !== 0 && (word & (word - 1)) === 0 ? 31 - Math.clz32(word) : null;
}

export function turnBack(words: Words, { word, bit }: TurnedBit): void {
  words[word] = (words[word] ?? 0) ^ (1 << bit);
}
