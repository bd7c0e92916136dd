/**
 * Papers with a number: durable before the first byte, asked about when nobody can know, never skipped, never twice
 * unseen. The rules are in domain/print-job.ts; this keeps the rows and sends.
 */
import type { Instant } from '../domain/dossier.ts';
import { isFree, needsMark, nextNumber, nextPrintState, type PrintJobEvent } from '../domain/print-job.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { PrintJob, Store } from '../store/ports.ts';

/** What became of one attempt, as the printer's process tells it. */
export type Sent =
  | { readonly state: 'confirmed' }
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly reason: string | null };

export interface NewPrintJob {
  readonly kind: PrintJob['kind'];
  readonly series: string;
  readonly printerId: string | null;
  readonly content: unknown;
  readonly labelOf: (number: number) => string;
}

export interface PrintJobParts {
  readonly store: Pick<Store, 'transaction' | 'printJobs'>;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** Sends one paper; never rejects. */
  readonly send: (job: PrintJob) => Promise<Sent>;
  /** A question came up or was answered. */
  readonly onChange: () => void;
}

/** What stands on the next paper of a number whose first was said not to have come out. */
export const lostPaperReason = 'phiếu trước không ra giấy';

export interface PrintJobs {
  /** Gives the next number of the series and prints it. `failed` papers leave their number to the next call. */
  issue(job: NewPrintJob): Promise<Result<PrintJob, ErrorCode>>;
  /** Prints a failed or lost one again, with its number. */
  again(id: string): Promise<Result<PrintJob, ErrorCode>>;
  /** Those of which only a person can tell what became. */
  pending(): PrintJob[];
  answer(id: string, seen: 'came-out' | 'did-not'): Result<PrintJob, 'not-found' | 'disk-full'>;
  /** A paper that somebody else sends; `settle` must follow. Call inside a transaction. */
  begin(job: NewPrintJob & { readonly id: string }): void;
  settle(id: string, sent: Sent): Result<PrintJob, 'disk-full'>;
  /** Once after opening the store: what was under way when the program ended. */
  recover(): Result<void, 'disk-full'>;
}

export function createPrintJobs(parts: PrintJobParts): PrintJobs {
  const { store, now } = parts;
  /** Being sent by this very process. */
  const underWay = new Set<string>();

  function changed(job: PrintJob, event: PrintJobEvent, more: Partial<PrintJob> = {}): PrintJob {
    const state = nextPrintState(job.state, event);
    if (state === null) throw new Error(`a print job in state ${job.state} cannot ${event}`);
    const next = { ...job, ...more, state, changedAt: now() };
    store.printJobs.update(next);
    return next;
  }

  /** Gives the number; a free one is taken over with its row, so that its history stays with it. */
  function numbered(wanted: NewPrintJob): PrintJob {
    const known = store.printJobs.ofSeries(wanted.series);
    const number = nextNumber(known);
    const free = known.find((job) => job.number === number && isFree(job.state));
    const shared = {
      label: wanted.labelOf(number),
      printerId: wanted.printerId,
      content: wanted.content,
      changedAt: now(),
    };
    if (free) {
      const mark = needsMark(free) ? (free.mark ?? lostPaperReason) : null;
      const taken = { ...free, ...shared, mark };
      store.printJobs.update(taken);
      return taken;
    }
    const job: PrintJob = {
      ...shared,
      id: parts.newId(),
      kind: wanted.kind,
      series: wanted.series,
      number,
      state: 'queued',
      attempts: 0,
      reason: null,
      mark: null,
      createdAt: now(),
    };
    store.printJobs.insert(job);
    return job;
  }

  async function attempt(id: string): Promise<Result<PrintJob, ErrorCode>> {
    underWay.add(id);
    try {
      const started = store.transaction(() => {
        const job = known(id);
        return changed(job, 'send', { attempts: job.attempts + 1, reason: null });
      });
      if (!started.ok) return started;
      const sent = await parts.send(started.value);
      const settled = settle(id, sent);
      // What cannot be written down stays `sending`, which is asked about like `unknown`.
      if (!settled.ok) return ok({ ...started.value, state: 'unknown' });
      return sent.state === 'failed'
        ? fail(sent.code, sent.reason === null ? {} : { reason: sent.reason })
        : settled;
    } finally {
      underWay.delete(id);
    }
  }

  function known(id: string): PrintJob {
    const job = store.printJobs.get(id);
    if (!job) throw new Error('a print job without its row');
    return job;
  }

  function settle(id: string, sent: Sent): Result<PrintJob, 'disk-full'> {
    const event = { confirmed: 'confirm', unknown: 'lose', failed: 'fail' } as const;
    const settled = store.transaction(() =>
      changed(known(id), event[sent.state], {
        reason: sent.state === 'confirmed' ? null : sent.state === 'failed' ? sent.code : sent.reason,
      }),
    );
    underWay.delete(id);
    if (!settled.ok || sent.state === 'unknown') parts.onChange();
    return settled;
  }

  return {
    async issue(wanted) {
      const given = store.transaction(() => {
        const job = numbered(wanted);
        underWay.add(job.id);
        return job;
      });
      return given.ok ? attempt(given.value.id) : given;
    },

    async again(id) {
      const job = store.printJobs.get(id);
      if (!job) return fail('not-found');
      if (!isFree(job.state) || underWay.has(id)) return fail('printer-busy');
      return attempt(id);
    },

    pending() {
      const lost = store.printJobs.inState('sending').filter((job) => !underWay.has(job.id));
      return [...store.printJobs.inState('unknown'), ...lost];
    },

    answer(id, seen) {
      const answered = store.transaction((): PrintJob | null => {
        let job = store.printJobs.get(id);
        if (job?.state === 'sending' && !underWay.has(id)) job = changed(job, 'restart');
        if (job?.state !== 'unknown') return null;
        return seen === 'came-out'
          ? changed(job, 'answer-came-out')
          : changed(job, 'answer-did-not', { mark: job.mark ?? lostPaperReason });
      });
      if (!answered.ok) return answered;
      if (!answered.value) return fail('not-found');
      parts.onChange();
      return ok(answered.value);
    },

    begin(wanted) {
      const taken = store.printJobs.ofSeries(wanted.series);
      const number = Math.max(0, ...taken.map((job) => job.number)) + 1;
      underWay.add(wanted.id);
      store.printJobs.insert({
        id: wanted.id,
        kind: wanted.kind,
        series: wanted.series,
        number,
        label: wanted.labelOf(number),
        printerId: wanted.printerId,
        state: 'sending',
        attempts: 1,
        reason: null,
        mark: null,
        createdAt: now(),
        changedAt: now(),
        content: wanted.content,
      });
    },

    settle,

    recover() {
      const recovered = store.transaction(() => {
        for (const state of ['queued', 'sending'] as const)
          for (const job of store.printJobs.inState(state)) changed(job, 'restart', { reason: 'restart' });
      });
      if (!recovered.ok) return recovered;
      parts.onChange();
      return ok(undefined);
    },
  };
}
