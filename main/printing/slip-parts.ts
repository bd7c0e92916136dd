/** The numbered papers of one station and what is known about its slip printers, wired together. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { Instant } from '../domain/dossier.ts';
import type { Store } from '../store/ports.ts';
import { createPrintJobs, type PrintJobs } from './print-jobs.ts';
import { createSlipProfiles, type SlipProfiles } from './slip-profiles.ts';
import { sendTicket } from './tickets.ts';

export function createSlipParts(parts: {
  readonly store: Pick<Store, 'transaction' | 'printJobs' | 'settings'>;
  readonly printers: BridgeClient<'printers'>;
  readonly now: () => Instant;
  readonly newId: () => string;
  readonly training: boolean;
  /** The first is the default one. */
  readonly printerIds: readonly string[];
  readonly onQuestion: () => void;
}): { readonly profiles: SlipProfiles; readonly printJobs: PrintJobs } {
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
  return { profiles, printJobs };
}
