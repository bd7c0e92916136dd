/**
 * The adaptive binary arithmetic coder of JBIG2 ("MQ"), encoding side: ITU-T T.88 (08/2018), Annex E. The probability
 * states are table E.1; a context's state and its more probable symbol live in one number, `state << 1 | mps`, so that
 * the loop that codes millions of pixels reads one table.
 */

// prettier-ignore
const qe = [
  0x5601, 0x3401, 0x1801, 0x0ac1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1c01, 0x1601, 0x5601,
  0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1c01, 0x1801, 0x1601, 0x1401, 0x1201, 0x1101,
  0x0ac1, 0x09c1, 0x08a1, 0x0521, 0x0441, 0x02a1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025, 0x0015, 0x0009, 0x0005,
  0x0001, 0x5601,
];
// prettier-ignore
const nextMps = [
  1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
  33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46,
];
// prettier-ignore
const nextLps = [
  1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
  29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46,
];
/** States in which the less probable symbol also changes which symbol is the more probable one. */
const switching = new Set([0, 6, 14]);

/** Qe by `state << 1 | mps`. */
export const intervalOf = new Uint16Array(qe.length * 2);
const afterMps = new Uint8Array(qe.length * 2);
const afterLps = new Uint8Array(qe.length * 2);
for (let state = 0; state < qe.length; state += 1)
  for (const mps of [0, 1]) {
    const at = (state << 1) | mps;
    intervalOf[at] = qe[state] ?? 0;
    afterMps[at] = ((nextMps[state] ?? 0) << 1) | mps;
    afterLps[at] = ((nextLps[state] ?? 0) << 1) | (switching.has(state) ? 1 - mps : mps);
  }

/**
 * Codes one bit after the other into bytes. `interval` (the register A) is open to the caller's loop: while a bit is
 * the more probable one and `interval - intervalOf[context] >= 0x8000`, all there is to do is `base += interval's
 * part`, which is cheaper done there; everything else goes through `encode`.
 */
export class ArithmeticEncoder {
  /** Register A: the current interval, 0x8000–0x10000 between bits. */
  interval = 0x8000;
  /** Register C: the base of the interval, with up to 28 bits. */
  base = 0;
  #countdown = 12;
  /** The byte that a carry may still change; the first one is before the data and never written. */
  #pending = 0;
  #started = false;
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;

  /** Codes `bit` (0 or 1) in the context `at` of `contexts`. */
  encode(contexts: Uint8Array, at: number, bit: number): void {
    const context = contexts[at] ?? 0;
    const part = intervalOf[context] ?? 0;
    this.interval -= part;
    if (bit === (context & 1)) {
      if (this.interval & 0x8000) {
        this.base += part;
        return;
      }
      // conditional exchange: the larger part always goes to the more probable symbol
      if (this.interval < part) this.interval = part;
      else this.base += part;
      contexts[at] = afterMps[context] ?? 0;
    } else {
      if (this.interval < part) this.base += part;
      else this.interval = part;
      contexts[at] = afterLps[context] ?? 0;
    }
    this.#renormalise();
  }

  /** Ends the data (FLUSH) and hands it over; the coder is not to be used after. */
  finish(): Uint8Array {
    // SETBITS: as many 1 bits as the interval allows
    const end = this.base + this.interval;
    this.base |= 0xffff;
    if (this.base >= end) this.base -= 0x8000;
    this.base <<= this.#countdown;
    this.#byteOut();
    this.base <<= this.#countdown;
    this.#byteOut();
    this.#push(this.#pending);
    if (this.#pending !== 0xff) this.#push(0xff);
    this.#push(0xac);
    return this.#bytes.slice(0, this.#length);
  }

  #renormalise(): void {
    do {
      this.interval <<= 1;
      this.base <<= 1;
      this.#countdown -= 1;
      if (this.#countdown === 0) this.#byteOut();
    } while (!(this.interval & 0x8000));
  }

  #byteOut(): void {
    if (this.#pending === 0xff) {
      this.#outSeven();
      return;
    }
    if (this.base >= 0x8000000) {
      this.#pending += 1;
      if (this.#pending === 0xff) {
        this.base &= 0x7ffffff;
        this.#outSeven();
        return;
      }
    }
    this.#push(this.#pending);
    this.#pending = (this.base >>> 19) & 0xff;
    this.base &= 0x7ffff;
    this.#countdown = 8;
  }

  /** After 0xFF only seven bits follow, so that no carry can run through it (bit stuffing). */
  #outSeven(): void {
    this.#push(this.#pending);
    this.#pending = this.base >>> 20;
    this.base &= 0xfffff;
    this.#countdown = 7;
  }

  #push(byte: number): void {
    if (!this.#started) {
      this.#started = true;
      return;
    }
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(this.#bytes.length * 2);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }
}
