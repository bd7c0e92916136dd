/** What the stations were told to do and have confirmed: kept by the run itself, apart from all that it tests. */
import { contentOf, sha256Of } from './papers.ts';
import type { Order } from './messages.ts';

export interface LedgerStep {
  readonly id: string;
  readonly at: number;
  readonly status: number;
  readonly text: string;
  readonly sequence: number;
}

export interface LedgerDossier {
  readonly id: string;
  readonly station: number;
  /** SHA-256 of its files, in order. */
  readonly files: readonly string[];
  /** Every city refuses it. */
  readonly refusable: boolean;
  readonly steps: LedgerStep[];
}

export interface Ledger {
  readonly dossiers: ReadonlyMap<string, LedgerDossier>;
  /** Told by the station that it is on disk. */
  confirmed(order: Order): void;
}

export function createLedger(): Ledger {
  const dossiers = new Map<string, LedgerDossier>();
  return {
    dossiers,
    confirmed: ({ station, operation, at }) => {
      if (operation.kind === 'accept') {
        const { id, files, refusable } = operation.dossier;
        const first = { id: `${id}.2`, at, status: 2, text: 'Tiếp nhận hồ sơ', sequence: 2 };
        const hashes = files.map((file) => sha256Of(contentOf(file)));
        dossiers.set(id, { id, station, files: hashes, refusable, steps: [first] });
      } else if (operation.kind === 'progress') {
        for (const { id, dossierId, sequence, status, text } of operation.steps) {
          dossiers.get(dossierId)?.steps.push({ id, at, status, text, sequence });
        }
      }
    },
  };
}
