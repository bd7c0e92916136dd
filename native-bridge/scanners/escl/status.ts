/** ScannerStatus of the Mopria eSCL specification 2.97, section 8.3: names what holds the scanner up. Pure. */
import { BridgeError } from '../../bridge-error.ts';
import { child, descendants, readXml } from './xml.ts';

export interface EsclStatus {
  /** `Idle`, `Processing`, `Testing`, `Stopped`, `Down`. */
  readonly state: string;
  /** E.g. `ScannerAdfJam`; null without a feeder. */
  readonly feeder: string | null;
  readonly jobs: readonly EsclJobState[];
}

export interface EsclJobState {
  /** Path of the job's address. */
  readonly path: string;
  /** `Pending`, `Processing`, `Completed`, `Canceled`, `Aborted`. */
  readonly state: string;
  readonly reasons: readonly string[];
}

/** @throws BridgeError scanner-answer-bad */
export function readStatus(bytes: Uint8Array): EsclStatus {
  const root = readXml(bytes);
  if (root.name !== 'ScannerStatus') throw new BridgeError('scanner-answer-bad', { reason: 'not-a-scanner' });
  return {
    state: child(root, 'State')?.text ?? '',
    feeder: child(root, 'AdfState')?.text ?? null,
    jobs: descendants(root, 'JobInfo').map((job) => ({
      path: pathOf(child(job, 'JobUri')?.text ?? ''),
      state: child(job, 'JobState')?.text ?? '',
      reasons: descendants(job, 'JobStateReason').map((reason) => reason.text),
    })),
  };
}

/** The device gives its jobs as whole addresses or as paths. */
export function pathOf(address: string): string {
  const path = /^https?:\/\/[^/]*(\/.*)?$/i.exec(address);
  return (path ? (path[1] ?? '/') : address).replace(/\/+$/, '');
}

/** Error codes of the feeder's states; a state that holds nothing up has none. */
const feederCodes: readonly (readonly [RegExp, string])[] = [
  [/Jam|Mispick|Multipick|DuplexPageToo|InputTrayFailed/i, 'scanner-jammed'],
  [/HatchOpen|DoorOpen|CoverOpen/i, 'scanner-cover-open'],
  [/InputTrayOverloaded/i, 'scanner-jammed'],
];

/** What keeps the feeder from going on, or null. An empty feeder is told apart: it may be how a job ends well. */
export function feederFault(status: EsclStatus | null): string | null {
  const state = status?.feeder ?? '';
  return feederCodes.find(([pattern]) => pattern.test(state))?.[1] ?? null;
}

export function feederIsEmpty(status: EsclStatus | null): boolean {
  return /Empty$/i.test(status?.feeder ?? '');
}

/** Why a job ended before its time, or null when it ended well or says nothing. */
export function jobFault(status: EsclStatus | null, jobPath: string): string | null {
  const job = status?.jobs.find((each) => each.path === jobPath);
  if (job?.state === 'Canceled') return 'scanner-stopped';
  if (job?.state !== 'Aborted') return null;
  return job.reasons.some((reason) => /CanceledByUser|JobCanceledAtDevice/i.test(reason))
    ? 'scanner-stopped'
    : 'scanner-failed';
}
