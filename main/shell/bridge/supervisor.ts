/** Keeps the device processes of one class running and shares the calls out among them. */
import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import {
  bridgeContract,
  type BridgeClient,
  type BridgeSettings,
  type CallOptions,
  type DeviceClass,
  type ProcessHealth,
} from '../../../native-bridge/contract.ts';
import { bridgeEvents, type EventOf } from '../../../native-bridge/contract-devices.ts';
import type { Log } from '../logger.ts';
import { BridgeProcess, type Pulse } from './bridge-process.ts';
import { failed, OpenCall, type CallOutcome } from './open-call.ts';

export interface BridgeOptions<Class extends DeviceClass> {
  readonly deviceClass: Class;
  /** A plain Node 24 binary; never Electron's. */
  readonly nodePath: string;
  readonly script: string;
  readonly settings: BridgeSettings;
  /** Processes at most; by default 1, for imaging one less than the cores, between 2 and 3. */
  readonly workers?: number;
  readonly log: Log;
  /** What a device process says unasked. */
  readonly onEvent?: (event: EventOf<Class>) => void;
  /** The processes ended and are being started anew, do so too often, or answer again. */
  readonly onHealth?: (health: ProcessHealth) => void;
  readonly pulse?: Pulse;
  /** How long a process may take to end a cancelled call before it is replaced, ms. */
  readonly graceMs?: number;
}

/** Wait before the first restart and the longest wait, ms; doubled each time until a process lasted. */
const backoff = { firstMs: 100, longestMs: 30_000 };
/** A process that stayed for so long was sound, whatever ended it then, ms. */
const soundMs = 60_000;
/** So many ends in a row are no accident any more: the status says so. */
const failingAfter = 5;
/** Calls that wait for one restart, at most; who calls beyond that is told at once. */
const maxWaiting = 100;
const usualPulse: Pulse = { everyMs: 5_000, missed: 4 };
/** A large picture may keep an imaging worker's event loop for long. */
const imagingPulse: Pulse = { everyMs: 10_000, missed: 6 };
const defaultGraceMs = 5_000;

/** Starts nothing yet: the first call starts the first process, more calls at a time start more. */
export function startBridge<Class extends DeviceClass>(
  options: BridgeOptions<Class>,
): SupervisedClient<Class> {
  // What a process says is checked against its class's schema before it gets here.
  const supervisor = new Supervisor(options as unknown as BridgeOptions<DeviceClass>);
  return {
    call: (operation, params, bodies, callOptions) =>
      // The schemas of the contract give the value its type at run time.
      supervisor.call(operation, params, bodies, callOptions as CallOptions<unknown>) as never,
    state: () => supervisor.state(),
    stop: () => supervisor.stop(),
    restart: () => supervisor.restart(),
  };
}

export interface SupervisedClient<Class extends DeviceClass> extends BridgeClient<Class> {
  /** Ends the processes, by force if they do not hear; they are started anew like any that ended. */
  restart(): Promise<void>;
}

interface Slot {
  process: BridgeProcess | undefined;
  restart: NodeJS.Timeout | undefined;
  /** Ends without being asked, since a process of this slot lasted. */
  failures: number;
  /** Calls that wait for the restart. */
  waiting: OpenCall[];
}

class Supervisor {
  readonly #options: BridgeOptions<DeviceClass>;
  readonly #slots: Slot[];
  readonly #settingsJson: string;
  #nextId = 1;
  #stopped = false;
  #toldHealth = 'up 0';

  constructor(options: BridgeOptions<DeviceClass>) {
    this.#options = options;
    this.#settingsJson = JSON.stringify(options.settings);
    const count = options.workers ?? (options.deviceClass === 'imaging' ? imagingWorkers() : 1);
    this.#slots = Array.from({ length: count }, () => ({
      process: undefined,
      restart: undefined,
      failures: 0,
      waiting: [],
    }));
  }

  async call(
    operation: string,
    params: unknown,
    bodies: readonly Uint8Array[],
    options: CallOptions<unknown>,
  ): Promise<CallOutcome> {
    if (this.#stopped) return failed('worker-lost');
    if (options.signal?.aborted) return failed('cancelled');
    const operations: Readonly<Record<string, { item: z.ZodType; result: z.ZodType }>> =
      bridgeContract[this.#options.deviceClass];
    const schemas = operations[operation];
    if (!schemas) return failed('unknown-operation');
    const call = new OpenCall({
      id: this.#nextId++,
      operation,
      params,
      bodies,
      schemas,
      options,
      graceMs: this.#options.graceMs ?? defaultGraceMs,
    });
    this.#place(call);
    return call.outcome;
  }

  state(): 'starting' | 'up' | 'down' {
    if (this.#stopped) return 'down';
    const running = this.#slots.filter((slot) => slot.process);
    if (running.some((slot) => slot.process?.answered)) return 'up';
    if (running.length === 0 && this.#slots.some((slot) => slot.restart)) return 'down';
    return 'starting';
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const slot of this.#slots) {
      clearTimeout(slot.restart);
      for (const call of slot.waiting.splice(0)) call.lose();
    }
    await Promise.all(this.#slots.map((slot) => slot.process?.stop()));
  }

  async restart(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.process?.stop()));
  }

  #place(call: OpenCall): void {
    const running = this.#slots.filter((slot) => slot.process).sort((a, b) => load(a) - load(b));
    const idle = running.find((slot) => load(slot) === 0);
    const unused = this.#slots.find((slot) => !slot.process && !slot.restart);
    const slot = idle ?? unused ?? running[0] ?? leastWaiting(this.#slots);
    if (slot.restart) {
      slot.waiting = slot.waiting.filter((other) => !other.over);
      if (slot.waiting.length < maxWaiting) slot.waiting.push(call);
      else call.lose();
      return;
    }
    this.#processOf(slot).begin(call);
  }

  #processOf(slot: Slot): BridgeProcess {
    slot.process ??= this.#start(slot);
    return slot.process;
  }

  #start(slot: Slot): BridgeProcess {
    const { deviceClass, nodePath, script, log, pulse } = this.#options;
    const started: BridgeProcess = new BridgeProcess({
      deviceClass,
      nodePath,
      script,
      settingsJson: this.#settingsJson,
      log,
      pulse: pulse ?? (deviceClass === 'imaging' ? imagingPulse : usualPulse),
      onEvent: (event) => this.#hear(event),
      onAnswered: () => this.#tellHealth(),
      onGone: () => this.#gone(slot, started.upMs),
    });
    return started;
  }

  #hear(event: unknown): void {
    const { deviceClass, log, onEvent } = this.#options;
    const parsed = bridgeEvents[deviceClass].safeParse(event);
    if (parsed.success) onEvent?.(parsed.data);
    else log('bridge-odd-event', { deviceClass });
  }

  #gone(slot: Slot, upMs: number): void {
    slot.process = undefined;
    if (this.#stopped) return;
    slot.failures = upMs >= soundMs ? 1 : slot.failures + 1;
    const waitMs = Math.min(backoff.firstMs * 2 ** Math.min(20, slot.failures - 1), backoff.longestMs);
    slot.restart = setTimeout(() => {
      slot.restart = undefined;
      const process = this.#processOf(slot);
      for (const call of slot.waiting.splice(0)) if (!call.over) process.begin(call);
    }, waitMs);
    if (slot.failures >= failingAfter)
      this.#options.log('bridge-failing', {
        deviceClass: this.#options.deviceClass,
        failures: slot.failures,
        waitMs,
      });
    this.#tellHealth();
  }

  #tellHealth(): void {
    if (this.#stopped) return;
    const failures = Math.max(...this.#slots.map((slot) => slot.failures));
    const answers = this.#slots.some((slot) => slot.process?.answered);
    const state = answers ? 'up' : failures >= failingAfter ? 'failing' : 'restarting';
    const health: ProcessHealth = answers ? { state, failures: 0 } : { state, failures };
    const key = `${health.state} ${health.failures}`;
    if (key === this.#toldHealth) return;
    this.#toldHealth = key;
    this.#options.onHealth?.(health);
  }
}

function load(slot: Slot): number {
  return slot.process?.load ?? slot.waiting.length;
}

function leastWaiting(slots: readonly Slot[]): Slot {
  return slots.reduce((best, slot) => (load(slot) < load(best) ? slot : best));
}

/** One core stays with the counter itself, but a page that is captured never waits behind one that is prepared; more
 * than three processes only cost memory on a 4 GB machine. */
function imagingWorkers(): number {
  return Math.min(3, Math.max(2, availableParallelism() - 1));
}
