/**
 * Codes of units and procedures as one city system writes them, by day: units were re-coded on 1/7/2025, and each vendor
 * has tables of its own. What no row names goes as it is.
 */
import { z } from 'zod';
import type { Instant } from '../domain/dossier.ts';
import { localDateOf } from '../domain/local-time.ts';
import { LocalDate } from '../domain/person.ts';

export const CodeRow = z.strictObject({
  /** The code in this application's catalogue; '*' for every code that has no row of its own (units only). */
  ours: z.string().min(1).max(60),
  theirs: z.string().min(1).max(60),
  /** First day, yyyy-MM-dd; absent = always. */
  from: LocalDate.optional(),
  /** Last day, inclusive. */
  to: LocalDate.optional(),
});
export type CodeRow = z.infer<typeof CodeRow>;

export const CodeTableRows = z.strictObject({
  units: z.array(CodeRow).max(20_000).default([]),
  procedures: z.array(CodeRow).max(20_000).default([]),
});

/** As the settings say it. */
export interface CodeLists {
  readonly units: readonly CodeRow[];
  readonly procedures: readonly CodeRow[];
}

export interface CodeTables {
  /** The system's code of a unit on the day of `at`. */
  unit(ours: string, at: Instant): string;
  procedure(ours: string, at: Instant): string;
  /** Our code for a unit code that the system writes, of whatever day: old codes stay readable. */
  unitFrom(theirs: string): string;
  procedureFrom(theirs: string): string;
}

function isOn(row: CodeRow, day: string): boolean {
  return (row.from === undefined || row.from <= day) && (row.to === undefined || day <= row.to);
}

function tableOf(rows: readonly CodeRow[]) {
  const byOurs = new Map<string, CodeRow[]>();
  const byTheirs = new Map<string, CodeRow>();
  for (const row of rows) {
    const same = byOurs.get(row.ours) ?? [];
    same.push(row);
    byOurs.set(row.ours, same);
    const other = byTheirs.get(row.theirs);
    // Where two of our codes became one of theirs, the newest row tells whose it is now.
    if (row.ours !== '*' && (!other || (other.from ?? '') <= (row.from ?? ''))) byTheirs.set(row.theirs, row);
  }
  // The row that began last counts where two are in force.
  for (const same of byOurs.values()) same.sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''));
  return {
    to: (ours: string, at: Instant): string => {
      const day = localDateOf(at);
      const row = [...(byOurs.get(ours) ?? []), ...(byOurs.get('*') ?? [])].find((one) => isOn(one, day));
      return ours === '' ? '' : (row?.theirs ?? ours);
    },
    from: (theirs: string): string => byTheirs.get(theirs)?.ours ?? theirs,
  };
}

export function createCodeTables(rows: CodeLists): CodeTables {
  const units = tableOf(rows.units);
  const procedures = tableOf(rows.procedures);
  return { unit: units.to, procedure: procedures.to, unitFrom: units.from, procedureFrom: procedures.from };
}

/** A system that writes the codes of the catalogue. */
export const noCodes: CodeTables = createCodeTables({ units: [], procedures: [] });
