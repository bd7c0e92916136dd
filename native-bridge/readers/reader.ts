/** What the hub sees of a reader, whatever line it hangs on. */
import type { ReaderEvent, ReaderInfo } from '../contract-readers.ts';
import type { ReaderState } from './life.ts';
import type { ReadFault } from './assembler.ts';
import { payloadText } from './payload-text.ts';
import { splitAim, symbologyOf } from './symbology.ts';

export interface Reader {
  info(): ReaderInfo;
  /** Throws BridgeError: reader-absent while it is not ready, reader-cannot, reader-failed. */
  trigger(on: boolean): Promise<void>;
  beep(sound: 'good' | 'error'): Promise<void>;
  end(): Promise<void>;
}

export interface FoundReader {
  readonly id: string;
  /** Where it is plugged now; another place means that it was replugged. */
  readonly place: string;
  connect(emit: (event: ReaderEvent) => void): Reader;
}

export interface HeardBytes {
  readonly bytes: Uint8Array;
  readonly aim: string | null;
}

/** A person holds up fewer codes than this in a second; a device that sends more has gone wild. */
const scansASecond = 20;
/** A device that sends nothing but noise is told about this often, ms. */
const faultPauseMs = 1_000;

/** Makes events of what one reader sends, and no more of them than a person can cause. */
export class Hearing {
  readonly #emit: (event: ReaderEvent) => void;
  readonly #device: { readonly id: string; readonly name: string };
  readonly #source: 'hid' | 'serial';
  readonly #faultAt = new Map<ReadFault, number>();
  #secondBegan = -Infinity;
  #scans = 0;

  constructor(
    emit: (event: ReaderEvent) => void,
    device: { readonly id: string; readonly name: string },
    source: 'hid' | 'serial',
  ) {
    this.#emit = emit;
    this.#device = device;
    this.#source = source;
  }

  scanned({ bytes, aim }: HeardBytes): void {
    const now = performance.now();
    if (now - this.#secondBegan >= 1_000) {
      this.#secondBegan = now;
      this.#scans = 0;
    }
    this.#scans += 1;
    if (this.#scans > scansASecond) {
      this.fault('reader-garbled');
      return;
    }
    const read = payloadText(bytes);
    const split = aim === null ? splitAim(read.text) : { aim, text: read.text };
    if (split.text === '') return;
    this.#emit({
      type: 'scanned',
      payload: split.text,
      symbology: symbologyOf(split.aim),
      encoding: read.encoding,
      device: this.#device,
      source: this.#source,
      at: Date.now(),
    });
  }

  fault(code: ReadFault): void {
    const now = performance.now();
    if (now - (this.#faultAt.get(code) ?? -Infinity) < faultPauseMs) return;
    this.#faultAt.set(code, now);
    this.#emit({ type: 'fault', code, device: this.#device });
  }

  changed(): void {
    this.#emit({ type: 'changed' });
  }
}

export function shownState(state: ReaderState): ReaderInfo['state'] {
  return state === 'ready' ? 'ready' : state === 'waiting' ? 'waiting' : 'opening';
}
