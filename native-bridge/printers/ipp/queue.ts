/** A printer behind IPP: how it is, a job handed to it, the job asked about and cancelled (RFC 8011). */
import { BridgeError } from '../../bridge-error.ts';
import type { PaperOptions } from '../../contract-printers.ts';
import { ippTag, type IppAttribute, type IppGroup, type IppValue } from './message.ts';
import { callIpp, IppRefused, serverOf, userName, type IppServer } from './server.ts';

const operation = {
  printJob: 0x0002,
  createJob: 0x0005,
  sendDocument: 0x0006,
  cancelJob: 0x0008,
  getJob: 0x0009,
  getPrinter: 0x000b,
  cupsGetDefault: 0x4001,
  cupsGetPrinters: 0x4002,
} as const;
const lookLimitMs = 3_000;
const submitLimitMs = 30_000;

export interface Queue {
  readonly server: IppServer;
  readonly path: string;
  /** As the server names it. */
  readonly uri: string;
  /** CUPS counts no sheets that it can vouch for; a printer does. */
  readonly spooled: boolean;
}

export interface JobLook {
  readonly state: 'waiting' | 'processing' | 'stopped' | 'cancelled' | 'aborted' | 'completed';
  readonly reasons: readonly string[];
  /** It has been worked on: paper may have moved. */
  readonly begun: boolean;
  /** Sides or sheets that the server counts as printed; null when it does not count. */
  readonly printed: number | null;
}

const states = ['waiting', 'waiting', 'processing', 'stopped', 'cancelled', 'aborted', 'completed'] as const;
const stateBase = 3;

/** A network printer by its own address. */
export function networkQueue(uri: string): Queue | undefined {
  const found = serverOf(uri);
  return found && { ...found, uri, spooled: false };
}

export function cupsQueue(server: IppServer, name: string): Queue {
  const path = `/printers/${encodeURIComponent(name)}`;
  return { server, path, uri: `ipp://localhost${path}`, spooled: true };
}

/** Names of the queues of a CUPS server, and which one it takes when none is named. */
export async function cupsQueues(server: IppServer): Promise<{ name: string; isDefault: boolean }[]> {
  const ask = (code: number) =>
    callIpp(server, {
      path: '/',
      operation: code,
      target: [requested('printer-name')],
      limitMs: lookLimitMs,
    }).catch((error: unknown) => {
      // "Not found": there is no queue, or no default one.
      if (error instanceof IppRefused) return [];
      throw error;
    });
  const [printers, standard] = await Promise.all([
    ask(operation.cupsGetPrinters),
    ask(operation.cupsGetDefault),
  ]);
  const names = (groups: readonly IppGroup[]) =>
    groups
      .filter((group) => group.tag === ippTag.printerGroup)
      .map((group) => group.attributes.get('printer-name')?.[0])
      .filter((name): name is string => typeof name === 'string');
  const [defaultName] = names(standard);
  return names(printers).map((name) => ({ name, isDefault: name === defaultName }));
}

/** Reasons that stop paper, the first that holds counts; `-error`, `-warning`, `-report` may follow (RFC 8011, 5.4.12). */
const faults: readonly (readonly [RegExp, string])[] = [
  [/^(media-empty|media-needed|input-tray-missing)/, 'printer-paper-out'],
  [/^(cover-open|door-open|interlock-open)/, 'printer-cover-open'],
  [/^(offline|shutdown|connecting-to-device|timed-out|cups-remote-offline)/, 'printer-absent'],
  [
    /^(media-jam|toner-empty|marker-supply-empty|marker-waste-full|output-area-full|fuser|opc|stopped|paused)/,
    'printer-failed',
  ],
];

/**
 * The code of what needs a person, or null. A warning is no fault: one of two trays may be empty. While a job stands
 * still it is. @throws as callIpp
 */
export async function printerFault(queue: Queue, counts: 'errors' | 'warnings'): Promise<string | null> {
  const groups = await ask(queue, operation.getPrinter, [
    requested('printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs'),
  ]);
  const reasons = strings(groups, ippTag.printerGroup, 'printer-state-reasons');
  const state = first(groups, ippTag.printerGroup, 'printer-state');
  const severe = reasons.filter(
    (reason) => !(counts === 'errors' ? /-(report|warning)$/ : /-report$/).test(reason),
  );
  for (const [pattern, code] of faults) if (severe.some((reason) => pattern.test(reason))) return code;
  const accepts = first(groups, ippTag.printerGroup, 'printer-is-accepting-jobs') !== false;
  const stopped = 5;
  return state === stopped || !accepts ? 'printer-failed' : null;
}

/**
 * Announces the job first, so that a line that breaks while the document is on its way leaves a job that can be asked about.
 * @throws BridgeError printer-failed (refused), as callIpp
 */
export async function createJob(queue: Queue, title: string, options: PaperOptions): Promise<number> {
  const job: IppAttribute[] = [];
  if (options.copies !== undefined)
    job.push({ tag: ippTag.integer, name: 'copies', values: [options.copies] });
  if (options.sides) job.push({ tag: ippTag.keyword, name: 'sides', values: [options.sides] });
  if (options.media) job.push({ tag: ippTag.keyword, name: 'media', values: [options.media] });
  const groups = await ask(queue, operation.createJob, [user(), jobName(title)], job).catch(refused);
  const id = first(groups, ippTag.jobGroup, 'job-id');
  if (typeof id !== 'number' || id <= 0) throw new BridgeError('printer-failed', { reason: 'no-job' });
  return id;
}

export async function sendPdf(queue: Queue, jobId: number, pdf: Uint8Array): Promise<void> {
  await callIpp(queue.server, {
    path: queue.path,
    operation: operation.sendDocument,
    target: [
      printerUri(queue),
      jobIdOf(jobId),
      user(),
      { tag: ippTag.mime, name: 'document-format', values: ['application/pdf'] },
      { tag: ippTag.boolean, name: 'last-document', values: [true] },
    ],
    document: pdf,
    limitMs: submitLimitMs,
  }).catch(refused);
}

export async function lookAtJob(queue: Queue, jobId: number): Promise<JobLook> {
  const groups = await ask(queue, operation.getJob, [
    jobIdOf(jobId),
    user(),
    requested(
      ...['job-state', 'job-state-reasons', 'time-at-processing'],
      ...['job-impressions-completed', 'job-media-sheets-completed'],
    ),
  ]);
  const state = first(groups, ippTag.jobGroup, 'job-state');
  const counts = ['job-impressions-completed', 'job-media-sheets-completed']
    .map((name) => first(groups, ippTag.jobGroup, name))
    .filter((count): count is number => typeof count === 'number');
  const began = first(groups, ippTag.jobGroup, 'time-at-processing');
  const named = typeof state === 'number' ? states[state - stateBase] : undefined;
  if (!named) throw new BridgeError('printer-failed', { reason: 'no-job-state' });
  return {
    state: named,
    reasons: strings(groups, ippTag.jobGroup, 'job-state-reasons'),
    begun: typeof began === 'number',
    printed: counts.length > 0 ? Math.max(...counts) : null,
  };
}

export async function cancelJob(queue: Queue, jobId: number): Promise<void> {
  await ask(queue, operation.cancelJob, [jobIdOf(jobId), user()]);
}

function ask(
  queue: Queue,
  code: number,
  target: readonly IppAttribute[],
  job: readonly IppAttribute[] = [],
): Promise<readonly IppGroup[]> {
  return callIpp(queue.server, {
    path: queue.path,
    operation: code,
    target: [printerUri(queue), ...target],
    job,
    limitMs: lookLimitMs,
  });
}

/** client-error-not-found: the queue is gone. Everything else that a server answers is its refusal of this job. */
function refused(error: unknown): never {
  if (!(error instanceof IppRefused)) throw error;
  const notFound = 0x0406;
  if (error.status === notFound) throw new BridgeError('printer-absent');
  throw new BridgeError('printer-failed', { reason: 'refused', status: error.status });
}

function printerUri(queue: Queue): IppAttribute {
  return { tag: ippTag.uri, name: 'printer-uri', values: [queue.uri] };
}

function jobIdOf(id: number): IppAttribute {
  return { tag: ippTag.integer, name: 'job-id', values: [id] };
}

function user(): IppAttribute {
  return { tag: ippTag.name, name: 'requesting-user-name', values: [userName()] };
}

function jobName(title: string): IppAttribute {
  return {
    tag: ippTag.name,
    name: 'job-name',
    values: [title.replace(/[^\p{L}\p{N} ._-]/gu, '').slice(0, 60)],
  };
}

function requested(...names: string[]): IppAttribute {
  return { tag: ippTag.keyword, name: 'requested-attributes', values: names };
}

function first(groups: readonly IppGroup[], tag: number, name: string): IppValue | undefined {
  return groups.find((group) => group.tag === tag)?.attributes.get(name)?.[0];
}

function strings(groups: readonly IppGroup[], tag: number, name: string): string[] {
  const values = groups.find((group) => group.tag === tag)?.attributes.get(name) ?? [];
  return values.filter((value): value is string => typeof value === 'string');
}
