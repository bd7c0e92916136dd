/** A file for the technician: versions, settings without secrets, devices, masked messages, the end of the log. */
import { readFileSync } from 'node:fs';
import type { ReadinessReport, TraceView } from '../contract/devices-operations.ts';
import type { Result } from '../domain/result.ts';
import { writeSupportFile } from '../store/support-file.ts';
import type { DeviceDesk } from './device-desk.ts';

export interface DiagnosticsParts {
  readonly version: string;
  /** What of the station's settings may leave it: no password, no user name, no key. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly desk: Pick<DeviceDesk, 'list' | 'trace'>;
  readonly lastReport: () => ReadinessReport | null;
  readonly logFile: string;
  /** Where the file is put. */
  readonly folder: string;
  readonly now: () => number;
}

const logLines = 400;

/** Everything in it was masked when it was recorded; nothing is filtered here, so that nothing can be forgotten. */
export async function writeDiagnostics(
  parts: DiagnosticsParts,
): Promise<Result<{ file: string; bytes: number }, 'disk-full'>> {
  const [classes, trace] = await Promise.all([parts.desk.list(), parts.desk.trace()]);
  const { node, electron = null, chrome = null } = process.versions;
  const content = {
    madeAt: new Date(parts.now()).toISOString(),
    versions: { application: parts.version, node, electron, chrome },
    system: { platform: process.platform, arch: process.arch },
    settings: parts.settings,
    classes,
    readiness: parts.lastReport(),
    trace: trace satisfies TraceView[],
    log: logEnd(parts.logFile),
  };
  const stamp = content.madeAt.slice(0, 19).replace(/[-:T]/g, '');
  return await writeSupportFile(parts.folder, `mot-cua-chan-doan-${stamp}.json`, content);
}

function logEnd(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-logLines);
  } catch {
    return [];
  }
}
