/** What many cases came to: a table of counts, and the cases that went wrong. */
import type { Played } from './lane.ts';

export interface Tally {
  readonly table: string;
  readonly wrong: readonly Played[];
  /** Cases in which the display stalled each time: not counted among the cases. */
  readonly unplayed: number;
}

interface Row {
  cases: number;
  scans: number;
  arrived: number;
  leaked: number;
  typed: number;
  lost: number;
}

export function tally(played: readonly Played[]): Tally {
  const rows = new Map<string, Row>();
  const add = (name: string, change: Row): void => {
    const row = rows.get(name) ?? { cases: 0, scans: 0, arrived: 0, leaked: 0, typed: 0, lost: 0 };
    for (const key of Object.keys(change) as (keyof Row)[]) row[key] += change[key];
    rows.set(name, row);
  };
  const wrong: Played[] = [];
  let unplayed = 0;
  for (const each of played) {
    if (each.differences === null) {
      unplayed += 1;
      continue;
    }
    if (each.differences.length > 0) wrong.push(each);
    const row = rowOf(each);
    const { wedge } = each;
    add(`1 ${wedge.scan?.kind ?? 'typing alone'}`, row);
    if (wedge.scan) add(`2 ends with ${wedge.scan.suffix === 'none' ? 'nothing' : wedge.scan.suffix}`, row);
    if (wedge.scan) add(`3 ${paces.find(({ below }) => (wedge.scan?.paceMs ?? 0) < below)?.name}`, row);
    add(`4 scan ${wedge.when}`.replace('scan none', 'no scan'), row);
    add(`5 in ${wedge.place}: ${wedge.field}`, row);
    add('6 all', row);
  }
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(26) : String(cell).padStart(10))).join('');
  const lines = [...rows.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { cases, scans, arrived, leaked, typed, lost }]) =>
      line([name.slice(2), cases, scans, arrived, leaked, typed, lost]),
    );
  const head = line(['', 'cases', 'scans', 'arrived', 'in field', 'typed', 'lost']);
  return { table: [head, ...lines].join('\n'), wrong, unplayed };
}

const paces = [
  { below: 4, name: '1–3 ms a key' },
  { below: 10, name: '4–9 ms a key' },
  { below: 19, name: '10–18 ms a key' },
  { below: Infinity, name: '19–30 ms a key' },
];

function rowOf({ wedge, differences }: Played): Row {
  const fields = (differences ?? []).filter(({ what }) => what !== 'said');
  const pairs = fields.map(({ wanted, got }) => ({ wanted, got, common: common(wanted, got) }));
  const lost = pairs.reduce((sum, { wanted, common: same }) => sum + wanted.length - same, 0);
  const leaked = pairs.some(({ got, common: same }) => got.length > same);
  return {
    cases: 1,
    scans: wedge.scan ? 1 : 0,
    arrived: wedge.scan && differences?.length === 0 ? 1 : 0,
    leaked: leaked ? 1 : 0,
    typed: wedge.typed.length,
    lost,
  };
}

/** Length of the longest common subsequence. */
function common(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const char of a) {
    const next = [0];
    for (let at = 1; at <= b.length; at += 1) {
      const diagonal = (row[at - 1] ?? 0) + 1;
      next.push(char === b[at - 1] ? diagonal : Math.max(row[at] ?? 0, next[at - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
