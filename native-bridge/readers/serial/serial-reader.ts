/** A scanner on a serial port: opened, heard, opened again. It understands no commands that all makers share. */
import { SerialPort } from 'serialport';
import { BridgeError } from '../../bridge-error.ts';
import { traceBytes } from '../../trace.ts';
import type { ReaderEvent, ReaderInfo } from '../../contract-readers.ts';
import { ReaderLife } from '../life.ts';
import { Hearing, shownState, type FoundReader, type Reader } from '../reader.ts';
import { quietMs, SerialFrames } from './frames.ts';
import type { FoundSerial } from './system-serial.ts';

export function foundSerialReader(found: FoundSerial): FoundReader {
  return { id: found.id, place: found.path, connect: (emit) => new SerialReader(found, emit) };
}

class SerialReader implements Reader {
  readonly #found: FoundSerial;
  readonly #hearing: Hearing;
  readonly #frames = new SerialFrames();
  readonly #life: ReaderLife<SerialPort>;
  #quiet: NodeJS.Timeout | undefined;

  constructor(found: FoundSerial, emit: (event: ReaderEvent) => void) {
    this.#found = found;
    this.#hearing = new Hearing(emit, { id: found.id, name: found.name }, 'serial');
    this.#life = new ReaderLife<SerialPort>({
      open: () => openPort(found),
      // Its modem lines are all that every serial scanner tells about itself; a line without them answers nothing.
      ask: (port) => modemLines(port).then(() => null),
      listen: (port, lost) => {
        port.once('close', lost);
        port.on('error', () => undefined);
        port.on('data', (chunk: Buffer) => this.#hear(chunk));
      },
      close: (port) => {
        this.#forget();
        return closePort(port);
      },
      onChange: () => this.#hearing.changed(),
    });
    this.#life.start();
  }

  info(): ReaderInfo {
    const { id, name } = this.#found;
    const state = shownState(this.#life.state);
    return { id, name, kind: 'serial', virtual: false, state, reason: this.#life.reason, can: [] };
  }

  trigger(): Promise<void> {
    return Promise.reject(new BridgeError('reader-cannot'));
  }

  beep(): Promise<void> {
    return Promise.reject(new BridgeError('reader-cannot'));
  }

  async end(): Promise<void> {
    this.#forget();
    await this.#life.end();
  }

  #hear(chunk: Uint8Array): void {
    traceBytes(this.#found.id, 'from', 'serial-frame', chunk);
    const { scans, fault } = this.#frames.push(chunk, performance.now());
    if (fault) this.#hearing.fault(fault);
    for (const bytes of scans) this.#hearing.scanned({ bytes, aim: null });
    this.#watch();
  }

  #watch(): void {
    clearTimeout(this.#quiet);
    if (!this.#frames.open) return;
    this.#quiet = setTimeout(() => {
      for (const bytes of this.#frames.quiet(performance.now())) this.#hearing.scanned({ bytes, aim: null });
      this.#watch();
    }, quietMs);
  }

  #forget(): void {
    clearTimeout(this.#quiet);
    this.#frames.reset();
  }
}

async function openPort({ path, baud }: FoundSerial): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => {
      if (!error) resolve();
      else
        reject(
          new BridgeError(
            /permission|EACCES/i.test(error.message) ? 'reader-not-permitted' : 'reader-failed',
          ),
        );
    });
  });
  return port;
}

function modemLines(port: SerialPort): Promise<void> {
  return new Promise((resolve) => port.get(() => resolve()));
}

function closePort(port: SerialPort): Promise<void> {
  port.removeAllListeners();
  port.on('error', () => undefined);
  if (!port.isOpen) return Promise.resolve();
  return new Promise((resolve) => port.close(() => resolve()));
}
