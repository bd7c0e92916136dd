/** Accepted dossiers and their papers. */
import { z } from 'zod';
import { Dossier } from '../domain/dossier.ts';
import { operation } from './define.ts';
import { Bytes, counters, id, nothing } from './operation-parts.ts';
import { DossierSummary, PrinterView } from './views.ts';

export const dossiersOperations = {
  'dossier.list': operation({
    roles: counters,
    staff: 'any',
    /** Newest first. Text finds codes, names without diacritics, numbers. */
    input: z.object({
      text: z.string().max(200),
      limit: z.number().int().min(1).max(200),
      before: z.number().int().nullable(),
    }),
    output: z.object({ items: z.array(DossierSummary), total: z.number().int() }),
    errors: [],
  }),
  'dossier.get': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ dossierId: id }),
    output: Dossier,
    errors: ['not-found'],
  }),
  'dossier.paper': operation({
    roles: counters,
    staff: 'any',
    /** A paper as it will print: `form01` = giấy tiếp nhận hồ sơ (PDF and a PNG a page), `slip` = the ticket roll. */
    input: z.object({ dossierId: id, paper: z.enum(['form01', 'slip']) }),
    output: z.object({ pdf: Bytes.nullable(), pages: z.array(Bytes) }),
    errors: ['not-found', 'worker-lost', 'timed-out'],
  }),
  'printing.printers': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(PrinterView) }),
    errors: ['timed-out'],
  }),
  'printing.print': operation({
    roles: counters,
    staff: 'any',
    /** Silent print. A second print of the same paper is marked "in lại" and needs a reason. */
    input: z.object({
      dossierId: id,
      paper: z.enum(['form01', 'slip']),
      printerId: id.nullable(),
      reprintReason: z.string().max(200).nullable(),
    }),
    output: z.object({ outcome: z.enum(['confirmed', 'unknown']) }),
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
