/** The procedures that the simulated city answers about; a file of the same shape can be given at start. */
import { readFileSync } from 'node:fs';
import { isFields, textOf } from './checks.ts';

export interface KnownProcedure {
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly fieldCode: string;
}

const builtIn: readonly KnownProcedure[] = [
  { code: '1.001193', name: 'Đăng ký khai sinh', field: 'Hộ tịch', fieldCode: 'G15-TP07' },
  { code: '1.000894', name: 'Đăng ký kết hôn', field: 'Hộ tịch', fieldCode: 'G15-TP07' },
];

/** `path` null gives the built-in two. Throws when the file is not `{procedures: [{code, name, field}]}`. */
export function loadProcedures(path: string | null): readonly KnownProcedure[] {
  if (path === null) return builtIn;
  const data: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const rows = isFields(data) ? data['procedures'] : data;
  if (!Array.isArray(rows)) throw new Error('the procedures file holds no list');
  return rows.filter(isFields).map((row) => ({
    code: textOf(row, 'code'),
    name: textOf(row, 'name'),
    field: textOf(row, 'field'),
    fieldCode: textOf(row, 'category_code') || textOf(row, 'fieldCode'),
  }));
}
