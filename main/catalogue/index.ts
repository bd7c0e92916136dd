/** Procedures, units and the calendar: law and geography as dated data, checked when loaded. */
import type { z } from 'zod';
import { CalendarData, createCalendar, type WorkCalendar } from '../domain/calendar.ts';
import { baseProcedureCode } from '../domain/codes.ts';
import type { LocalDate } from '../domain/person.ts';
import type { Procedure } from '../domain/procedure.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { createFinder } from '../domain/search.ts';
import { flawInProcedures, flawInUnits, type Flaw } from './checks.ts';
import calendarFile from './data/calendar.json' with { type: 'json' };
import procedureFile from './data/procedures.json' with { type: 'json' };
import unitFile from './data/units.json' with { type: 'json' };
import { ProcedureFile, UnitFile, type Branch, type ProcedureRow, type UnitRow } from './rows.ts';

/** A ward or commune (phường, xã) since 1/7/2025, with the name of the branch that serves it. */
export interface Unit extends UnitRow {
  /** Derived from the former district, not from an official list: see `confidence.branchId`. */
  readonly branch: string;
}

export interface Catalogue {
  readonly version: string;
  /** Procedures in force on that day, best match first; without text the most asked for first. */
  search(text: string, limit: number, on: LocalDate): Procedure[];
  /** The version in force on that day; the code may carry a case or province suffix. */
  procedure(code: string, on: LocalDate): Procedure | null;
  /** The newest version, in force or not. */
  anyVersion(code: string): Procedure | null;
  /** Units in force on that day. */
  units(text: string, limit: number, on: LocalDate): Unit[];
  /** In force or not. */
  unit(code: string): Unit | null;
  /** What a unit has become by that day; the unit itself while it is in force, nothing when it is not known. */
  successors(code: string, on: LocalDate): Unit[];
  readonly branches: readonly Branch[];
  readonly calendar: WorkCalendar;
}

/** The three data files, parsed from JSON and otherwise untrusted. */
export interface CatalogueFiles {
  readonly procedures: unknown;
  readonly units: unknown;
  readonly calendar: unknown;
}

/** The catalogue that the application carries. A damaged one is a bug of the build and throws, naming the row. */
export function loadCatalogue(): Catalogue {
  const parsed = parseCatalogue({ procedures: procedureFile, units: unitFile, calendar: calendarFile });
  if (parsed.ok) return parsed.value;
  const { file, row, field, problem } = parsed.error.details ?? {};
  throw new Error(`catalogue file ${file}, row ${row}, field ${field}: ${problem}`);
}

/** The same, read and checked when first asked for: a window that only signs somebody in needs none of it. */
export function catalogueOnDemand(): Catalogue {
  let loaded: Catalogue | null = null;
  const catalogue = () => (loaded ??= loadCatalogue());
  return {
    search: (text, limit, on) => catalogue().search(text, limit, on),
    procedure: (code, on) => catalogue().procedure(code, on),
    anyVersion: (code) => catalogue().anyVersion(code),
    units: (text, limit, on) => catalogue().units(text, limit, on),
    unit: (code) => catalogue().unit(code),
    successors: (code, on) => catalogue().successors(code, on),
    get version() {
      return catalogue().version;
    },
    get branches() {
      return catalogue().branches;
    },
    get calendar() {
      return catalogue().calendar;
    },
  };
}

/** Checks data files and makes a catalogue of them; `details` are `file`, `row`, `field` and `problem`. */
export function parseCatalogue(files: CatalogueFiles): Result<Catalogue, 'catalogue-damaged'> {
  const procedures = ProcedureFile.safeParse(files.procedures);
  if (!procedures.success) return damaged('procedures', shapeFlaw(procedures.error, files.procedures));
  const units = UnitFile.safeParse(files.units);
  if (!units.success) return damaged('units', shapeFlaw(units.error, files.units));
  const calendar = CalendarData.safeParse(files.calendar);
  if (!calendar.success) return damaged('calendar', shapeFlaw(calendar.error, files.calendar));

  const procedureFlaw = flawInProcedures(procedures.data.procedures);
  if (procedureFlaw) return damaged('procedures', procedureFlaw);
  const unitFlaw = flawInUnits(units.data.branches, units.data.units);
  if (unitFlaw) return damaged('units', unitFlaw);

  const branches = units.data.branches;
  const named = units.data.units.map((unit): Unit => ({
    ...unit,
    branch: branchName(branches, unit.branchId),
  }));
  return ok({
    version: procedures.data.version,
    ...procedureLookups(procedures.data.procedures),
    ...unitLookups(named),
    branches,
    calendar: createCalendar(calendar.data),
  });
}

function procedureLookups(
  rows: readonly ProcedureRow[],
): Pick<Catalogue, 'search' | 'procedure' | 'anyVersion'> {
  const find = createFinder(
    rows.map((row) => ({
      item: row,
      names: [row.name, ...row.aliases],
      context: [row.field, row.group.replaceAll('_', ' '), row.result],
      weight: row.weight,
    })),
  );
  const versions = new Map<string, ProcedureRow[]>();
  for (const row of rows) versions.set(row.code, [...(versions.get(row.code) ?? []), row]);

  return {
    search(text, limit, on) {
      const byCode = rows.filter((row) => matchesCode(row, text));
      const found = new Set([...byCode, ...find(text, rows.length)]);
      return [...found].filter((row) => inForce(row, on)).slice(0, limit);
    },
    procedure: (code, on) =>
      versions.get(baseProcedureCode(code.trim()))?.find((row) => inForce(row, on)) ?? null,
    anyVersion(code) {
      const all = versions.get(baseProcedureCode(code.trim())) ?? [];
      return all.toSorted((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom))[0] ?? null;
    },
  };
}

function unitLookups(units: readonly Unit[]): Pick<Catalogue, 'units' | 'unit' | 'successors'> {
  const find = createFinder(
    units.map((unit) => ({
      item: unit,
      names: [unit.name, unit.fullName],
      context: [unit.code, unit.formerDistrict, unit.branch],
      weight: 0,
    })),
  );
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const stands = (unit: Unit, on: LocalDate): boolean =>
    unit.effectiveTo === undefined || on <= unit.effectiveTo;
  return {
    units(text, limit, on) {
      const exact = byCode.get(text.trim());
      const found = exact ? [exact] : find(text, units.length);
      return found.filter((unit) => stands(unit, on)).slice(0, limit);
    },
    unit: (code) => byCode.get(code) ?? null,
    successors(code, on) {
      const seen = new Set<string>();
      const follow = (one: string): Unit[] => {
        const unit = byCode.get(one);
        if (!unit || seen.has(one)) return [];
        seen.add(one);
        return stands(unit, on) ? [unit] : (unit.successors ?? []).flatMap(follow);
      };
      return follow(code);
    },
  };
}

function inForce(row: ProcedureRow, on: LocalDate): boolean {
  return row.effectiveFrom <= on && (row.effectiveTo === null || on <= row.effectiveTo);
}

/** Digits of a code without its leading group are enough to be taken for a part of one. */
const partOfCode = 3;
const codeDigits = 7;

/** Codes with or without dots, from the front or, from three digits on, any part; suffixes do not matter. */
function matchesCode(row: ProcedureRow, text: string): boolean {
  const asked = text.trim().toUpperCase();
  if (!/^[\d.\s-]+(?:\.?H\d{2})?$/.test(asked)) return false;
  const digits = asked
    .replace(/\.?H\d{2}$/, '')
    .replace(/\D/g, '')
    .slice(0, codeDigits);
  if (digits === '') return false;
  return [row.code, ...row.otherCodes].some((code) => {
    const own = code.replaceAll('.', '');
    return own.startsWith(digits) || (digits.length >= partOfCode && own.includes(digits));
  });
}

function branchName(branches: readonly Branch[], id: string): string {
  return branches.find((branch) => branch.id === id)?.name ?? id;
}

function damaged(file: keyof CatalogueFiles, flaw: Flaw): Result<never, 'catalogue-damaged'> {
  return fail('catalogue-damaged', { file, row: flaw.row, field: flaw.field, problem: flaw.problem });
}

/** The first broken shape, with the row named by its code, id or date where it has one. */
function shapeFlaw(error: z.ZodError, file: unknown): Flaw {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const [list, index, ...rest] = path;
  const isRow = typeof index === 'number';
  const where = isRow ? rest : path;
  return {
    row: isRow ? rowName(file, String(list), index) : '-',
    field: where.map(String).join('.') || '-',
    problem: issue?.message ?? 'wrong shape',
  };
}

function rowName(file: unknown, list: string, index: number): string {
  const rows: unknown = typeof file === 'object' && file !== null ? Reflect.get(file, list) : null;
  const row: unknown = Array.isArray(rows) ? rows[index] : null;
  if (typeof row === 'object' && row !== null) {
    for (const key of ['code', 'id', 'date']) {
      const name: unknown = Reflect.get(row, key);
      if (typeof name === 'string' && name !== '') return name;
    }
  }
  return `${list}[${index}]`;
}
