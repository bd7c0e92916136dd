/**
 * Joins the parts of a scan that comes in several reports. Pure: reports and times go in, whole scans and named faults
 * come out. What it holds never exceeds `maxPayloadBytes`.
 */
import type { ScanPart } from './hid/scanner-layout.ts';

/** Longest payload of a scan, bytes. The largest QR code holds 2953; no card holds more. */
export const maxPayloadBytes = 64 * 1024;
/** Longest pause between two parts of one scan, ms. */
export const partPauseMs = 500;

/**
 * `reader-overflow`: longer than any code, dropped; `reader-garbled`: contradicts the device's own description, dropped;
 * `reader-cut-off`: announced more and did not send it, dropped.
 */
export type ReadFault = 'reader-overflow' | 'reader-garbled' | 'reader-cut-off';

export interface RawScan {
  readonly bytes: Uint8Array;
  readonly aim: string | null;
  readonly vendorSymbology: number | null;
}

export interface Assembled {
  readonly scan: RawScan | null;
  readonly fault: ReadFault | null;
}

const nothing: Assembled = { scan: null, fault: null };

export class ScanAssembler {
  #parts: Uint8Array[] = [];
  #size = 0;
  #first: ScanPart | null = null;
  #lastAt = -Infinity;
  /** Too long: everything up to its end is dropped. */
  #skipping = false;

  /** Something has begun and not ended: `expire` should be asked after `partPauseMs`. */
  get open(): boolean {
    return this.#first !== null || this.#skipping;
  }

  /** Bytes held now. */
  get size(): number {
    return this.#size;
  }

  push(part: ScanPart | 'garbled', at: number): Assembled {
    const late = this.expire(at);
    this.#lastAt = at;
    if (part === 'garbled') {
      this.reset();
      return { scan: null, fault: 'reader-garbled' };
    }
    if (this.#skipping) {
      this.#skipping = part.continued;
      return { scan: null, fault: late };
    }
    if (this.#first && part.aim !== this.#first.aim) {
      // The rest of the one before never came: this is the beginning of another code.
      this.reset();
      return { ...this.#take(part), fault: 'reader-cut-off' };
    }
    const taken = this.#take(part);
    return late ? { ...taken, fault: taken.fault ?? late } : taken;
  }

  /** Ends what has been waiting for its next part too long. */
  expire(at: number): ReadFault | null {
    if (!this.open || at - this.#lastAt < partPauseMs) return null;
    const fault = this.#skipping ? null : 'reader-cut-off';
    this.reset();
    return fault;
  }

  reset(): void {
    this.#parts = [];
    this.#size = 0;
    this.#first = null;
    this.#skipping = false;
  }

  #take(part: ScanPart): Assembled {
    if (this.#size + part.data.length > maxPayloadBytes) {
      this.reset();
      this.#skipping = part.continued;
      return { scan: null, fault: 'reader-overflow' };
    }
    const first = this.#first ?? part;
    this.#first = first;
    // Parts without a byte in them would grow the list for ever.
    if (part.data.length > 0) this.#parts.push(part.data);
    this.#size += part.data.length;
    if (part.continued) return nothing;
    const bytes = joined(this.#parts, this.#size);
    this.reset();
    // Nothing decoded: a report that a scanner sends when its trigger is let go.
    if (bytes.length === 0) return nothing;
    return { scan: { bytes, aim: first.aim, vendorSymbology: first.vendorSymbology }, fault: null };
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
