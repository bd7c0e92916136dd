/** The roll of a simulated printer: rows of dots, and where the knife went through. */

export interface Strip {
  /** 1 bit a dot, 1 = black, rows padded to bytes; feeds are white rows. */
  readonly bits: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Every byte that made it, as received. */
  readonly raw: Uint8Array;
}

/** The paper of one slip ends here: what is fed or printed beyond two metres is lost. */
const mostRows = 16_000;

export class SimulatedPaper {
  readonly rowBytes: number;
  #bits: Uint8Array;
  #rows = 0;
  #raw: number[] = [];
  #strips: Strip[] = [];
  readonly #kept: number;
  #cut = 0;

  /** `kept`: how many strips in the tray are remembered. */
  constructor(widthPx: number, kept: number) {
    this.rowBytes = Math.ceil(widthPx / 8);
    this.#bits = new Uint8Array(this.rowBytes * 1_024);
    this.#kept = kept;
  }

  /** Strips cut off so far. */
  get cuts(): number {
    return this.#cut;
  }

  get strips(): readonly Strip[] {
    return this.#strips;
  }

  /** What hangs out and is not cut yet. */
  get hanging(): Strip {
    return {
      bits: this.#bits.slice(0, this.#rows * this.rowBytes),
      widthPx: this.rowBytes * 8,
      heightPx: this.#rows,
      raw: Uint8Array.from(this.#raw),
    };
  }

  /** Something stands on what hangs out. */
  get inked(): boolean {
    return this.#bits.some((byte) => byte !== 0);
  }

  received(bytes: readonly number[]): void {
    for (const byte of bytes) this.#raw.push(byte);
  }

  feed(rows: number): void {
    const count = Math.min(rows, mostRows - this.#rows);
    this.#room(count);
    this.#rows += count;
  }

  /** What is wider than the paper is lost at its edge. */
  print(rows: Uint8Array, rowBytes: number): void {
    const count = rowBytes === 0 ? 0 : Math.min(Math.floor(rows.length / rowBytes), mostRows - this.#rows);
    this.#room(count);
    const width = Math.min(rowBytes, this.rowBytes);
    for (let row = 0; row < count; row += 1)
      this.#bits.set(
        rows.subarray(row * rowBytes, row * rowBytes + width),
        (this.#rows + row) * this.rowBytes,
      );
    this.#rows += count;
  }

  cut(): void {
    this.#cut += 1;
    this.#strips = [...this.#strips, this.hanging].slice(-this.#kept);
    this.#bits = new Uint8Array(this.rowBytes * 1_024);
    this.#rows = 0;
    this.#raw = [];
  }

  #room(rows: number): void {
    const needed = (this.#rows + rows) * this.rowBytes;
    if (needed <= this.#bits.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bits.length * 2));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
