/** One device as long as the process remembers it: runs the phase table, holds the open link, lets one job at a time in. */
import { BridgeError } from '../bridge-error.ts';
import type { DevicePhase, WatchedDevice } from '../contract-devices.ts';
import { delayOf, nextPhase, type DeviceDelays, type DeviceHappening } from './phases.ts';

export interface FoundDevice {
  /** What stays the same over unplugging; see identity.ts. */
  readonly identity: string;
  readonly name: string;
  readonly port: string;
  readonly virtual: boolean;
  /** Changes with each plugging in where the system tells (USB device number): a quick replug between two looks shows. */
  readonly instance?: string;
}

/** What an open link may say by itself. */
export interface LinkNews {
  /** The link broke. */
  cut(): void;
  /** The device says without being asked that it needs a person; an error code. */
  fault(code: string): void;
}

export interface DeviceDriver<Link> {
  /** All devices of the kind that are plugged in now; a rejection says nothing about any of them. */
  list(): Promise<readonly FoundDevice[]>;
  /** @throws BridgeError with the reason shown while it is tried again */
  open(device: FoundDevice, news: LinkNews): Promise<Link>;
  /** What the device itself says: null when ready, else the error code of what needs a person. A rejection: no answer. */
  askState(link: Link): Promise<string | null>;
  /** Must not reject. */
  close(link: Link): Promise<void>;
}

/** Error codes that the class names for a device that is not there, and for one that works for somebody else. */
export interface DeviceCodes {
  readonly absent: string;
  readonly busy: string;
}

export interface WatchedParts<Link> {
  readonly driver: DeviceDriver<Link>;
  readonly delays: DeviceDelays;
  readonly codes: DeviceCodes;
  readonly tell: (device: WatchedDevice, before: DevicePhase) => void;
}

/** On the way to an answer: not news while the last news still stands. */
const passing: ReadonlySet<DevicePhase> = new Set(['opening', 'asking-state']);
const settled: ReadonlySet<DevicePhase> = new Set(['ready', 'fault', 'backoff']);

export class Watched<Link> {
  readonly #parts: WatchedParts<Link>;
  #found: FoundDevice;
  #phase: DevicePhase = 'absent';
  #reason: string | null = null;
  #failures = 0;
  #link: { readonly value: Link } | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Answers to an attempt that is over are not listened to. */
  #attempt = 0;
  /** An opening or closing under way, even one that nobody waits for any more: there is never a second one beside it. */
  #handling: Promise<void> | null = null;
  #openNext = false;
  #job: AbortController | null = null;
  #told = '';
  #toldPhase: DevicePhase = 'absent';
  readonly #waiting = new Set<() => void>();

  constructor(found: FoundDevice, parts: WatchedParts<Link>) {
    this.#found = found;
    this.#parts = parts;
  }

  get phase(): DevicePhase {
    return this.#phase;
  }

  view(): WatchedDevice {
    const { identity, name, port, virtual } = this.#found;
    const away = this.#phase === 'lost' || this.#phase === 'absent';
    return { identity, name, port: away ? null : port, virtual, phase: this.#phase, reason: this.#reason };
  }

  seen(found: FoundDevice): void {
    const moved = found.port !== this.#found.port || found.instance !== this.#found.instance;
    if (moved && this.#phase !== 'absent') this.step('gone');
    this.#found = found;
    this.step('seen');
  }

  step(happening: DeviceHappening, reason: string | null = null): void {
    const next = nextPhase(this.#phase, happening);
    if (next !== this.#phase) this.#enter(next, reason);
  }

  /**
   * Runs a job on the device once `answered`, and none beside it.
   * The job's signal aborts when the device is lost.
   * @throws BridgeError the class's codes, the fault that the device told, or what the job throws
   */
  async use<Value>(job: (link: Link, signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const { codes } = this.#parts;
    if (this.#job) throw new BridgeError(codes.busy);
    const link = await this.answered();
    if (this.#job) throw new BridgeError(codes.busy);
    const abort = new AbortController();
    this.#job = abort;
    this.step('job-began');
    try {
      const value = await job(link, abort.signal);
      this.#jobOver(abort, () => this.step('job-ended'));
      return value;
    } catch (error) {
      const code = error instanceof BridgeError && error.code !== 'cancelled' ? error.code : null;
      this.#jobOver(abort, () => (code === null ? this.step('job-ended') : this.step('told-fault', code)));
      throw error;
    }
  }

  /**
   * The link, once the device has said that it is ready; one in fault or backing off is asked again first.
   * @throws BridgeError the fault that it told, or the class's code for an absent one
   */
  async answered(): Promise<Link> {
    if (this.#phase === 'fault' || this.#phase === 'backoff') this.step('delay-over');
    // The delays of the phases limit this wait.
    while (this.#phase === 'appeared' || passing.has(this.#phase))
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    if ((this.#phase !== 'ready' && this.#phase !== 'busy') || !this.#link)
      throw new BridgeError(this.#reason ?? this.#parts.codes.absent);
    return this.#link.value;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#attempt += 1;
    this.#job?.abort();
    this.#release();
    this.#phase = 'absent';
    this.#wake();
    await this.#handling;
  }

  #jobOver(abort: AbortController, then: () => void): void {
    if (this.#job !== abort) return;
    this.#job = null;
    then();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #enter(phase: DevicePhase, reason: string | null): void {
    clearTimeout(this.#timer);
    this.#attempt += 1;
    this.#phase = phase;
    if (phase === 'ready' || phase === 'fault') this.#failures = 0;
    if (phase === 'backoff') this.#failures += 1;
    if (!passing.has(phase))
      this.#reason = phase === 'lost' || phase === 'absent' ? this.#parts.codes.absent : reason;
    const ms = delayOf(phase, this.#parts.delays, this.#failures);
    if (ms !== null) this.#timer = setTimeout(() => this.step('delay-over'), ms);
    if (phase === 'backoff' || phase === 'lost') {
      this.#job?.abort();
      this.#job = null;
      this.#release();
    }
    this.#tell();
    this.#wake();
    if (phase === 'opening') this.#open();
    if (phase === 'asking-state') this.#ask();
  }

  #tell(): void {
    const view = this.view();
    if (passing.has(view.phase) && settled.has(this.#toldPhase)) return;
    const key = JSON.stringify(view);
    if (key === this.#told) return;
    const before = this.#toldPhase;
    this.#told = key;
    this.#toldPhase = view.phase;
    this.#parts.tell(view, before);
  }

  #open(): void {
    const attempt = this.#attempt;
    const current = (): boolean => attempt === this.#attempt;
    // The one before may hang: then this attempt ends by its delay.
    if (this.#handling) {
      this.#openNext = true;
      return;
    }
    const news: LinkNews = {
      cut: () => mine() && this.step('cut'),
      fault: (code) => mine() && this.step('told-fault', code),
    };
    let link: { readonly value: Link } | null = null;
    const mine = (): boolean => link !== null && this.#link === link;
    this.#handle(
      this.#parts.driver.open(this.#found, news).then(
        async (value) => {
          if (!current()) return this.#parts.driver.close(value);
          link = { value };
          this.#link = link;
          this.step('opened');
        },
        (error: unknown) => {
          if (current()) this.step('failed', codeOf(error));
        },
      ),
    );
  }

  #ask(): void {
    const attempt = this.#attempt;
    const link = this.#link;
    if (!link) return this.step('failed');
    this.#parts.driver.askState(link.value).then(
      (fault) => {
        if (attempt === this.#attempt) this.step(fault === null ? 'told-ready' : 'told-fault', fault);
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.step('failed', codeOf(error));
      },
    );
  }

  #release(): void {
    const link = this.#link;
    this.#link = null;
    if (link) this.#handle(this.#parts.driver.close(link.value));
  }

  #handle(work: Promise<void>): void {
    const all: Promise<void> = Promise.all([this.#handling, work.catch(() => undefined)]).then(() => {
      if (this.#handling !== all) return;
      this.#handling = null;
      const open = this.#openNext && this.#phase === 'opening';
      this.#openNext = false;
      if (open) this.#open();
    });
    this.#handling = all;
  }
}

function codeOf(error: unknown): string {
  return error instanceof BridgeError ? error.code : 'unexpected';
}
