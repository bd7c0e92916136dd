/** A line to a simulated printer that goes wrong at a chosen byte, outwards or on the way back. */
import { Duplex } from 'node:stream';
import type { SlipPort } from '../../../native-bridge/printers/slip-link.ts';
import type { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';

/** After so many bytes have reached the printer. `cut`: nothing passes any more; `hang-up`: the port vanishes too. */
export interface LineFault {
  readonly at: number;
  readonly kind: 'cut' | 'hang-up' | 'power-cycle' | 'paper-out';
}

/** At this byte of the printer's answers. `cut`: none from there on. */
export interface ReplyFault {
  readonly at: number;
  readonly kind: 'cut' | 'lose' | 'delay' | 'duplicate' | 'corrupt';
}

/** What had been sent and what the printer had told when something happened, bytes. */
export interface Moment {
  readonly sent: number;
  readonly told: number;
}

const delayMs = 250;

export class FaultyLine {
  /** What was sent, also into the void. */
  readonly sent: number[] = [];
  /** Bytes answered before any fault. */
  answered = 0;
  /** Before each write. */
  readonly writes: Moment[] = [];
  /** When the fault struck. */
  struck: Moment | null = null;
  readonly #printer: SlipSimulator;
  readonly #line: LineFault | null;
  readonly #reply: ReplyFault | null;
  #dead = false;
  #passed = 0;

  constructor(printer: SlipSimulator, line: LineFault | null, reply: ReplyFault | null) {
    this.#printer = printer;
    this.#line = line;
    this.#reply = reply;
  }

  open(baud: number): SlipPort {
    const inside = this.#printer.open(baud);
    const stream = new Duplex({
      read: () => undefined,
      write: (chunk: Uint8Array, _encoding, done) => {
        this.writes.push({ sent: this.sent.length, told: this.#printer.told });
        this.sent.push(...chunk);
        this.#pass(chunk, stream);
        setImmediate(done);
      },
    });
    inside.stream.on('data', (bytes: Uint8Array) => this.#answer(bytes, stream));
    if (this.#line?.at === 0) this.#strike(stream);
    return {
      name: 'faulty',
      stream,
      baud,
      discard: () => Promise.resolve(),
      async close() {
        await inside.close(0);
        stream.destroy();
      },
    };
  }

  #pass(chunk: Uint8Array, stream: Duplex): void {
    const left = this.#line ? this.#line.at - this.#passed : Number.POSITIVE_INFINITY;
    this.#passed += chunk.length;
    if (left <= 0) {
      if (!this.#dead) this.#printer.receive(chunk);
      return;
    }
    this.#printer.receive(chunk.subarray(0, left));
    if (chunk.length < left) return;
    // What the printer answered to these bytes is on its way before the fault.
    this.#strike(stream);
    if (!this.#dead && chunk.length > left) this.#printer.receive(chunk.subarray(left));
  }

  #strike(stream: Duplex): void {
    this.struck = { sent: this.#line?.at ?? 0, told: this.#printer.told };
    switch (this.#line?.kind) {
      case 'power-cycle':
        return this.#printer.powerCycle();
      case 'paper-out':
        this.#printer.paperOut = true;
        return;
      case 'cut':
        this.#dead = true;
        return;
      case 'hang-up':
        this.#dead = true;
        setImmediate(() => stream.destroy());
    }
  }

  #answer(bytes: Uint8Array, stream: Duplex): void {
    for (const byte of bytes) this.#answerByte(byte, stream);
  }

  #answerByte(byte: number, stream: Duplex): void {
    if (this.#dead || stream.destroyed) return;
    const push = (...values: number[]): void => {
      if (!stream.destroyed && !this.#dead) stream.push(Uint8Array.from(values));
    };
    const place = this.answered;
    this.answered += 1;
    const fault = this.#reply;
    if (!fault || place < fault.at || (place > fault.at && fault.kind !== 'cut')) return push(byte);
    switch (fault.kind) {
      case 'cut':
      case 'lose':
        return;
      case 'duplicate':
        return push(byte, byte);
      case 'corrupt':
        return push(byte ^ 0x24);
      case 'delay':
        setTimeout(() => push(byte), delayMs);
    }
  }
}
