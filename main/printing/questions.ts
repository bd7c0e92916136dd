/** "Did it come out?": asked of a person, because nobody else can know, and what follows from the answer. */
import type { ErrorCode } from '../contract/errors.ts';
import type { PrintQuestion } from '../contract/print-job-operations.ts';
import { ok, type Result } from '../domain/result.ts';
import type { PrintJob, Store } from '../store/ports.ts';
import type { Printing } from './index.ts';
import { lostPaperReason, type PrintJobs } from './print-jobs.ts';

export interface PrintQuestions {
  list(): PrintQuestion[];
  /** `did-not` may be said again while the reprint has not worked. */
  answer(
    jobId: string,
    seen: 'came-out' | 'did-not',
  ): Promise<Result<{ reprint: 'none' | 'confirmed' | 'unknown' }, ErrorCode>>;
}

export function createPrintQuestions(parts: {
  readonly jobs: PrintJobs;
  readonly printing: Pick<Printing, 'print'>;
  readonly store: Pick<Store, 'transaction' | 'prints' | 'printJobs'>;
}): PrintQuestions {
  const { jobs, printing, store } = parts;

  /** The slip of a dossier is drawn anew, with the reason on it; its first print stays on record as unknown. */
  async function slipAgain(job: PrintJob): Promise<Result<'confirmed' | 'unknown', ErrorCode>> {
    const printed = await printing.print({
      dossierId: slipDossier(job),
      paper: 'slip',
      printerId: job.printerId,
      reprintReason: lostPaperReason,
    });
    return printed.ok ? ok(printed.value.outcome) : printed;
  }

  async function ticketAgain(job: PrintJob): Promise<Result<'confirmed' | 'unknown', ErrorCode>> {
    const printed = await jobs.again(job.id);
    return printed.ok ? ok(printed.value.state === 'confirmed' ? 'confirmed' : 'unknown') : printed;
  }

  /** Said not to have come out, and nothing that may exist was printed in its place. */
  function stillWanted(jobId: string): PrintJob | null {
    const job = store.printJobs.get(jobId);
    if (job?.state !== 'did-not') return null;
    const replaced =
      job.kind === 'slip' &&
      store.printJobs
        .ofSeries(job.series)
        .some(({ number, state }) => number > job.number && state !== 'failed');
    return replaced ? null : job;
  }

  function answerOrRepeat(jobId: string, seen: 'came-out' | 'did-not'): ReturnType<PrintJobs['answer']> {
    const answered = jobs.answer(jobId, seen);
    const wanted = answered.ok || seen === 'came-out' ? null : stillWanted(jobId);
    return wanted ? ok(wanted) : answered;
  }

  return {
    list: () =>
      jobs.pending().map(({ id, kind, label, changedAt }) => ({ jobId: id, kind, label, at: changedAt })),

    async answer(jobId, seen) {
      const answered = answerOrRepeat(jobId, seen);
      if (!answered.ok) return answered;
      const job = answered.value;
      if (seen === 'came-out') {
        if (job.kind === 'ticket') return ok({ reprint: 'none' });
        const noted = store.transaction(() => store.prints.setState(job.id, 'confirmed'));
        return noted.ok ? ok({ reprint: 'none' }) : noted;
      }
      const again = await (job.kind === 'ticket' ? ticketAgain(job) : slipAgain(job));
      return again.ok ? ok({ reprint: again.value }) : again;
    },
  };
}

/** Series of the slips of one dossier. */
export function slipSeries(dossierId: string): string {
  return `slip/${dossierId}`;
}

function slipDossier(job: PrintJob): string {
  return job.series.slice('slip/'.length);
}
