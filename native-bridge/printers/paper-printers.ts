/** The paper printers of this place: CUPS's queues and network printers by address, followed by one device watch. */
import { setTimeout as wait } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { PaperOptions, PrinterInfo } from '../contract-printers.ts';
import type { DeviceEvent, WatchedDevice } from '../contract-devices.ts';
import { DeviceWatch } from '../devices/device-watch.ts';
import type { DeviceDriver, FoundDevice } from '../devices/watched-device.ts';
import { cupsQueue, cupsQueues, networkQueue, printerFault, type Queue } from './ipp/queue.ts';
import { cupsServer, IppRefused } from './ipp/server.ts';
import { printPaper, type FollowPace, type PaperOutcome } from './paper-job.ts';

export interface NetworkPrinter {
  /** `ipp://…` or `ipps://…`. */
  readonly uri: string;
  readonly name: string;
}

const cupsPrefix = 'cups:';
/** Printers do not plug in by the second; CUPS is asked so often, and each idle printer how it is, ms. */
const pollMs = 5_000;
const idleAskMs = 10_000;
/** How long the first list may wait for the printers' own answers, ms. */
const firstAnswersMs = 2_500;

export class PaperPrinters {
  readonly #watch: DeviceWatch<Queue>;
  readonly #driver: PaperDriver;
  readonly #printing = new Map<string, number>();

  constructor(network: readonly NetworkPrinter[], emit: (event: DeviceEvent) => void) {
    this.#driver = new PaperDriver(network);
    this.#watch = new DeviceWatch({
      driver: this.#driver,
      codes: { absent: 'printer-absent', busy: 'printer-busy' },
      emit,
      delays: { settleMs: 1, idleAskMs },
      pace: { pollMs },
    });
    this.#watch.start();
  }

  async list(): Promise<PrinterInfo[]> {
    if (!this.#driver.listed) await this.#watch.lookNow();
    const until = performance.now() + firstAnswersMs;
    const passing = () =>
      this.#watch.devices().some(({ phase }) => /^(appeared|opening|asking-state)$/.test(phase));
    while (passing() && performance.now() < until) await wait(20);
    return this.#watch
      .devices()
      .filter(({ phase }) => phase !== 'absent')
      .map((device) => ({
        id: device.identity,
        name: device.name,
        kind: 'paper' as const,
        isDefault: device.identity === this.#driver.defaultIdentity,
        virtual: false,
        ...stateOf(device, this.#printing.has(device.identity)),
      }));
  }

  /** Asks the printer how it is first. Several jobs may be on their way: the printer puts them in order. @throws as printPaper */
  async print(
    id: string,
    job: { readonly title: string; readonly pdf: Uint8Array; readonly options: PaperOptions },
    context: { readonly signal: AbortSignal; progress(done: number, total: number | null): void },
    pace?: FollowPace,
  ): Promise<PaperOutcome> {
    const queue = await this.#watch.answered(id);
    this.#printing.set(id, (this.#printing.get(id) ?? 0) + 1);
    try {
      const fault = (code: string | null) => {
        if (code === null) this.#driver.standingStill.delete(id);
        else {
          this.#driver.standingStill.add(id);
          this.#watch.told(id, code);
        }
      };
      return await printPaper(queue, job, { ...context, fault }, pace);
    } catch (error) {
      if (error instanceof BridgeError && error.code === 'printer-absent') this.#watch.cut(id);
      throw error instanceof IppRefused ? new BridgeError('printer-failed', { status: error.status }) : error;
    } finally {
      this.#driver.standingStill.delete(id);
      const left = (this.#printing.get(id) ?? 1) - 1;
      if (left > 0) this.#printing.set(id, left);
      else this.#printing.delete(id);
    }
  }

  stop(): Promise<void> {
    return this.#watch.stop();
  }
}

/** A queue needs no opening: each question is a connection of its own. */
class PaperDriver implements DeviceDriver<Queue> {
  readonly #network: readonly NetworkPrinter[];
  /** Printers on which a job waits for a person: there a warning is what it waits for. */
  readonly standingStill = new Set<string>();
  listed = false;
  defaultIdentity: string | null = null;

  constructor(network: readonly NetworkPrinter[]) {
    this.#network = network.filter(({ uri }) => networkQueue(uri));
  }

  async list(): Promise<readonly FoundDevice[]> {
    const queues = await cupsQueues(await cupsServer()).catch((error: unknown) => {
      // Nobody listens: no CUPS here, or it has ended. Its queues are away; the network printers are not.
      if (error instanceof BridgeError && error.code === 'printer-absent') return [];
      throw error;
    });
    this.listed = true;
    const found = [
      ...queues.map(({ name }) => ({ identity: `${cupsPrefix}${name}`, name, port: name, virtual: false })),
      ...this.#network.map(({ uri, name }) => ({ identity: uri, name, port: uri, virtual: false })),
    ];
    const standard = queues.find((queue) => queue.isDefault);
    this.defaultIdentity = standard ? `${cupsPrefix}${standard.name}` : (this.#network[0]?.uri ?? null);
    return found;
  }

  async open({ identity, port }: FoundDevice): Promise<Queue> {
    const queue = identity.startsWith(cupsPrefix) ? cupsQueue(await cupsServer(), port) : networkQueue(port);
    if (!queue) throw new BridgeError('printer-absent');
    return queue;
  }

  async askState(queue: Queue): Promise<string | null> {
    try {
      return await printerFault(queue, this.standingStill.has(identityOf(queue)) ? 'warnings' : 'errors');
    } catch (error) {
      throw error instanceof IppRefused ? new BridgeError('printer-absent') : error;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function identityOf(queue: Queue): string {
  return queue.spooled
    ? `${cupsPrefix}${decodeURIComponent(queue.path.slice(queue.path.lastIndexOf('/') + 1))}`
    : queue.uri;
}

function stateOf(device: WatchedDevice, printing: boolean): Pick<PrinterInfo, 'state' | 'reason'> {
  switch (device.phase) {
    case 'ready':
    case 'busy':
      return { state: printing ? 'busy' : 'ready', reason: null };
    case 'fault':
    case 'backoff':
      return { state: device.reason === 'printer-absent' ? 'absent' : 'fault', reason: device.reason };
    default:
      return { state: 'absent', reason: device.reason };
  }
}
