/** The slip printers of this place: which there are, how they are, and one print at a time on each. */
import { BridgeError } from '../bridge-error.ts';
import type { PrinterInfo } from '../contract-printers.ts';
import type { SlipProfile } from '../contract-printers.ts';
import { detectSlipPrinter } from './detect-slip.ts';
import { drawLetter } from './letters.ts';
import { mayBeReadied, sendAhead } from './slip-ahead.ts';
import type { LetterSlots } from './letter-slots.ts';
import { printSlip, readStatus, type SlipPrint } from './slip-driver.ts';
import { slipLeftovers, type SlipLeftovers } from './slip-leftovers.ts';
import type { SlipPort } from './slip-link.ts';
import { SlipMemory } from './slip-memory.ts';
import type { SlipPlan } from './slip-plan.ts';

export interface SlipPrinter {
  readonly id: string;
  readonly name: string;
  readonly virtual: boolean;
  readonly profile: SlipProfile;
  /** @throws BridgeError printer-absent, printer-busy, printer-failed */
  open(baud: number, flow: SlipProfile['flow']): Promise<SlipPort>;
}

type State = Pick<PrinterInfo, 'state' | 'reason'>;

/** Asking opens the port, and the status bar asks often, ms. */
const stateKeptMs = 15_000;
/** How soon a printer that is back on gets its letters, ms. */
const lookForReadyMs = 5_000;

/** What a printer shall know before its next slip comes. */
interface Wish {
  readonly profile: SlipProfile;
  readonly letters: readonly string[];
}

interface Readying {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export class SlipPrinters {
  readonly #printers: readonly SlipPrinter[];
  readonly #leftovers: SlipLeftovers;
  readonly #memories = new Map<string, SlipMemory>();
  readonly #printing = new Set<string>();
  readonly #asking = new Map<string, Promise<State>>();
  readonly #states = new Map<string, { at: number; state: State }>();
  readonly #wishes = new Map<string, Wish>();
  readonly #readying = new Map<string, Readying>();

  constructor(printers: readonly SlipPrinter[], leftovers: SlipLeftovers = slipLeftovers(undefined)) {
    this.#printers = printers;
    this.#leftovers = leftovers;
  }

  list(): Promise<PrinterInfo[]> {
    return Promise.all(
      this.#printers.map(async (printer, index) => ({
        id: printer.id,
        name: printer.name,
        kind: 'slip' as const,
        isDefault: index === 0,
        virtual: printer.virtual,
        ...(await this.#stateOf(printer)),
      })),
    );
  }

  /** The profile that the settings give, where the caller has learned none. */
  profileOf(id: string): SlipProfile {
    return this.#find(id).profile;
  }

  /** A person said that the last paper did not come out: what is left of it is made void before the next one. */
  spoil(id: string): void {
    this.#memoryOf(id).leave('void');
  }

  /** @throws BridgeError printer-absent, -busy, -paper-out, -cover-open, -failed */
  print(
    id: string,
    profile: SlipProfile,
    makePlan: (slots: LetterSlots, most: number) => SlipPlan,
    report: (done: number, total: number) => void,
  ): Promise<SlipPrint> {
    const printer = this.#find(id);
    return this.#alone(id, async () => {
      const port = await open(printer, profile);
      const memory = this.#memoryOf(id);
      return printSlip(port, profile, memory, (most) => makePlan(memory.slots, most), report);
    });
  }

  /** @throws BridgeError printer-absent, -busy, -failed */
  detect(id: string, known: SlipProfile): Promise<SlipProfile> {
    const printer = this.#find(id);
    return this.#alone(id, () => {
      this.#memories.get(id)?.forget();
      return detectSlipPrinter((baud) => open(printer, { baud }), known);
    });
  }

  /**
   * From now on the printer has these letters before they are needed, also after it was off, as long as nothing of its
   * last slip is in doubt. It prints nothing for it, and a slip that comes meanwhile goes first.
   * @throws BridgeError printer-absent
   */
  async keepReady(id: string, profile: SlipProfile, letters: readonly string[]): Promise<void> {
    this.#find(id);
    if (this.#wishes.size === 0) setInterval(() => this.#readyAll(), lookForReadyMs).unref();
    this.#wishes.set(id, { profile, letters });
    for (const letter of letters) {
      drawLetter(letter);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.#ready(id);
  }

  #readyAll(): void {
    for (const id of this.#wishes.keys()) void this.#ready(id);
  }

  /** Does nothing while the printer prints or is asked. */
  #ready(id: string): Promise<void> {
    const wish = this.#wishes.get(id);
    const idle = !this.#printing.has(id) && !this.#asking.has(id);
    if (!wish || !idle || !mayBeReadied(wish.profile, this.#memoryOf(id))) return Promise.resolve();
    const known = this.#readying.get(id);
    if (known) return known.ended;
    const stop = new AbortController();
    const ended = this.#sendAhead(id, wish, stop.signal).finally(() => this.#readying.delete(id));
    this.#readying.set(id, { stop, ended });
    return ended;
  }

  async #sendAhead(id: string, { profile, letters }: Wish, signal: AbortSignal): Promise<void> {
    try {
      const port = await open(this.#find(id), profile);
      await sendAhead({ port, profile, memory: this.#memoryOf(id), letters, signal });
    } catch (error) {
      // A printer that is away is looked for again.
      if (!(error instanceof BridgeError)) throw error;
    }
  }

  #memoryOf(id: string): SlipMemory {
    const known = this.#memories.get(id);
    if (known) return known;
    const memory = new SlipMemory(this.#leftovers.of(id), (left) => this.#leftovers.keep(id, left));
    this.#memories.set(id, memory);
    return memory;
  }

  #find(id: string): SlipPrinter {
    const printer = this.#printers.find((each) => each.id === id);
    if (!printer) throw new BridgeError('printer-absent');
    return printer;
  }

  async #alone<Value>(id: string, work: () => Promise<Value>): Promise<Value> {
    if (this.#printing.has(id)) throw new BridgeError('printer-busy');
    this.#printing.add(id);
    try {
      this.#readying.get(id)?.stop.abort();
      await Promise.all([this.#asking.get(id), this.#readying.get(id)?.ended]);
      return await work();
    } finally {
      this.#printing.delete(id);
      this.#states.delete(id);
    }
  }

  async #stateOf(printer: SlipPrinter): Promise<State> {
    const { id } = printer;
    if (this.#printing.has(id)) return { state: 'busy', reason: null };
    const known = this.#states.get(id);
    if (known && performance.now() - known.at < stateKeptMs && !printer.virtual) return known.state;
    await this.#readying.get(id)?.ended;
    if (this.#printing.has(id)) return { state: 'busy', reason: null };
    let asking = this.#asking.get(id);
    if (!asking) {
      asking = askState(printer, this.#wishes.get(id)?.profile ?? printer.profile).finally(() =>
        this.#asking.delete(id),
      );
      this.#asking.set(id, asking);
    }
    const state = await asking;
    this.#states.set(id, { at: performance.now(), state });
    return state;
  }
}

/** The speed may have been learned; who tells whom to wait, only the settings know. */
function open(printer: SlipPrinter, { baud }: Pick<SlipProfile, 'baud'>): Promise<SlipPort> {
  return printer.open(baud, printer.profile.flow);
}

/** A printer that does not answer may still print: it counts as ready. */
async function askState(printer: SlipPrinter, known: Pick<SlipProfile, 'baud'>): Promise<State> {
  try {
    const told = await readStatus(await open(printer, known));
    if (told?.failure) return { state: 'fault', reason: told.failure.code };
    return { state: 'ready', reason: told?.nearEnd ? 'printer-paper-low' : null };
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    if (error.code === 'printer-absent') return { state: 'absent', reason: error.code };
    return { state: error.code === 'printer-busy' ? 'busy' : 'fault', reason: error.code };
  }
}
