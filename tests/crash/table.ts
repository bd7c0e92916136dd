/** What a run of kills found, for people. */
import type { Fault } from './check-store.ts';
import type { KillReport } from './random-kills.ts';

const kinds = ['lost', 'doubled', 'phantom', 'damaged'] as const;

export function faultCounts(faults: readonly Fault[]): string {
  return kinds
    .map((kind) => `${String(faults.filter((fault) => fault.kind === kind).length)} ${kind}`)
    .join(', ');
}

export function tableOf(reports: readonly KillReport[]): string {
  const sum = (of: (report: KillReport) => number): number =>
    reports.reduce((total, each) => total + of(each), 0);
  const starts = reports.flatMap(({ startsMs }) => startsMs);
  const aimed = mergedCounts(reports.map((report) => report.aimed));
  const refused = mergedCounts(reports.map((report) => report.refused));
  const lines: readonly (readonly [string, string])[] = [
    ['kills (SIGKILL)', String(sum(({ kills }) => kills))],
    ['aimed at', aimed],
    ['acknowledged pages', String(sum(({ acknowledged }) => acknowledged.pages))],
    ['acknowledged tickets', String(sum(({ acknowledged }) => acknowledged.tickets))],
    ['acknowledged dossiers', String(sum(({ acknowledged }) => acknowledged.dossiers))],
    ['acknowledged slips', String(sum(({ acknowledged }) => acknowledged.slips))],
    ['city codes shown', String(sum(({ acknowledged }) => acknowledged.city))],
    ['drafts shown', String(sum(({ acknowledged }) => acknowledged.drafts))],
    ['papers cut', String(sum(({ papers }) => papers))],
    ['dossiers at the city', String(sum(({ atCity }) => atCity))],
    ['came twice to the city, counted once', String(sum(({ repeatedAtCity }) => repeatedAtCity))],
    ['questions about papers answered', String(sum(({ acknowledged }) => acknowledged.answers))],
    ['refused by name', refused || 'nothing'],
    ['starts, ms to the first answer', distribution(starts)],
  ];
  const wide = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `  ${name.padEnd(wide)}  ${value}`).join('\n');
}

/** With the seed that replays each. */
export function firstFaults(reports: readonly KillReport[]): string[] {
  const faults = reports.flatMap((report) => report.faults.map((fault) => ({ ...fault, seed: report.seed })));
  return faults.slice(0, 20).map(({ kind, what, afterKill, seed }) => {
    return `  ${kind}, after kill ${String(afterKill)} of seed ${String(seed)}: ${what}`;
  });
}

function mergedCounts(counts: readonly Record<string, number>[]): string {
  const merged: Record<string, number> = {};
  for (const each of counts)
    for (const [name, count] of Object.entries(each)) merged[name] = (merged[name] ?? 0) + count;
  return Object.entries(merged)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ');
}

/** Never asserted: it says as much of the machine as of the application. */
export function distribution(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string =>
    String(Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0));
  const late = sorted.filter((value) => value > 5_000).length;
  return `${String(sorted.length)} starts: median ${at(0.5)}, 95% ${at(0.95)}, longest ${at(1)}; ${String(late)} over 5,000`;
}
