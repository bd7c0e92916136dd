/** A line to a slip printer, real or simulated: bytes out with a deadline, answers in with a deadline. */
import type { Duplex } from 'node:stream';
import { traceBytes, traceStep } from '../trace.ts';
import { readReplies, type Reply } from './escpos-replies.ts';

/** What the driver needs of a port; a serial port and the simulator's stream both are one. */
export interface SlipPort {
  /** As the technician knows it: `/dev/ttyUSB0`, `COM3`. */
  readonly name: string;
  readonly stream: Duplex;
  /** Bits per second of the line; start and stop bit make ten a byte. */
  readonly baud: number;
  /** Gives up what has not left yet. */
  discard(): Promise<void>;
  /** Waits until all has left, then closes; both within the limit, ms. */
  close(limitMs: number): Promise<void>;
}

/** `gone`: the port vanished. `stalled`: it takes no more bytes. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost';
  readonly reason: 'gone' | 'stalled';
  constructor(reason: 'gone' | 'stalled') {
    super(reason);
    this.reason = reason;
  }
}

/** Share of the line's own speed that it may take at worst, and what a device may hesitate, ms. */
const slowness = 2;
const hesitationMs = 3_000;
/** What a printer may babble unread before the oldest is dropped, bytes. */
const keptAnswers = 4_096;

export class SlipLink {
  readonly #port: SlipPort;
  readonly #traced: string;
  #received: number[] = [];
  #dropped = 0;
  #gone = false;
  #closing = false;
  #wake: () => void = () => undefined;
  #sent = 0;
  /** Questions in turn without an id whose answers have not been heard yet. */
  turnsOwed = 0;

  /** `traced`: the name under which its messages stand in the trace. */
  constructor(port: SlipPort, traced = port.name) {
    this.#port = port;
    this.#traced = traced;
    port.stream.on('data', (bytes: Uint8Array) => {
      traceBytes(traced, 'from', 'escpos-answer', bytes);
      this.#received.push(...bytes);
      const excess = Math.max(0, this.#received.length - keptAnswers);
      this.#received.splice(0, excess);
      this.#dropped += excess;
      this.#wake();
    });
    const lost = (): void => {
      if (!this.#closing) traceStep(traced, 'port gone');
      this.#gone = true;
      this.#wake();
    };
    port.stream.on('close', lost);
    port.stream.on('error', lost);
  }

  /** How long so many bytes may take on this line, ms. */
  limitFor(bytes: number): number {
    return (bytes * 10 * 1_000 * slowness) / this.#port.baud + hesitationMs;
  }

  /** How long so many bytes take on this line, ms. */
  lineMs(bytes: number): number {
    return (bytes * 10 * 1_000) / this.#port.baud;
  }

  /** Bytes written so far. */
  get sent(): number {
    return this.#sent;
  }

  /** @throws LinkLost */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#gone) throw new LinkLost('gone');
    traceBytes(this.#traced, 'to', 'escpos-command', bytes);
    this.#sent += bytes.byteLength;
    let timer: NodeJS.Timeout | undefined;
    const { stream } = this.#port;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new LinkLost('stalled')), this.limitFor(bytes.byteLength));
        this.#wake = () => {
          if (this.#gone) reject(new LinkLost('gone'));
        };
        stream.write(bytes, (error) => (error ? reject(new LinkLost('gone')) : resolve()));
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The place in the answers up to which all is old. */
  mark(): number {
    return this.#dropped + this.#received.length;
  }

  /**
   * Waits until `find` gives something of the answers received since `mark`; undefined when the time is over.
   * @throws LinkLost when the port vanishes.
   */
  async answer<Found>(
    mark: number,
    find: (replies: readonly Reply[]) => Found | undefined,
    limitMs: number,
  ): Promise<Found | undefined> {
    const until = performance.now() + limitMs;
    for (;;) {
      const found = find(readReplies(this.#received.slice(Math.max(0, mark - this.#dropped))));
      if (found !== undefined) return found;
      if (this.#gone) throw new LinkLost('gone');
      const leftMs = until - performance.now();
      if (leftMs <= 0) return undefined;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Gives up what has not left yet, so that no rest of a failed slip comes out later. */
  async discard(): Promise<void> {
    if (!this.#gone) await this.#port.discard();
  }

  async close(limitMs: number): Promise<void> {
    this.#closing = true;
    await this.#port.close(this.#gone ? 0 : limitMs);
  }
}
