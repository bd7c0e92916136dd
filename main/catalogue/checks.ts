/** What a single shape cannot say: rows that contradict themselves or one another. */
import { isRealDate } from '../domain/local-time.ts';
import type { ProcedureCase } from '../domain/procedure.ts';
import type { Branch, ProcedureRow, UnitRow } from './rows.ts';

/** Where a data file is wrong; `row` names the row as its file does. */
export interface Flaw {
  readonly row: string;
  readonly field: string;
  readonly problem: string;
}

export function flawInProcedures(rows: readonly ProcedureRow[]): Flaw | null {
  for (const row of rows) {
    const flaw = flawInProcedure(row);
    if (flaw) return { row: row.code, ...flaw };
  }
  for (const [index, row] of rows.entries()) {
    const other = rows.slice(index + 1).find((later) => later.code === row.code && overlap(later, row));
    if (other) {
      return {
        row: row.code,
        field: 'effectiveFrom',
        problem: `two versions are in force at once (from ${row.effectiveFrom} and from ${other.effectiveFrom})`,
      };
    }
  }
  return null;
}

export function flawInUnits(branches: readonly Branch[], units: readonly UnitRow[]): Flaw | null {
  const branchIds = branches.map((branch) => branch.id);
  const twiceBranch = firstTwice(branchIds);
  if (twiceBranch !== null) return { row: twiceBranch, field: 'id', problem: 'stands twice' };
  const twiceUnit = firstTwice(units.map((unit) => unit.code));
  if (twiceUnit !== null) return { row: twiceUnit, field: 'code', problem: 'stands twice' };
  const lost = units.find((unit) => !branchIds.includes(unit.branchId));
  if (lost) return { row: lost.code, field: 'branchId', problem: `no branch ${lost.branchId}` };
  return flawInEnds(units);
}

function flawInEnds(units: readonly UnitRow[]): Flaw | null {
  const codes = new Set(units.map((unit) => unit.code));
  for (const { code, effectiveTo, successors = [] } of units) {
    if (effectiveTo !== undefined && !isRealDate(effectiveTo))
      return { row: code, field: 'effectiveTo', problem: 'no such day' };
    if (effectiveTo === undefined && successors.length > 0)
      return { row: code, field: 'successors', problem: 'stands without effectiveTo' };
    const unknown = successors.find((one) => one === code || !codes.has(one));
    if (unknown !== undefined) return { row: code, field: 'successors', problem: `no unit ${unknown}` };
  }
  return null;
}

type RowFlaw = Omit<Flaw, 'row'>;

function flawInProcedure(row: ProcedureRow): RowFlaw | null {
  return (
    flawInDates(row) ?? flawInComponents(row) ?? flawInFee(row) ?? flawInDeadline(row) ?? flawInCases(row)
  );
}

function flawInDates(row: ProcedureRow): RowFlaw | null {
  if (!isRealDate(row.effectiveFrom)) return { field: 'effectiveFrom', problem: 'no such day' };
  if (row.effectiveTo === null) return null;
  if (!isRealDate(row.effectiveTo)) return { field: 'effectiveTo', problem: 'no such day' };
  return row.effectiveTo < row.effectiveFrom
    ? { field: 'effectiveTo', problem: 'lies before effectiveFrom' }
    : null;
}

function flawInComponents(row: ProcedureRow): RowFlaw | null {
  const twice = firstTwice(row.components.map((component) => component.id));
  if (twice !== null) return { field: 'components', problem: `${twice} stands twice` };
  for (const [index, component] of row.components.entries()) {
    const field = `components.${index}`;
    if (component.kind === 'present' && (component.digitize || component.copies > 0)) {
      return { field, problem: 'a presented paper is neither kept nor digitized' };
    }
    if (!component.required && component.condition === null) {
      return {
        field: `${field}.condition`,
        problem: 'a paper that is not always needed must say when it is',
      };
    }
  }
  return null;
}

function flawInFee(row: ProcedureRow): RowFlaw | null {
  const { fee } = row;
  const twice = firstTwice(fee.items.map((item) => item.label));
  if (twice !== null) return { field: 'fee.items', problem: `"${twice}" stands twice` };
  if (!fee.known && (fee.free || fee.items.length > 0)) {
    return { field: 'fee.known', problem: 'an unknown fee can neither be free nor have items' };
  }
  if (fee.free && fee.items.length > 0)
    return { field: 'fee.free', problem: 'a free service has no fee items' };
  if (fee.known && !fee.free && fee.items.length === 0) {
    return { field: 'fee.items', problem: 'a known fee that is not free needs items' };
  }
  return null;
}

function flawInDeadline(row: ProcedureRow): RowFlaw | null {
  const { unit, value } = row.deadline;
  const counted = unit === 'hour' || unit === 'working_day' || unit === 'day';
  if (counted && value === null)
    return { field: 'deadline.value', problem: `a term in ${unit} needs a value` };
  return null;
}

function flawInCases(row: ProcedureRow): RowFlaw | null {
  const twice = firstTwice(row.cases.map((candidate) => candidate.id));
  if (twice !== null) return { field: 'cases', problem: `case ${twice} stands twice` };
  for (const [index, candidate] of row.cases.entries()) {
    const problem = flawInCase(row, candidate);
    if (problem !== null) return { field: `cases.${index}`, problem };
  }
  return null;
}

function flawInCase(row: ProcedureRow, candidate: ProcedureCase): string | null {
  const known = row.components.map((component) => component.id);
  const stranger = [...candidate.requires, ...candidate.excludes].find((id) => !known.includes(id));
  if (stranger !== undefined) return `no component ${stranger}`;
  const both = candidate.requires.find((id) => candidate.excludes.includes(id));
  if (both !== undefined) return `${both} is both required and excluded`;
  const labels = row.fee.items.map((item) => item.label);
  const noItem = candidate.feeItems?.find((label) => !labels.includes(label));
  return noItem === undefined ? null : `no fee item "${noItem}"`;
}

function overlap(one: ProcedureRow, other: ProcedureRow): boolean {
  const end = '9999-12-31';
  return one.effectiveFrom <= (other.effectiveTo ?? end) && other.effectiveFrom <= (one.effectiveTo ?? end);
}

function firstTwice(values: readonly string[]): string | null {
  return values.find((value, index) => values.indexOf(value) !== index) ?? null;
}
