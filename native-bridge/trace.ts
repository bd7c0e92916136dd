/**
 * The last messages between this device process and each of its devices, for the technician's screen. Personal data is
 * masked when a message is recorded (trace-masks.ts): what is not known to be harmless never enters the ring.
 */
import type { TraceEntry } from './contract.ts';
import { shownBytes, shownCode, shownWords, type TraceFormat } from './trace-masks.ts';

/** Messages kept of one device, and devices kept, at most; the oldest go first. */
const keptMessages = 64;
const keptDevices = 32;

export class TraceRing {
  readonly #devices = new Map<string, TraceEntry[]>();
  readonly #now: () => number;
  #sequence = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** One message on the wire. `device` is the driver's own name of it, e.g. `serial:/dev/ttyUSB0`. */
  bytes(device: string, direction: 'to' | 'from', format: TraceFormat, message: Uint8Array): void {
    const { what, hex, text } = shownBytes(format, message);
    this.#keep(device, { direction, what, bytes: message.byteLength, hex, text });
  }

  /** A step of the driver in words of its own, e.g. `page taken`, with numbers and codes; any other value is masked. */
  step(device: string, what: string, details: Readonly<Record<string, string | number>> = {}): void {
    const words = Object.entries(details).map(([name, value]) => `${name}=${shownCode(String(value))}`);
    const shown = [what, ...words].map(shownWords).join(' ');
    this.#keep(device, { direction: 'step', what: shown, bytes: 0, hex: '', text: '' });
  }

  /** What is kept, oldest first. */
  entries(): TraceEntry[] {
    return [...this.#devices.values()].flat().sort((a, b) => a.sequence - b.sequence);
  }

  #keep(device: string, entry: Pick<TraceEntry, 'direction' | 'what' | 'bytes' | 'hex' | 'text'>): void {
    const name = shownWords(device);
    const messages = this.#devices.get(name) ?? [];
    // Kept in the order of last use, so that the device silent for longest is the one that goes.
    this.#devices.delete(name);
    this.#devices.set(name, messages);
    this.#sequence += 1;
    messages.push({ sequence: this.#sequence, at: this.#now(), device: name, ...entry });
    if (messages.length > keptMessages) messages.shift();
    const [oldest] = this.#devices.keys();
    if (this.#devices.size > keptDevices && oldest !== undefined) this.#devices.delete(oldest);
  }
}

/** The ring of this process. */
const ring = new TraceRing();

export function traceBytes(
  device: string,
  direction: 'to' | 'from',
  format: TraceFormat,
  message: Uint8Array,
): void {
  ring.bytes(device, direction, format, message);
}

export function traceStep(
  device: string,
  what: string,
  details: Readonly<Record<string, string | number>> = {},
): void {
  ring.step(device, what, details);
}

export function tracedEntries(): TraceEntry[] {
  return ring.entries();
}
