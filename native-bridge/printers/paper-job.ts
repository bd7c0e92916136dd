/** One PDF on its way through IPP, followed to its end: confirmed, failed, or unknown with the reason. */
import { setTimeout as wait } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { PaperOptions } from '../contract-printers.ts';
import {
  cancelJob,
  createJob,
  lookAtJob,
  printerFault,
  sendPdf,
  type JobLook,
  type Queue,
} from './ipp/queue.ts';
import { IppRefused } from './ipp/server.ts';

export interface PaperOutcome {
  readonly outcome: 'confirmed' | 'unknown';
  /** An error code: why it is unknown; null when confirmed. */
  readonly reason: string | null;
}

export interface FollowContext {
  readonly signal: AbortSignal;
  progress(done: number, total: number | null): void;
  /** Whether the printer says that it needs a person while the job waits; an error code, or null. */
  fault(code: string | null): void;
}

export interface FollowPace {
  readonly everyMs: number;
  /** A job that has not ended by then is cancelled, ms. */
  readonly limitMs: number;
  /** How long a cancelled job may take to end, ms. */
  readonly cancelMs: number;
  /** A server that does not answer for so long is given up, ms. */
  readonly silenceMs: number;
}

const usualPace: FollowPace = { everyMs: 700, limitMs: 120_000, cancelMs: 8_000, silenceMs: 15_000 };

/** A job that has moved no sheet for so long stands still, ms. */
const stillMs = 2_000;

/** What the printer itself names as the reason why a document cannot come out: no paper has moved for it. */
const unprintable =
  /^(document-(format|unprintable|access|password|security)|unsupported-(document|compression))/;

/**
 * Fails only when surely no paper came out; every other end that is not a success is `unknown`.
 * @throws BridgeError printer-absent, printer-paper-out, printer-cover-open, printer-failed, printer-cancelled, cancelled
 */
export async function printPaper(
  queue: Queue,
  job: { readonly title: string; readonly pdf: Uint8Array; readonly options: PaperOptions },
  context: FollowContext,
  pace: FollowPace = usualPace,
): Promise<PaperOutcome> {
  const id = await createJob(queue, job.title, job.options);
  try {
    await sendPdf(queue, id, job.pdf);
  } catch (error) {
    // Refused: there is nothing to print. Cut: the whole document may have arrived; the job itself tells.
    if (!(error instanceof BridgeError)) throw error;
    if (error.details['reason'] === 'refused' || error.code === 'printer-absent') {
      await cancelJob(queue, id).catch(() => undefined);
      throw error;
    }
  }
  return follow(queue, id, context, pace);
}

async function follow(
  queue: Queue,
  id: number,
  { signal, progress, fault: tellFault }: FollowContext,
  pace: FollowPace,
): Promise<PaperOutcome> {
  const until = performance.now() + pace.limitMs;
  let fault: string | null = null;
  let heardAt = performance.now();
  let printed: number | null = null;
  let changedAt = performance.now();
  while (performance.now() < until && !signal.aborted) {
    const look = await lookOrNull(queue, id);
    if (look === 'gone') return { outcome: 'unknown', reason: 'print-unknown' };
    if (look) {
      heardAt = performance.now();
      if (isOver(look)) return outcomeOf(queue, look, fault, signal.aborted);
      if (look.printed !== printed) changedAt = performance.now();
      printed = look.printed;
      const still = performance.now() - changedAt > stillMs;
      const told = await printerFault(queue, still ? 'warnings' : 'errors').catch(() => null);
      fault = told ?? (look.state === 'stopped' ? (fault ?? 'printer-failed') : null);
      tellFault(fault);
    } else if (performance.now() - heardAt > pace.silenceMs) {
      return { outcome: 'unknown', reason: 'printer-absent' };
    }
    progress(look ? (look.printed ?? 0) : 0, null);
    await wait(pace.everyMs, undefined, { signal }).catch(() => undefined);
  }
  return giveUp(queue, id, fault, signal.aborted, pace);
}

/** Takes the job back, so that it does not come out of the printer later, after another one was printed instead. */
async function giveUp(
  queue: Queue,
  id: number,
  fault: string | null,
  asked: boolean,
  pace: FollowPace,
): Promise<PaperOutcome> {
  const until = performance.now() + pace.cancelMs;
  await cancelJob(queue, id).catch(() => undefined);
  while (performance.now() < until) {
    const look = await lookOrNull(queue, id);
    if (look === 'gone') break;
    if (look && isOver(look)) return outcomeOf(queue, look, fault, asked);
    await wait(pace.everyMs);
  }
  return { outcome: 'unknown', reason: fault ?? (asked ? 'cancelled' : 'timed-out') };
}

/** Null: no answer just now. `gone`: the server no longer knows the job. */
async function lookOrNull(queue: Queue, id: number): Promise<JobLook | 'gone' | null> {
  try {
    return await lookAtJob(queue, id);
  } catch (error) {
    if (error instanceof BridgeError) return null;
    if (error instanceof IppRefused) return 'gone';
    throw error;
  }
}

function isOver({ state }: JobLook): boolean {
  return state === 'completed' || state === 'cancelled' || state === 'aborted';
}

/** Ends of jobs whose paper surely did not move are failures; the others leave that to the person's eyes. */
function outcomeOf(queue: Queue, look: JobLook, fault: string | null, asked: boolean): PaperOutcome {
  if (look.state === 'completed') {
    const doubtful = look.reasons.includes('job-completed-with-errors');
    return doubtful
      ? { outcome: 'unknown', reason: 'printer-failed' }
      : { outcome: 'confirmed', reason: null };
  }
  const cancelled = look.state === 'cancelled';
  const code = fault ?? (cancelled ? (asked ? 'cancelled' : 'printer-cancelled') : 'printer-failed');
  const neverBegun = !look.begun;
  // A printer counts its own sheets; a spooler only what it passed on.
  const countedNone = !queue.spooled && look.printed === 0;
  const refused = !cancelled && look.reasons.some((reason) => unprintable.test(reason));
  if (neverBegun || countedNone || refused) throw new BridgeError(code, { reason: look.state });
  return { outcome: 'unknown', reason: code };
}
