import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../main/catalogue/index.ts';
import calendarFile from '../../../main/catalogue/data/calendar.json' with { type: 'json' };
import procedureFile from '../../../main/catalogue/data/procedures.json' with { type: 'json' };
import unitFile from '../../../main/catalogue/data/units.json' with { type: 'json' };

const files = { procedures: procedureFile, units: unitFile, calendar: calendarFile };

/** The first procedure: registration of birth. */
const birth = 'procedures.procedures.0';

/** Walks to a place in the files; a path that leads nowhere is a mistake of the test. */
function placeIn(root: unknown, path: string): Record<string, unknown> {
  let place = root;
  for (const step of path.split('.')) place = Reflect.get(place as object, step);
  if (typeof place !== 'object' || place === null) throw new Error(`nothing at ${path}`);
  return place as Record<string, unknown>;
}

/** What is said of the real files when `change` is written at `path`; undefined deletes. */
function flaw(path: string, change: Record<string, unknown>): string {
  const copy = structuredClone(files);
  const place = placeIn(copy, path);
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) Reflect.deleteProperty(place, key);
    else place[key] = value;
  }
  return said(parseCatalogue(copy));
}

/** What is said when the first row of a list stands twice. */
function doubled(path: string): string {
  const copy = structuredClone(files);
  const list = placeIn(copy, path);
  if (!Array.isArray(list)) throw new Error(`no list at ${path}`);
  list.push(structuredClone(list[0]));
  return said(parseCatalogue(copy));
}

function said(parsed: ReturnType<typeof parseCatalogue>): string {
  if (parsed.ok) return 'accepted';
  const { file, row, field, problem } = parsed.error.details ?? {};
  return `${parsed.error.code}: ${file} ${row} ${field}: ${problem}`;
}

test('the real files are accepted', () => {
  expect(flaw(birth, {})).toBe('accepted');
});

describe('a bad row is named', () => {
  test.each<[string, string, Record<string, unknown>, RegExp]>([
    ['no name', birth, { name: undefined }, /procedures 1\.001193 name:/],
    ['a wrong code', birth, { code: '1001193' }, /procedures 1001193 code: must look like/],
    ['no code', birth, { code: undefined }, /procedures procedures\[0\] code:/],
    ['a misspelt field', birth, { aliasses: [] }, /procedures 1\.001193 .*aliasses/],
    ['half a đồng', `${birth}.fee.items.0`, { amount: 0.5 }, /1\.001193 fee\.items\.0\.amount/],
    ['an unknown kind', `${birth}.components.0`, { kind: 'scan' }, /1\.001193 components\.0\.kind/],
    ['a made-up confidence', `${birth}.deadline`, { confidence: 'sure' }, /deadline\.confidence/],
    ['an endless term', `${birth}.deadline`, { unit: 'day', value: 1e9 }, /deadline\.value/],
    ['a term without a value', `${birth}.deadline`, { unit: 'day', value: null }, /day needs a value/],
    ['30 February', birth, { effectiveFrom: '2026-02-30' }, /1\.001193 effectiveFrom: no such day/],
    ['an end before the start', birth, { effectiveTo: '2020-01-01' }, /effectiveTo: lies before/],
    ['no case', birth, { cases: [] }, /1\.001193 cases:/],
    ['a case with a stranger', `${birth}.cases.0`, { requires: ['x'] }, /cases\.0: no component x/],
    [
      'a case that wants both',
      `${birth}.cases.0`,
      { requires: ['1.001193-03'] },
      /both required and excluded/,
    ],
    ['a case with no such fee', `${birth}.cases.0`, { feeItems: ['x'] }, /no fee item "x"/],
    ['unknown and free', `${birth}.fee`, { known: false, items: [], free: true }, /1\.001193 fee\.known/],
    ['unknown with a price', `${birth}.fee`, { known: false }, /fee\.known: an unknown fee/],
    ['free with a price', `${birth}.fee`, { free: true }, /fee\.free: a free service/],
    ['known, not free, no price', `${birth}.fee`, { items: [] }, /fee\.items: a known fee/],
    ['a presented paper to scan', `${birth}.components.5`, { digitize: true }, /components\.5: a presented/],
    ['a condition left out', `${birth}.components.2`, { condition: null }, /components\.2\.condition/],
    ['a unit of four digits', 'units.units.0', { code: '0004' }, /units 0004 code: must be five digits/],
    [
      'a unit without a branch',
      'units.units.0',
      { branchId: 'CN-X' },
      /units 00004 branchId: no branch CN-X/,
    ],
    ['31 April', 'calendar.daysOff.0', { date: '2025-04-31' }, /calendar 2025-04-31 date: no such day/],
    ['overlapping hours', 'calendar.openingHours.1', { from: '11:00' }, /calendar openingHours\[1\]/],
    ['backward hours', 'calendar.openingHours.0', { to: '07:00' }, /calendar openingHours\[0\]/],
  ])('%s', (_name, path, change, message) => {
    expect(flaw(path, change)).toMatch(message);
    expect(flaw(path, change)).toMatch(/^catalogue-damaged: /);
  });

  test.each<[string, string, RegExp]>([
    ['two versions at once', 'procedures.procedures', /1\.001193 effectiveFrom: two versions are in force/],
    ['a paper twice', `${birth}.components`, /components: 1\.001193-01 stands twice/],
    ['a case twice', `${birth}.cases`, /cases: case 01 stands twice/],
    ['a fee item twice', `${birth}.fee.items`, /fee\.items: "Đăng ký quá 60 ngày" stands twice/],
    ['a unit twice', 'units.units', /units 00004 code: stands twice/],
    ['a branch twice', 'units.branches', /units CN-TAYHO id: stands twice/],
  ])('%s', (_name, path, message) => {
    expect(doubled(path)).toMatch(message);
  });
});

test.each([null, undefined, 'text', 3, [], {}])('a file that is %j is refused', (file) => {
  for (const name of ['procedures', 'units', 'calendar'] as const) {
    expect(parseCatalogue({ ...files, [name]: file })).toMatchObject({
      ok: false,
      error: { code: 'catalogue-damaged', details: { file: name } },
    });
  }
});
