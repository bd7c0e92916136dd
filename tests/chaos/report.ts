/** What a run leaves behind: a small table for a person, everything as JSON for later. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks, type CheckName } from './check.ts';
import type { ChaosReport } from './run.ts';

const root = join(import.meta.dirname, '..', '..');

function row(name: string, value: string): string {
  return `  ${name.padEnd(34)}${value}`;
}

export function tableOf(report: ChaosReport): string {
  const struck = Object.entries(report.faults).filter(([kind]) => kind !== 'none');
  const total = struck.reduce((sum, [, count]) => sum + count, 0);
  const failed = new Map<CheckName, number>();
  for (const { check } of report.findings) failed.set(check, (failed.get(check) ?? 0) + 1);
  return [
    `seed ${String(report.seed)}`,
    row('operations', `${String(report.done)} (${(report.done / report.seconds).toFixed(0)}/s)`),
    ...Object.entries(report.operations).map(([kind, count]) => row(`  ${kind}`, String(count))),
    row(
      'dossiers / files / steps',
      `${String(report.dossiers)} / ${String(report.files)} / ${String(report.steps)}`,
    ),
    row('refused by the city, as planned', String(report.refused)),
    row('requests', String(report.requests)),
    row('faults on the line', String(total)),
    ...struck.map(([kind, count]) => row(`  ${kind}`, String(count))),
    row('all there after the last fault', `${report.convergedInSeconds.toFixed(1)} s`),
    ...(Object.keys(checks) as CheckName[]).map((check) => row(check, String(failed.get(check) ?? 0))),
  ].join('\n');
}

/** Gives the place of the file. */
export function keepEvidence(report: ChaosReport, command: string): string {
  const folder = join(root, 'out', 'chaos');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `seed-${String(report.seed)}-${String(report.done)}.json`);
  const { findings, ...figures } = report;
  const body = {
    ...{ command, at: new Date().toISOString(), ...figures },
    findings: { count: findings.length, first: findings.slice(0, 50) },
  };
  writeFileSync(path, `${JSON.stringify(body, null, 2)}\n`);
  return path;
}
