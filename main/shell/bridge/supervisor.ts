/** Keeps the device processes of one class running and shares the calls out among them. */
import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import {
  bridgeContract,
  type BridgeClient,
  type BridgeSettings,
  type CallOptions,
  type DeviceClass,
} from '../../../native-bridge/contract.ts';
import type { Log } from '../logger.ts';
import { BridgeProcess } from './bridge-process.ts';
import { failed, OpenCall, type CallOutcome } from './open-call.ts';

export interface BridgeOptions<Class extends DeviceClass> {
  readonly deviceClass: Class;
  /** A plain Node 24 binary; never Electron's. */
  readonly nodePath: string;
  readonly script: string;
  readonly settings: BridgeSettings;
  /** Processes at most; by default 1, for imaging one less than the cores, between 1 and 3. */
  readonly workers?: number;
  readonly log: Log;
  /** What a device process says unasked. */
  readonly onEvent?: (event: unknown) => void;
  /** How long a process may take to end a cancelled call before it is replaced, ms. */
  readonly graceMs?: number;
}

/** Wait before the first restart and the longest wait, ms; doubled each time until a call is answered. */
const backoff = { firstMs: 100, longestMs: 10_000 };
const defaultGraceMs = 5_000;

/** Starts nothing yet: the first call starts the first process, more calls at a time start more. */
export function startBridge<Class extends DeviceClass>(options: BridgeOptions<Class>): BridgeClient<Class> {
  const supervisor = new Supervisor(options);
  return {
    call: (operation, params, bodies, callOptions) =>
      // The schemas of the contract give the value its type at run time.
      supervisor.call(operation, params, bodies, callOptions as CallOptions<unknown>) as never,
    state: () => supervisor.state(),
    stop: () => supervisor.stop(),
  };
}

interface Slot {
  process: BridgeProcess | undefined;
  restart: NodeJS.Timeout | undefined;
  backoffMs: number;
  /** Calls that wait for the restart. */
  waiting: OpenCall[];
}

class Supervisor {
  readonly #options: BridgeOptions<DeviceClass>;
  readonly #slots: Slot[];
  readonly #settingsJson: string;
  #nextId = 1;
  #stopped = false;

  constructor(options: BridgeOptions<DeviceClass>) {
    this.#options = options;
    this.#settingsJson = JSON.stringify(options.settings);
    const count = options.workers ?? (options.deviceClass === 'imaging' ? imagingWorkers() : 1);
    this.#slots = Array.from({ length: count }, () => ({
      process: undefined,
      restart: undefined,
      backoffMs: backoff.firstMs,
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

  #place(call: OpenCall): void {
    const running = this.#slots.filter((slot) => slot.process).sort((a, b) => load(a) - load(b));
    const idle = running.find((slot) => load(slot) === 0);
    const unused = this.#slots.find((slot) => !slot.process && !slot.restart);
    const slot = idle ?? unused ?? running[0] ?? leastWaiting(this.#slots);
    if (slot.restart) {
      slot.waiting = [...slot.waiting.filter((other) => !other.over), call];
      return;
    }
    this.#processOf(slot).begin(call);
  }

  #processOf(slot: Slot): BridgeProcess {
    slot.process ??= this.#start(slot);
    return slot.process;
  }

  #start(slot: Slot): BridgeProcess {
    const { deviceClass, nodePath, script, log, onEvent } = this.#options;
    const started: BridgeProcess = new BridgeProcess({
      deviceClass,
      nodePath,
      script,
      settingsJson: this.#settingsJson,
      log,
      onEvent: (event) => onEvent?.(event),
      onGone: () => this.#gone(slot, started.answered),
    });
    return started;
  }

  #gone(slot: Slot, answered: boolean): void {
    slot.process = undefined;
    if (this.#stopped) return;
    if (answered) slot.backoffMs = backoff.firstMs;
    const waitMs = slot.backoffMs;
    slot.backoffMs = Math.min(waitMs * 2, backoff.longestMs);
    slot.restart = setTimeout(() => {
      slot.restart = undefined;
      const process = this.#processOf(slot);
      for (const call of slot.waiting.splice(0)) if (!call.over) process.begin(call);
    }, waitMs);
  }
}

function load(slot: Slot): number {
  return slot.process?.load ?? slot.waiting.length;
}

function leastWaiting(slots: readonly Slot[]): Slot {
  return slots.reduce((best, slot) => (load(slot) < load(best) ? slot : best));
}

/** One core stays with the counter itself; more than three processes only cost memory on a 4 GB machine. */
function imagingWorkers(): number {
  return Math.min(3, Math.max(1, availableParallelism() - 1));
}
