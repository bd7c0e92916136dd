/** Readiness (sẵn sàng): the self-test, its printed forms, and the technician's desk. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { OutputOf } from '../contract/operations.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { PaperRenderer } from '../printing/paper-renderer.ts';
import type { DeviceDesk } from './device-desk.ts';
import { writeDiagnostics, type DiagnosticsParts } from './diagnostics.ts';
import { reportLines, reportSlip, reportTitle, testSlip, type ReportPlace } from './report-words.ts';
import type { SelfTest } from './self-test.ts';

type Printed = { readonly outcome: 'confirmed' | 'unknown' };

export interface Readiness {
  readonly desk: DeviceDesk;
  readonly selfTest: SelfTest;
  testSlip(printerId: string): Promise<Result<OutputOf<'devices.testSlip'>, ErrorCode>>;
  /** `not-found` before the first self-test. */
  print(form: 'slip' | 'paper'): Promise<Result<Printed, ErrorCode>>;
  paper(): Promise<Result<OutputOf<'readiness.paper'>, ErrorCode>>;
  diagnostics(): Promise<Result<{ file: string; bytes: number }, 'disk-full'>>;
}

const printLimitMs = 120_000;
const drawLimitMs = 20_000;
const previewDpi = 110;

export function createReadiness(parts: {
  readonly desk: DeviceDesk;
  readonly selfTest: SelfTest;
  readonly papers: Pick<PaperRenderer, 'report'>;
  readonly printers: BridgeClient<'printers'>;
  readonly imaging: BridgeClient<'imaging'>;
  readonly place: ReportPlace;
  readonly diagnostics: Omit<DiagnosticsParts, 'desk' | 'lastReport'>;
  readonly now: () => number;
}): Readiness {
  const { desk, selfTest, place } = parts;

  async function pdfOfLast(): Promise<Result<Uint8Array, ErrorCode>> {
    const report = selfTest.last();
    if (!report) return fail('not-found');
    return parts.papers.report({
      title: reportTitle,
      place: `${place.branch} – ${place.counter}`,
      madeAt: report.endedAt,
      training: place.training,
      lines: reportLines(report),
    });
  }

  async function printPaper(): Promise<Result<Printed, ErrorCode>> {
    const pdf = await pdfOfLast();
    if (!pdf.ok) return pdf;
    const printer = await desk.firstPrinter('paper-printer');
    if (!printer.ok) return printer;
    const params = { printerId: printer.value, title: reportTitle };
    const sent = await parts.printers.call('printPdf', params, [pdf.value], { timeoutMs: printLimitMs });
    return sent.ok ? ok(sent.value) : fail('printer-failed');
  }

  return {
    desk,
    selfTest,
    testSlip: (printerId) => desk.printSlip(printerId, testSlip(parts.now(), place)),
    async print(form) {
      const report = selfTest.last();
      if (!report) return fail('not-found');
      if (form === 'paper') return printPaper();
      const printed = await desk.printSlip(null, reportSlip(report, place));
      return printed.ok ? ok({ outcome: printed.value.outcome }) : printed;
    },
    async paper() {
      const pdf = await pdfOfLast();
      if (!pdf.ok) return pdf;
      const shown = await parts.imaging.call('renderPdf', { dpi: previewDpi, maxPages: 4 }, [pdf.value], {
        timeoutMs: drawLimitMs,
      });
      return shown.ok ? ok({ pdf: pdf.value, pages: [...shown.bodies] }) : fail('worker-lost');
    },
    diagnostics: () => writeDiagnostics({ ...parts.diagnostics, desk, lastReport: selfTest.last }),
  };
}
