/** The slip printers of this place: which there are, how they are, and one print at a time on each. */
import { BridgeError } from '../bridge-error.ts';
import type { PrinterInfo } from '../contract-printers.ts';
import type { SlipProfile } from '../contract-printers.ts';
import { detectSlipPrinter } from './detect-slip.ts';
import type { LetterSlots } from './letter-slots.ts';
import { printSlip, readStatus, type SlipPrint } from './slip-driver.ts';
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

export class SlipPrinters {
  readonly #printers: readonly SlipPrinter[];
  readonly #memories = new Map<string, SlipMemory>();
  readonly #printing = new Set<string>();
  readonly #asking = new Map<string, Promise<State>>();
  readonly #states = new Map<string, { at: number; state: State }>();

  constructor(printers: readonly SlipPrinter[]) {
    this.#printers = printers;
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
      const port = await printer.open(profile.baud, profile.flow);
      const memory = this.#memoryOf(id);
      return printSlip(port, profile, memory, (most) => makePlan(memory.slots, most), report);
    });
  }

  /** @throws BridgeError printer-absent, -busy, -failed */
  detect(id: string, known: SlipProfile): Promise<SlipProfile> {
    const printer = this.#find(id);
    return this.#alone(id, () => {
      this.#memories.get(id)?.forget();
      return detectSlipPrinter((baud) => printer.open(baud, known.flow), known);
    });
  }

  #memoryOf(id: string): SlipMemory {
    const memory = this.#memories.get(id) ?? new SlipMemory();
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
      await this.#asking.get(id);
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
    let asking = this.#asking.get(id);
    if (!asking) {
      asking = askState(printer).finally(() => this.#asking.delete(id));
      this.#asking.set(id, asking);
    }
    const state = await asking;
    this.#states.set(id, { at: performance.now(), state });
    return state;
  }
}

/** A printer that does not answer may still print: it counts as ready. */
async function askState(printer: SlipPrinter): Promise<State> {
  try {
    const told = await readStatus(await printer.open(printer.profile.baud, printer.profile.flow));
    if (told?.failure) return { state: 'fault', reason: told.failure.code };
    return { state: 'ready', reason: told?.nearEnd ? 'printer-paper-low' : null };
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    if (error.code === 'printer-absent') return { state: 'absent', reason: error.code };
    return { state: error.code === 'printer-busy' ? 'busy' : 'fault', reason: error.code };
  }
}
