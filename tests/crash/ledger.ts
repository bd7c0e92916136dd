/** What a station has acknowledged over all of its lives; the driver keeps it, outside of what is killed. */
import type { Acknowledged } from './words.ts';

type Of<Kind extends Acknowledged['t']> = Extract<Acknowledged, { t: Kind }>;

export interface Ledger {
  readonly drafts: Map<string, number>;
  readonly pages: Of<'page'>[];
  readonly tickets: Of<'ticket'>[];
  readonly dossiers: Of<'dossier'>[];
  readonly slips: Of<'slip'>[];
  readonly city: Of<'city'>[];
  readonly answers: Of<'answer'>[];
}

export function newLedger(): Ledger {
  return { drafts: new Map(), pages: [], tickets: [], dossiers: [], slips: [], city: [], answers: [] };
}

export function note(ledger: Ledger, word: Acknowledged): void {
  switch (word.t) {
    case 'draft':
      ledger.drafts.set(word.draftId, Math.max(word.revision, ledger.drafts.get(word.draftId) ?? 0));
      break;
    case 'page':
      ledger.pages.push(word);
      break;
    case 'ticket':
      ledger.tickets.push(word);
      break;
    case 'dossier':
      ledger.dossiers.push(word);
      break;
    case 'slip':
      ledger.slips.push(word);
      break;
    case 'city':
      ledger.city.push(word);
      break;
    case 'answer':
      ledger.answers.push(word);
  }
}

/** What came after the first `counts`; what is not numbered is there as a whole. */
export function after(ledger: Ledger, counts: LedgerCounts): Ledger {
  return {
    drafts: ledger.drafts,
    pages: ledger.pages.slice(counts.pages),
    tickets: ledger.tickets.slice(counts.tickets),
    dossiers: ledger.dossiers.slice(counts.dossiers),
    slips: ledger.slips.slice(counts.slips),
    city: ledger.city.slice(counts.city),
    answers: ledger.answers.slice(counts.answers),
  };
}

export type LedgerCounts = Readonly<Record<Exclude<keyof Ledger, 'drafts'>, number>> & {
  readonly drafts: number;
};

export function countsOf(ledger: Ledger): LedgerCounts {
  const { drafts, pages, tickets, dossiers, slips, city, answers } = ledger;
  return {
    drafts: drafts.size,
    pages: pages.length,
    tickets: tickets.length,
    dossiers: dossiers.length,
    slips: slips.length,
    city: city.length,
    answers: answers.length,
  };
}
