/** Tickets of the queue on the slip printer. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import type { SlipOutcome, SlipProfile } from '../../native-bridge/contract-printers.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import type { Result } from '../domain/result.ts';
import type { PrintJob } from '../store/ports.ts';
import type { PrintJobs, Sent } from './print-jobs.ts';
import { ticketItems, type TicketContent } from './ticket.ts';

export interface TicketRequest {
  /** Counter hall, field letter and day: numbers count within it. */
  readonly series: { readonly place: string; readonly letter: string; readonly day: string };
  readonly content: TicketContent;
  readonly printerId: string | null;
}

const printTimeoutMs = 90_000;

/** Failures after which the printer surely holds no whole paper. Every other one leaves that open. */
export const surelyNotPrinted: ReadonlySet<string> = new Set([
  'printer-absent',
  'printer-busy',
  'printer-paper-out',
  'printer-cover-open',
  'printer-failed',
  'wrong-shape',
]);

export function sentOf(outcome: BridgeOutcome<SlipOutcome>): Sent {
  if (outcome.ok)
    return outcome.value.outcome === 'confirmed'
      ? { state: 'confirmed' }
      : { state: 'unknown', reason: outcome.value.reason ?? 'unknown' };
  const { code, details } = outcome.error;
  const known: ErrorCode = errorCodes.find((each) => each === code) ?? 'printer-failed';
  if (!surelyNotPrinted.has(code)) return { state: 'unknown', reason: known };
  return { state: 'failed', code: known, reason: String(details['reason'] ?? '') || null };
}

/** `A012`: the letter of the field and at least three digits. */
export function ticketLabel(letter: string, number: number): string {
  return `${letter}${String(number).padStart(3, '0')}`;
}

export function issueTicket(jobs: PrintJobs, request: TicketRequest): Promise<Result<PrintJob, ErrorCode>> {
  const { place, letter, day } = request.series;
  return jobs.issue({
    kind: 'ticket',
    series: `ticket/${place}/${letter}/${day}`,
    printerId: request.printerId,
    content: request.content,
    labelOf: (number) => ticketLabel(letter, number),
  });
}

/** What is printed for a ticket's job now, the mark of a lost paper included. */
export function itemsOf(job: PrintJob, training: boolean): SlipItem[] {
  // Written by `issueTicket` alone, into the encrypted store.
  return ticketItems(job.label, job.content as TicketContent, job.mark, training);
}

export interface TicketSender {
  readonly printers: BridgeClient<'printers'>;
  readonly training: boolean;
  /** Known without asking: a ticket must not wait for a list of printers. */
  readonly defaultPrinter: () => string | null;
  readonly profileOf: (printerId: string) => SlipProfile | null;
}

export async function sendTicket(parts: TicketSender, job: PrintJob): Promise<Sent> {
  const printerId = job.printerId ?? parts.defaultPrinter();
  if (printerId === null) return { state: 'failed', code: 'printer-absent', reason: null };
  const profile = parts.profileOf(printerId);
  return sentOf(
    await parts.printers.call(
      'printItems',
      {
        printerId,
        items: itemsOf(job, parts.training),
        lastPaper: job.mark === null ? 'as-known' : 'lost',
        ...(profile ? { profile } : {}),
      },
      [],
      { timeoutMs: printTimeoutMs },
    ),
  );
}
