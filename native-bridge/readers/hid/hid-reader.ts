/** A HID Point of Sale scanner: opened, asked, heard, triggered, made to beep. */
import { BridgeError } from '../../bridge-error.ts';
import { traceBytes } from '../../trace.ts';
import type { ReaderEvent, ReaderInfo } from '../../contract-readers.ts';
import { partPauseMs, ScanAssembler } from '../assembler.ts';
import { ReaderLife } from '../life.ts';
import { Hearing, shownState, type FoundReader, type Reader } from '../reader.ts';
import { readDescriptor } from './descriptor.ts';
import type { FoundHid, HidPort } from './hid-port.ts';
import { readScanReport, scannerLayout, type ScannerLayout, type Signal } from './scanner-layout.ts';

/** Null when its descriptor is not that of a device that delivers decoded data. */
export function foundHidReader(found: FoundHid): FoundReader | null {
  const descriptor = readDescriptor(found.descriptor);
  const layout = descriptor && scannerLayout(descriptor);
  if (!layout) return null;
  return {
    id: found.id,
    place: found.place,
    connect: (emit) => new HidReader(found, layout, emit),
  };
}

const writeLimitMs = 1_000;

class HidReader implements Reader {
  readonly #found: FoundHid;
  readonly #layout: ScannerLayout;
  readonly #hearing: Hearing;
  readonly #assembler = new ScanAssembler();
  readonly #life: ReaderLife<HidPort>;
  #expiry: NodeJS.Timeout | undefined;

  constructor(found: FoundHid, layout: ScannerLayout, emit: (event: ReaderEvent) => void) {
    this.#found = found;
    this.#layout = layout;
    this.#hearing = new Hearing(emit, { id: found.id, name: found.name }, 'hid');
    this.#life = new ReaderLife<HidPort>({
      open: () => found.open(),
      ask: (port) => this.#ask(port),
      listen: (port, lost) => {
        port.onLost(lost);
        port.onReport((report) => this.#hear(report));
      },
      close: (port) => {
        this.#forget();
        return port.close();
      },
      onChange: () => this.#hearing.changed(),
    });
    this.#life.start();
  }

  info(): ReaderInfo {
    const { signal } = this.#layout;
    return {
      id: this.#found.id,
      name: this.#found.name,
      kind: 'hid',
      virtual: this.#found.virtual,
      state: shownState(this.#life.state),
      reason: this.#life.reason,
      can: [
        ...(signal('trigger-on') ? (['trigger'] as const) : []),
        ...(signal('good') ? (['beep'] as const) : []),
      ],
    };
  }

  trigger(on: boolean): Promise<void> {
    return this.#signal(on ? 'trigger-on' : 'trigger-off');
  }

  beep(sound: 'good' | 'error'): Promise<void> {
    return this.#signal(sound);
  }

  async end(): Promise<void> {
    this.#forget();
    await this.#life.end();
  }

  /** A device that does not answer such a question is asked no further; that alone is no fault. */
  async #ask(port: HidPort): Promise<string | null> {
    const answers = new Map<number, Uint8Array>();
    for (const { reportId, bytes } of this.#layout.stateReports) {
      const answer = await port.getFeature(reportId, bytes).catch(() => null);
      if (!answer) break;
      traceBytes(this.#found.id, 'from', 'opaque', answer);
      answers.set(reportId, answer);
    }
    return this.#layout.obstacle(answers);
  }

  async #signal(signal: Signal): Promise<void> {
    const report = this.#layout.signal(signal);
    if (!report) throw new BridgeError('reader-cannot');
    const port = this.#life.link;
    if (!port) throw new BridgeError('reader-absent');
    traceBytes(this.#found.id, 'to', 'hid-report', report.bytes);
    const sent = report.kind === 'output' ? port.write(report.bytes) : port.sendFeature(report.bytes);
    const limit = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new BridgeError('reader-failed')), writeLimitMs).unref();
    });
    await Promise.race([sent, limit]).catch(() => {
      throw new BridgeError('reader-failed');
    });
  }

  #hear(report: Uint8Array): void {
    traceBytes(this.#found.id, 'from', 'hid-report', report);
    const part = readScanReport(this.#layout, report);
    if (part === 'other') return;
    const { scan, fault } = this.#assembler.push(part, performance.now());
    if (fault) this.#hearing.fault(fault);
    if (scan) this.#hearing.scanned(scan);
    this.#watch();
  }

  /** What announced more and sends nothing is given up. */
  #watch(): void {
    clearTimeout(this.#expiry);
    if (!this.#assembler.open) return;
    this.#expiry = setTimeout(() => {
      const fault = this.#assembler.expire(performance.now());
      if (fault) this.#hearing.fault(fault);
      this.#watch();
    }, partPauseMs);
  }

  #forget(): void {
    clearTimeout(this.#expiry);
    this.#assembler.reset();
  }
}
