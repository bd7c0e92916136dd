/**
 * Cuts the bytes of a serial scanner into scans: ended by CR, LF or ETX, or by a quiet time; an STX begins anew, and then
 * only ETX or the quiet time ends, so that a code with line ends in it stays whole. Pure; never holds more than
 * `maxPayloadBytes`.
 */
import { maxPayloadBytes, type ReadFault } from '../assembler.ts';

/** A pause that ends a scan without a terminator, ms. At 9600 baud a byte takes 1 ms; USB delivers in lumps. */
export const quietMs = 120;

const stx = 0x02;
const etx = 0x03;
const lf = 0x0a;
const cr = 0x0d;

export interface FramedScans {
  readonly scans: readonly Uint8Array[];
  readonly fault: ReadFault | null;
}

export class SerialFrames {
  #held = new Uint8Array(256);
  #size = 0;
  #lastAt = -Infinity;
  #inFrame = false;
  #skipping = false;

  /** Bytes are held that `quiet` may have to end. */
  get open(): boolean {
    return this.#size > 0 || this.#skipping || this.#inFrame;
  }

  get size(): number {
    return this.#size;
  }

  push(chunk: Uint8Array, at: number): FramedScans {
    const scans = [...this.quiet(at)];
    let fault: ReadFault | null = null;
    this.#lastAt = at;
    for (const byte of chunk) {
      if (byte === stx) {
        // What came before the prefix is the tail of something that broke off.
        if (this.#size > 0) fault ??= 'reader-cut-off';
        this.reset();
        this.#inFrame = true;
        continue;
      }
      if (byte === etx || (!this.#inFrame && (byte === cr || byte === lf))) {
        scans.push(...this.#end());
        continue;
      }
      if (this.#skipping) continue;
      if (this.#size === maxPayloadBytes) {
        fault = 'reader-overflow';
        this.#size = 0;
        this.#skipping = true;
        continue;
      }
      this.#keep(byte);
    }
    return { scans, fault };
  }

  /** A scan that ended by its pause, or none. */
  quiet(at: number): Uint8Array[] {
    return this.open && at - this.#lastAt >= quietMs ? this.#end() : [];
  }

  reset(): void {
    this.#size = 0;
    this.#inFrame = false;
    this.#skipping = false;
  }

  #end(): Uint8Array[] {
    const ended = this.#size > 0 ? [this.#held.slice(0, this.#size)] : [];
    this.reset();
    return ended;
  }

  #keep(byte: number): void {
    if (this.#size === this.#held.length) {
      const wider = new Uint8Array(Math.min(maxPayloadBytes, this.#held.length * 2));
      wider.set(this.#held);
      this.#held = wider;
    }
    this.#held[this.#size] = byte;
    this.#size += 1;
  }
}
