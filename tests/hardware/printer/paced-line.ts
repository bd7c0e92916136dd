/**
 * A serial line as slow as a real one: a pseudo-terminal whose far end takes bytes at baud / 10 a second and tells when
 * each arrived. Our simulator listens there and answers at once.
 */
import { SerialPort } from 'serialport';
import type { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { openSerialPair } from '../serial-pair.ts';

export interface PacedLine {
  /** The application's end. */
  readonly near: string;
  /** When the last byte so far arrived, ms of performance.now(). */
  readonly lastAt: () => number;
  readonly arrived: () => number;
  close(): Promise<void>;
}

const tickMs = 2;

export async function openPacedLine(baud: number, printer: SlipSimulator): Promise<PacedLine> {
  const pair = await openSerialPair();
  const far = new SerialPort({ path: pair.far, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => far.open((error) => (error ? reject(error) : resolve())));
  far.on('error', () => undefined);
  printer.open(baud).stream.on('data', (answer: Uint8Array) => far.write(answer));
  const waiting: number[] = [];
  let [arrived, lastAt] = [0, 0];
  // The moment up to which the line has been busy; a byte takes ten bits.
  let busyUntil = 0;
  const byteMs = 10_000 / baud;
  far.on('data', (bytes: Uint8Array) => {
    if (waiting.length === 0) busyUntil = Math.max(busyUntil, performance.now());
    waiting.push(...bytes);
  });
  const timer = setInterval(() => {
    const now = performance.now();
    let ready = 0;
    while (ready < waiting.length && busyUntil + byteMs <= now) {
      busyUntil += byteMs;
      ready += 1;
    }
    if (ready === 0) return;
    arrived += ready;
    lastAt = now;
    printer.receive(Uint8Array.from(waiting.splice(0, ready)));
  }, tickMs);
  return {
    near: pair.near,
    lastAt: () => lastAt,
    arrived: () => arrived,
    async close() {
      clearInterval(timer);
      await new Promise<void>((resolve) => (far.isOpen ? far.close(() => resolve()) : resolve()));
      await pair.remove();
    },
  };
}
