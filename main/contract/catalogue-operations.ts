/** Procedures, units, and what a scanned code is. */
import { z } from 'zod';
import { operation } from './define.ts';
import { counters } from './operation-parts.ts';
import { ProcedureSummary, ProcedureView, UnitView } from './views.ts';

export const catalogueOperations = {
  'catalogue.search': operation({
    roles: counters,
    staff: 'any',
    /** Empty text lists the most used ones. Diacritics, đ/d and hoà/hòa do not matter; codes and everyday names work. */
    input: z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(100) }),
    output: z.object({ items: z.array(ProcedureSummary), version: z.string() }),
    errors: [],
  }),
  'catalogue.procedure': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ code: z.string().max(40) }),
    output: ProcedureView,
    errors: ['not-found', 'procedure-not-in-force'],
  }),
  'catalogue.units': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ text: z.string().max(100), limit: z.number().int().min(1).max(200) }),
    output: z.object({ items: z.array(UnitView) }),
    errors: [],
  }),
  'catalogue.unit': operation({
    roles: counters,
    staff: 'any',
    /** One unit, in force or not, and what it has become by today: itself, its successors, or nothing that is known. */
    input: z.object({ code: z.string().max(40) }),
    output: z.object({ unit: UnitView.nullable(), today: z.array(UnitView) }),
    errors: [],
  }),
};
