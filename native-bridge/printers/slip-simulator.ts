/**
 * A slip printer at the level of its protocol: takes ESC/POS bytes, puts rows on paper, answers as a TM printer does.
 * Training mode prints on it, through the same driver and the same bytes as on a real one.
 */
import { Duplex } from 'node:stream';
import type { SlipPort } from './slip-link.ts';

export interface PrintedSlip {
  /** 1 bit a dot, 1 = black, rows padded to bytes; feeds are white rows. */
  readonly bits: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Every byte from the initialization to the cut, as received. */
  readonly raw: Uint8Array;
}

const lineRows = 30;
/** The paper of one slip ends here: what is fed or printed beyond two metres is lost. */
const mostRows = 16_000;

/** One command read from the front of the bytes: its length and what it does; undefined while it is not whole. */
interface Command {
  readonly length: number;
  run(): void;
}

export class SlipSimulator {
  readonly #widthBytes: number;
  #pending: number[] = [];
  #raw: number[] = [];
  #rows: number[] = [];
  #send: (bytes: readonly number[]) => void = () => undefined;
  #slips: PrintedSlip[] = [];
  #printed = 0;
  /** Set by a test or an exercise: the roll has ended. */
  paperOut = false;

  constructor(widthPx: number) {
    this.#widthBytes = Math.ceil(widthPx / 8);
  }

  /** Slips cut off so far. */
  get printed(): number {
    return this.#printed;
  }

  get last(): PrintedSlip | undefined {
    return this.#slips.at(-1);
  }

  /** Its end of a line, as a port. */
  open(): SlipPort {
    const stream = new Duplex({
      read: () => undefined,
      write: (chunk: Uint8Array, _encoding, done) => {
        this.receive(chunk);
        setImmediate(done);
      },
    });
    this.#send = (bytes) => void stream.push(Uint8Array.from(bytes));
    return {
      name: 'virtual-slip',
      stream,
      baud: 115_200,
      discard: () => Promise.resolve(),
      close: () => {
        this.#send = () => undefined;
        stream.destroy();
        return Promise.resolve();
      },
    };
  }

  receive(bytes: Uint8Array): void {
    for (const byte of bytes) this.#pending.push(byte);
    for (;;) {
      if (this.paperOut) this.#pullRealTime();
      const command = this.#next();
      if (!command || command.length > this.#pending.length) return;
      this.#raw.push(...this.#pending.slice(0, command.length));
      command.run();
      this.#pending.splice(0, command.length);
    }
  }

  #next(): Command | undefined {
    const [first, second, third] = this.#pending;
    if (first === undefined || second === undefined || third === undefined)
      return this.#shortCommand(first, second);
    if (first === 0x10 && second === 0x04) return { length: 3, run: () => this.#send([this.#status(third)]) };
    if (first === 0x10 && second === 0x14 && third === 8) return { length: 10, run: () => this.#clear() };
    // Out of paper it is offline: only real-time commands are heard, the rest waits.
    if (this.paperOut) return undefined;
    if (first === 0x1b) return this.#escCommand(second, third);
    if (first === 0x1d) return this.#gsCommand(second, third);
    return { length: 1, run: () => undefined };
  }

  /** A real-time command is heard wherever it stands, also behind bytes that wait. */
  #pullRealTime(): void {
    const at = this.#pending.findIndex(
      (byte, index) => byte === 0x10 && [0x04, 0x14].includes(this.#pending[index + 1] ?? -1),
    );
    const length = this.#pending[at + 1] === 0x04 ? 3 : 10;
    if (at <= 0 || at + length > this.#pending.length) return;
    this.#pending.unshift(...this.#pending.splice(at, length));
  }

  #shortCommand(first: number | undefined, second: number | undefined): Command | undefined {
    if (first !== 0x1b || second !== 0x40 || this.paperOut) return undefined;
    return this.#escCommand(second, 0);
  }

  #escCommand(second: number, third: number): Command {
    if (second === 0x40) return { length: 2, run: () => this.#initialize() };
    if (second === 0x64) return { length: 3, run: () => this.#feed(third * lineRows) };
    if (second === 0x4a) return { length: 3, run: () => this.#feed(third) };
    return { length: 2, run: () => undefined };
  }

  #gsCommand(second: number, third: number): Command | undefined {
    if (second === 0x72) return { length: 3, run: () => this.#send([0]) };
    if (second === 0x56) return { length: third >= 65 ? 4 : 3, run: () => this.#cut() };
    if (second === 0x76 && third === 0x30) {
      if (this.#pending.length < 8) return undefined;
      const [rowBytes, rows] = [this.#number(4), this.#number(6)];
      return { length: 8 + rowBytes * rows, run: () => this.#raster(rowBytes, rows) };
    }
    if (second !== 0x28) return { length: 2, run: () => undefined };
    if (this.#pending.length < 5) return undefined;
    const length = 5 + this.#number(3);
    const echo = third === 0x48;
    return { length, run: () => echo && this.#send([0x37, 0x22, ...this.#pending.slice(7, length), 0]) };
  }

  #number(at: number): number {
    return (this.#pending[at] ?? 0) + 256 * (this.#pending[at + 1] ?? 0);
  }

  #status(which: number): number {
    if (!this.paperOut) return 0x12;
    if (which === 1) return 0x1a;
    return which === 2 ? 0x32 : 0x72;
  }

  #initialize(): void {
    this.#raw = [0x1b, 0x40];
    this.#rows = [];
  }

  #clear(): void {
    this.#pending = this.#pending.slice(0, 10);
    this.#rows = [];
    this.#send([0x37, 0x25, 0]);
  }

  #feed(rows: number): void {
    const rowsLeft = mostRows - this.#rows.length / this.#widthBytes;
    for (let byte = 0; byte < Math.min(rows, rowsLeft) * this.#widthBytes; byte += 1) this.#rows.push(0);
  }

  /** What is wider than the paper is lost at its edge. */
  #raster(rowBytes: number, rows: number): void {
    const rowsLeft = mostRows - this.#rows.length / this.#widthBytes;
    for (let row = 0; row < Math.min(rows, rowsLeft); row += 1) {
      const at = 8 + row * rowBytes;
      for (let byte = 0; byte < this.#widthBytes; byte += 1)
        this.#rows.push(byte < rowBytes ? (this.#pending[at + byte] ?? 0) : 0);
    }
  }

  #cut(): void {
    this.#printed += 1;
    this.#slips = [
      {
        bits: Uint8Array.from(this.#rows),
        widthPx: this.#widthBytes * 8,
        heightPx: this.#rows.length / this.#widthBytes,
        raw: Uint8Array.from(this.#raw),
      },
    ];
    this.#rows = [];
    this.#raw = [];
  }
}
