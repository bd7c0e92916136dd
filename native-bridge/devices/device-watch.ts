/** Follows all devices of one kind: looks when the system wakes it and every so often, tells what came, went and changed. */
import { BridgeError } from '../bridge-error.ts';
import type { DeviceEvent, WatchedDevice } from '../contract-devices.ts';
import { usualDelays, type DeviceDelays } from './phases.ts';
import type { WakeSource } from './wake.ts';
import { Watched, type DeviceCodes, type DeviceDriver, type WatchedParts } from './watched-device.ts';

export interface WatchOptions<Link> {
  readonly driver: DeviceDriver<Link>;
  readonly codes: DeviceCodes;
  readonly emit: (event: DeviceEvent) => void;
  /** Nothing wakes unless told. */
  readonly wake?: WakeSource;
  readonly delays?: Partial<DeviceDelays>;
  readonly pace?: Partial<LookPace>;
}

export interface LookPace {
  /** Between two looks when nothing wakes, ms. */
  readonly pollMs: number;
  /** Between two looks at least, however often something wakes, ms: one plug wakes many times. */
  readonly gapMs: number;
  /** A bus that does not answer for so long is left alone until the next look, ms. */
  readonly listLimitMs: number;
}

const usualPace: LookPace = { pollMs: 3_000, gapMs: 250, listLimitMs: 10_000 };
/** Devices that are away and still remembered, at most. */
const remembered = 64;

export class DeviceWatch<Link> {
  readonly #options: WatchOptions<Link>;
  readonly #pace: LookPace;
  readonly #parts: WatchedParts<Link>;
  readonly #devices = new Map<string, Watched<Link>>();
  #sleep: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  /** A bus that hangs is not asked a second time beside the first. */
  #listing = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #woken = false;
  #stopped = false;

  constructor(options: WatchOptions<Link>) {
    this.#options = options;
    this.#pace = { ...usualPace, ...options.pace };
    this.#parts = {
      driver: options.driver,
      codes: options.codes,
      delays: { ...usualDelays, ...options.delays },
      tell: (device, before) => {
        const came = before === 'absent' || before === 'lost';
        const type = device.phase === 'lost' ? 'device.lost' : came ? 'device.appeared' : 'device.state';
        // Whoever heard `lost` learns nothing from `absent`.
        if (device.phase !== 'absent') options.emit({ type, device });
      },
    };
  }

  start(): void {
    this.#sleep ??= this.#options.wake?.(() => this.#wakeUp());
    void this.lookNow();
  }

  devices(): WatchedDevice[] {
    return [...this.#devices.values()].map((device) => device.view());
  }

  /** Resolves when the devices that are there now are known; they may still be opening. */
  lookNow(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      this.#plan();
    });
    return this.#looking;
  }

  /** As `Watched.use`; a device that was never seen fails with the class's code for an absent one. */
  async use<Value>(
    identity: string,
    job: (link: Link, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    return (await this.#known(identity)).use(job);
  }

  /** As `Watched.answered`, for devices that put jobs in order themselves. */
  async answered(identity: string): Promise<Link> {
    return (await this.#known(identity)).answered();
  }

  /** Somebody who works with the device heard that it needs a person; an error code. */
  told(identity: string, fault: string): void {
    this.#devices.get(identity)?.step('told-fault', fault);
  }

  /** Somebody who works with the device found it gone: it is opened and asked anew. */
  cut(identity: string): void {
    this.#devices.get(identity)?.step('cut', this.#options.codes.absent);
  }

  async #known(identity: string): Promise<Watched<Link>> {
    if (!this.#devices.has(identity)) await this.lookNow();
    const device = this.#devices.get(identity);
    if (!device || this.#stopped) throw new BridgeError(this.#options.codes.absent);
    return device;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#sleep?.();
    await Promise.all([...this.#devices.values()].map((device) => device.stop()));
  }

  #wakeUp(): void {
    this.#woken = true;
    if (!this.#looking) this.#plan();
  }

  /** Plans the next look; one that is due earlier replaces a later one. */
  #plan(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    const since = performance.now() - this.#lookedAt;
    const waitMs = this.#woken ? Math.max(0, this.#pace.gapMs - since) : this.#pace.pollMs;
    this.#timer = setTimeout(() => void this.lookNow(), waitMs);
  }

  async #look(): Promise<void> {
    this.#woken = false;
    this.#lookedAt = performance.now();
    const found = this.#listing || this.#stopped ? null : await this.#list();
    if (!found || this.#stopped) return;
    const here = new Set<string>();
    for (const device of found) {
      if (here.has(device.identity)) continue;
      here.add(device.identity);
      const known = this.#devices.get(device.identity) ?? new Watched(device, this.#parts);
      this.#devices.set(device.identity, known);
      known.seen(device);
    }
    for (const [identity, device] of this.#devices) if (!here.has(identity)) device.step('gone');
    this.#forget();
  }

  /** Null when the bus did not answer: that tells nothing about any device. */
  async #list() {
    this.#listing = true;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.#pace.listLimitMs);
    });
    const listed = this.#options.driver
      .list()
      .catch(() => null)
      .finally(() => (this.#listing = false));
    try {
      return await Promise.race([listed, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The ones that are away longest go first. */
  #forget(): void {
    const away = [...this.#devices].filter(([, device]) => device.phase === 'absent');
    for (const [identity] of away.slice(0, Math.max(0, away.length - remembered)))
      this.#devices.delete(identity);
  }
}
