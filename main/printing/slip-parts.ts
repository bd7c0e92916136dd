/** The numbered papers of one station and what is known about its slip printers, wired together. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { Instant } from '../domain/dossier.ts';
import type { Store } from '../store/ports.ts';
import { createPrintJobs, type PrintJobs } from './print-jobs.ts';
import { createSlipProfiles, type SlipProfiles } from './slip-profiles.ts';
import { ticketLetters, type TicketContent } from './ticket.ts';
import { sendTicket } from './tickets.ts';

export interface SlipParts {
  readonly profiles: SlipProfiles;
  readonly printJobs: PrintJobs;
  /** Has the printers given the letters of tickets ahead. Again after each start of their process. */
  keepReady(): Promise<void>;
}

/** Drawing the letters, and sending them at 9600 baud, ms. */
const readyLimitMs = 30_000;

export function createSlipParts(parts: {
  readonly store: Pick<Store, 'transaction' | 'printJobs' | 'settings'>;
  readonly printers: BridgeClient<'printers'>;
  readonly now: () => Instant;
  readonly newId: () => string;
  readonly training: boolean;
  /** The first is the default one. */
  readonly printerIds: readonly string[];
  readonly onQuestion: () => void;
  /** What stands on every ticket of this place. */
  readonly ticketPlace: Pick<TicketContent, 'centre' | 'branch'>;
}): SlipParts {
  const { store, printers, training } = parts;
  const profiles = createSlipProfiles({ store, printers });
  const defaultPrinter = (): string | null => parts.printerIds[0] ?? null;
  const printJobs = createPrintJobs({
    store,
    now: parts.now,
    newId: parts.newId,
    onChange: parts.onQuestion,
    send: (job) => sendTicket({ printers, training, defaultPrinter, profileOf: profiles.of }, job),
  });
  return {
    profiles,
    printJobs,
    async keepReady() {
      const text = ticketLetters(parts.ticketPlace);
      for (const printerId of parts.printerIds) {
        const profile = profiles.of(printerId);
        // Of a printer that is not known yet, nobody knows whether it takes letters.
        if (profile?.letters || training)
          await printers.call('keepReady', { printerId, text, ...(profile ? { profile } : {}) }, [], {
            timeoutMs: readyLimitMs,
          });
      }
    },
  };
}
