/**
 * The life of one paper with a number (phiếu): a ticket of the queue or the slip of a dossier. Pure rules.
 *
 * A number counts as issued only when its paper is out: told by the printer, or seen by a person. Until then the number
 * stays with its job, so that none is skipped and none stands on two whole papers without the second saying so.
 */

/**
 * `queued`: nothing has been sent. `sending`: bytes may be on their way. `confirmed`: the printer told that it is out.
 * `failed`: surely no whole paper. `unknown`: only a person who looks can tell. `came-out`, `did-not`: what the person saw.
 */
export const printJobStates = [
  'queued',
  'sending',
  'confirmed',
  'failed',
  'unknown',
  'came-out',
  'did-not',
] as const;
export type PrintJobState = (typeof printJobStates)[number];

/** `restart`: the program began anew and finds the job as it was left. */
export const printJobEvents = [
  'send',
  'confirm',
  'fail',
  'lose',
  'answer-came-out',
  'answer-did-not',
  'restart',
] as const;
export type PrintJobEvent = (typeof printJobEvents)[number];

const steps: Readonly<Record<PrintJobState, Partial<Record<PrintJobEvent, PrintJobState>>>> = {
  queued: { send: 'sending', restart: 'failed' },
  sending: { confirm: 'confirmed', fail: 'failed', lose: 'unknown', restart: 'unknown' },
  confirmed: {},
  failed: { send: 'sending' },
  unknown: { 'answer-came-out': 'came-out', 'answer-did-not': 'did-not' },
  'came-out': {},
  'did-not': { send: 'sending' },
};

/** The state after an event; null when this event cannot happen now, e.g. a second answer. */
export function nextPrintState(state: PrintJobState, event: PrintJobEvent): PrintJobState | null {
  return steps[state][event] ?? null;
}

export function isIssued(state: PrintJobState): boolean {
  return state === 'confirmed' || state === 'came-out';
}

/** Nobody waits for it and nothing is on its way: the next ticket of the series takes this number. */
export function isFree(state: PrintJobState): boolean {
  return state === 'failed' || state === 'did-not';
}

/**
 * Whether the next paper of this job must say "in lại": from the first time that a person said of it that it did not come
 * out, for a part of it, or all of it, may turn up after all.
 */
export function needsMark(job: { readonly state: PrintJobState; readonly mark: string | null }): boolean {
  return job.state === 'did-not' || job.mark !== null;
}

/** The number that a series gives next: the lowest free one, else one more than the highest. */
export function nextNumber(
  jobs: readonly { readonly number: number; readonly state: PrintJobState }[],
): number {
  const free = jobs.filter((job) => isFree(job.state)).map((job) => job.number);
  return free.length > 0 ? Math.min(...free) : Math.max(0, ...jobs.map((job) => job.number)) + 1;
}
