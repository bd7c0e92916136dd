/** Shapes of the catalogue's data files. The files are law as dated data: they are replaced, never edited in place. */
import { z } from 'zod';
import { LocalDate } from '../domain/person.ts';
import { Confidence, Procedure } from '../domain/procedure.ts';

const text = z.string().min(1);

/** A procedure in one dated version, with what only the catalogue needs to find it. */
export const ProcedureRow = Procedure.extend({
  code: z.string().regex(/^\d\.\d{6}$/, 'must look like 1.001193'),
  name: text,
  /** Codes that older or other lists use for the same procedure. */
  otherCodes: z.array(z.string().regex(/^\d\.\d{6}$/, 'must look like 1.001193')),
  /** How much it is asked for: the highest stands first in the list without a search. */
  weight: z.number().int().min(0).max(1000),
}).strict();
export type ProcedureRow = z.infer<typeof ProcedureRow>;

export const ProcedureFile = z.object({
  /** Kept with every draft and dossier, to tell which law they were taken under. */
  version: text,
  asOf: LocalDate,
  procedures: z.array(ProcedureRow).min(1),
});

/** A branch (chi nhánh) of the centre. Ids are ours; the official identifiers are not published. */
export const Branch = z
  .object({
    id: text,
    name: text,
    officialNumber: z.number().int().nullable(),
    formerDistricts: z.array(text),
    address: z.string().nullable(),
    confidence: z.object({ name: Confidence, officialNumber: Confidence, address: Confidence }),
  })
  .strict();
export type Branch = z.infer<typeof Branch>;

export const UnitRow = z
  .object({
    code: z.string().regex(/^\d{5}$/, 'must be five digits'),
    type: z.enum(['phường', 'xã']),
    name: text,
    fullName: text,
    formerDistrict: text,
    branchId: text,
    /** Last day, inclusive; absent while it is in force. */
    effectiveTo: LocalDate.optional(),
    /** Codes of the units that took over when it ended. */
    successors: z.array(z.string().regex(/^\d{5}$/, 'must be five digits')).optional(),
    confidence: z.object({ code: Confidence, name: Confidence, branchId: Confidence }),
  })
  .strict();
export type UnitRow = z.infer<typeof UnitRow>;

export const UnitFile = z.object({
  version: text,
  province: z.object({ code: text, dossierCode: text, name: text }),
  branches: z.array(Branch).min(1),
  units: z.array(UnitRow).min(1),
});
