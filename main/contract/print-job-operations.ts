/** Papers of which only a person can tell whether they came out. */
import { z } from 'zod';
import { Instant } from '../domain/dossier.ts';
import { operation } from './define.ts';
import { counters, id, nothing } from './operation-parts.ts';

export const PrintQuestion = z.object({
  jobId: id,
  kind: z.enum(['ticket', 'slip']),
  /** What the person calls it, e.g. `A012`. */
  label: z.string(),
  /** When the printer was last heard of it. */
  at: Instant,
});
export type PrintQuestion = z.infer<typeof PrintQuestion>;

export const printJobOperations = {
  'printing.questions': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(PrintQuestion) }),
    errors: [],
  }),
  'printing.answer': operation({
    roles: counters,
    staff: 'any',
    /** `came-out`: the number is issued. `did-not`: it is printed again, with "in lại" on it. */
    input: z.object({ jobId: id, seen: z.enum(['came-out', 'did-not']) }),
    /** What became of the reprint; `none` when none was needed. */
    output: z.object({ reprint: z.enum(['none', 'confirmed', 'unknown']) }),
    errors: [
      'not-found',
      'note-required',
      'disk-full',
      'printer-absent',
      'printer-busy',
      'printer-paper-out',
      'printer-cover-open',
      'printer-failed',
      'timed-out',
      'worker-lost',
    ],
  }),
};
