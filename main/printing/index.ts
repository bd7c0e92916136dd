/** Papers of a dossier: preview, silent print, and the record of each print. */
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import type { PaperOptions, SlipOutcome, SlipProfile } from '../../native-bridge/contract-printers.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { OutputOf } from '../contract/operations.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { separatorTitle, type SeparatorInput } from './separator-paper.ts';
import { createDrawing, failed, type Drawn, type DrawingParts, type Reprint } from './draw-papers.ts';
import type { PrintJobs } from './print-jobs.ts';
import { slipSeries } from './questions.ts';
import { sentOf, surelyNotPrinted } from './tickets.ts';
import type { PrintRecord, Store } from '../store/ports.ts';
import { printedCode } from './form01-text.ts';

export interface PrintingParts extends DrawingParts {
  readonly store: Pick<Store, 'transaction' | 'dossiers' | 'prints' | 'staff'>;
  readonly printers: BridgeClient<'printers'>;
  readonly newId: () => string;
  /** Which printer takes the receipt, and how; the default printer unless told. */
  readonly form01?: {
    readonly printer: string | null;
    readonly paper: 'a4' | 'a5';
    readonly copies?: number | undefined;
    readonly sides?: PaperOptions['sides'];
    readonly tellMedia: boolean;
  };
  /** Keeps the slips as numbered jobs, so that a person is asked about one that is lost. */
  readonly jobs?: Pick<PrintJobs, 'begin' | 'settle'>;
  readonly slipProfileOf?: (printerId: string) => SlipProfile | null;
}

export interface PrintRequest {
  readonly dossierId: string;
  readonly paper: PrintRecord['paper'];
  /** Null: the default printer of the paper's kind. */
  readonly printerId: string | null;
  /** Needed from the second print on; printed on the paper. */
  readonly reprintReason: string | null;
}

type PrintOutcome = OutputOf<'printing.print'>;

export interface Printing {
  /** The paper as first issued, without a reprint mark. */
  preview(
    dossierId: string,
    paper: PrintRecord['paper'],
  ): Promise<Result<OutputOf<'dossier.paper'>, ErrorCode>>;
  /**
   * Prints silently. The print is on record before its first byte leaves, so that a paper that may exist is never
   * printed again unmarked. The same request made twice at the same time prints once.
   */
  print(request: PrintRequest): Promise<Result<PrintOutcome, ErrorCode>>;
  /** A sheet that splits a batch of the feeder; no paper of a dossier, so nothing is on record about it. */
  printSeparator(
    sheet: Pick<SeparatorInput, 'componentId' | 'name'>,
  ): Promise<Result<PrintOutcome, ErrorCode>>;
  list(): Promise<Result<OutputOf<'printing.printers'>, ErrorCode>>;
}

const listTimeoutMs = 5_000;
/** A slip at 9600 baud takes up to 50 s; every frame of progress starts the time anew. */
const printTimeoutMs = 90_000;
/** One print under way, so that a double click finds it. */
interface Running {
  readonly request: PrintRequest;
  readonly outcome: Promise<Result<PrintOutcome, ErrorCode>>;
}

function slipOutcome({
  outcome,
  reason = null,
}: PrintOutcome & { readonly reason?: string | null }): SlipOutcome {
  return { outcome, reason, bytes: 0 };
}

export function createPrinting(parts: PrintingParts): Printing {
  const { store, printers } = parts;
  const drawing = createDrawing(parts);
  const running = new Map<string, Running>();

  async function choosePrinter(
    kind: Drawn['kind'],
    wanted: string | null,
  ): Promise<Result<string, ErrorCode>> {
    const listed = await printers.call('list', {}, [], { timeoutMs: listTimeoutMs });
    if (!listed.ok) return failed(listed);
    const fitting = listed.value.printers.filter((printer) => printer.kind === kind);
    const chosen =
      wanted === null
        ? (fitting.find((printer) => printer.isDefault) ??
          fitting.find((printer) => printer.state === 'ready') ??
          fitting[0])
        : fitting.find((printer) => printer.id === wanted);
    return chosen && chosen.state !== 'absent' ? ok(chosen.id) : fail('printer-absent');
  }

  function how(): { readonly options?: PaperOptions } {
    const { form01 } = parts;
    if (!form01) return {};
    const media = { a4: 'iso_a4_210x297mm', a5: 'iso_a5_148x210mm' } as const;
    const { copies, sides, paper, tellMedia } = form01;
    return { options: { copies, sides, media: tellMedia ? media[paper] : undefined } };
  }

  function send(
    drawn: Drawn,
    printerId: string,
  ): Promise<BridgeOutcome<PrintOutcome & Partial<Pick<SlipOutcome, 'reason'>>>> {
    const options = { timeoutMs: printTimeoutMs };
    if (drawn.kind === 'paper')
      return printers.call('printPdf', { printerId, title: drawn.title, ...how() }, [drawn.pdf], options);
    const profile = parts.slipProfileOf?.(printerId) ?? null;
    return printers.call(
      'printSlip',
      { printerId, widthPx: drawn.widthPx, heightPx: drawn.heightPx, ...(profile ? { profile } : {}) },
      [drawn.bitmap],
      options,
    );
  }

  async function printOnce(request: PrintRequest): Promise<Result<PrintOutcome, ErrorCode>> {
    const { dossierId, paper } = request;
    const dossier = store.dossiers.get(dossierId);
    if (!dossier) return fail('not-found');
    // A print that was only started (the power went) may lie in the tray as well.
    const mayExist = store.prints.of(dossierId, paper).filter((record) => record.state !== 'failed').length;
    const reason = request.reprintReason?.trim() ?? '';
    if (mayExist > 0 && reason === '') return fail('note-required');
    const reprint: Reprint = mayExist === 0 ? null : { number: mayExist, reason };

    const printer = await choosePrinter(
      paper === 'form01' ? 'paper' : 'slip',
      request.printerId ?? (paper === 'form01' ? (parts.form01?.printer ?? null) : null),
    );
    if (!printer.ok) return printer;
    const drawn = await drawing.draw(dossier, paper, reprint);
    if (!drawn.ok) return drawn;

    const record: PrintRecord = {
      id: parts.newId(),
      dossierId,
      paper,
      state: 'started',
      at: parts.now(),
      reprintReason: reprint === null ? null : reason,
    };
    const recorded = store.transaction(() => {
      store.prints.insert(record);
      if (paper === 'slip')
        parts.jobs?.begin({
          id: record.id,
          kind: 'slip',
          series: slipSeries(dossierId),
          printerId: printer.value,
          content: null,
          labelOf: () => printedCode(dossier),
        });
    });
    if (!recorded.ok) return recorded;

    const sent = await send(drawn.value, printer.value);
    const state: PrintRecord['state'] = sent.ok
      ? sent.value.outcome
      : surelyNotPrinted.has(sent.error.code)
        ? 'failed'
        : 'unknown';
    const settled = store.transaction(() => {
      store.prints.setState(record.id, state);
    });
    // The question is asked by the job's own row; when it cannot be written, that row asks at the next start.
    const told =
      drawn.value.kind === 'slip'
        ? parts.jobs?.settle(record.id, sentOf(sent.ok ? { ...sent, value: slipOutcome(sent.value) } : sent))
        : undefined;
    if (!sent.ok) return failed(sent);
    // On a full disk the record stays `started`, which counts like `unknown`; so nothing surer is told.
    return settled.ok && told?.ok !== false
      ? ok({ outcome: sent.value.outcome })
      : ok({ outcome: 'unknown' });
  }

  return {
    async preview(dossierId, paper) {
      const dossier = store.dossiers.get(dossierId);
      return dossier ? drawing.preview(dossier, paper) : fail('not-found');
    },

    print(request) {
      const key = `${request.paper} ${request.dossierId}`;
      const current = running.get(key);
      if (current) {
        const same =
          current.request.printerId === request.printerId &&
          current.request.reprintReason === request.reprintReason;
        return same ? current.outcome : Promise.resolve(fail('printer-busy'));
      }
      const outcome = printOnce(request).finally(() => running.delete(key));
      running.set(key, { request, outcome });
      return outcome;
    },

    async printSeparator(sheet) {
      const printer = await choosePrinter('paper', null);
      if (!printer.ok) return printer;
      const pdf = await parts.papers.separator({ ...sheet, madeAt: parts.now() });
      if (!pdf.ok) return pdf;
      const paper = { printerId: printer.value, title: separatorTitle };
      const sent = await printers.call('printPdf', paper, [pdf.value], { timeoutMs: printTimeoutMs });
      return sent.ok ? ok({ outcome: sent.value.outcome }) : failed(sent);
    },

    async list() {
      const listed = await printers.call('list', {}, [], { timeoutMs: listTimeoutMs });
      if (!listed.ok) return failed(listed);
      const items = listed.value.printers.map(({ id, name, kind, isDefault, virtual }) => ({
        id,
        name,
        kind,
        isDefault,
        virtual,
      }));
      return ok({ items });
    },
  };
}
