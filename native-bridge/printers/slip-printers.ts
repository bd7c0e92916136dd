/** The slip printers of this place: which there are, how they are, and one print at a time on each. */
import { BridgeError } from '../bridge-error.ts';
import type { PrinterInfo } from '../contract.ts';
import type { Bitmap } from './escpos.ts';
import { printBitmap, readStatus, type PrintOutcome } from './slip-driver.ts';
import type { SlipPort } from './slip-link.ts';

export interface SlipPrinter {
  readonly id: string;
  readonly name: string;
  readonly virtual: boolean;
  /** @throws BridgeError printer-absent, printer-busy, printer-failed */
  open(): Promise<SlipPort>;
}

type State = Pick<PrinterInfo, 'state' | 'reason'>;

/** Asking opens the port, and the status bar asks often, ms. */
const stateKeptMs = 15_000;

export class SlipPrinters {
  readonly #printers: readonly SlipPrinter[];
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

  /** @throws BridgeError printer-absent, -busy, -paper-out, -cover-open, -failed */
  async print(
    id: string,
    bitmap: Bitmap,
    report: (done: number, total: number) => void,
  ): Promise<PrintOutcome> {
    const printer = this.#printers.find((each) => each.id === id);
    if (!printer) throw new BridgeError('printer-absent');
    if (this.#printing.has(id)) throw new BridgeError('printer-busy');
    this.#printing.add(id);
    try {
      await this.#asking.get(id);
      return await printBitmap(await printer.open(), bitmap, report);
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
    const told = await readStatus(await printer.open());
    return told ? { state: 'fault', reason: told } : { state: 'ready', reason: null };
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    if (error.code === 'printer-absent') return { state: 'absent', reason: error.code };
    return { state: error.code === 'printer-busy' ? 'busy' : 'fault', reason: error.code };
  }
}
