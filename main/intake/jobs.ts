/** Long work that a window follows by events and may cancel. */
import type { ErrorCode } from '../contract/errors.ts';
import type { WindowEvent } from '../contract/events.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { JobReport } from './ports.ts';

export interface Jobs {
  /** Starts `work`; its outcome is told as `job.ended`. Returns the job's id at once. */
  start(work: (report: JobReport) => Promise<Result<{ pagesKept: number }, ErrorCode>>): string;
  cancel(jobId: string): Result<Record<string, never>, 'not-found'>;
  /** Cancels everything and waits for it, at most `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

export function createJobs(parts: {
  readonly tell: (event: WindowEvent) => void;
  readonly newId: () => string;
}): Jobs {
  const running = new Map<string, { controller: AbortController; ended: Promise<void> }>();

  async function follow(
    jobId: string,
    controller: AbortController,
    work: Parameters<Jobs['start']>[0],
  ): Promise<void> {
    let pagesKept = 0;
    let outcome: 'done' | 'cancelled' | 'failed' = 'done';
    let error: { code: string; details: Record<string, string | number> } | null = null;
    try {
      const result = await work({
        signal: controller.signal,
        progress: (done, total) => parts.tell({ type: 'job.progress', jobId, done, total }),
      });
      if (result.ok) pagesKept = result.value.pagesKept;
      else {
        outcome = result.error.code === 'cancelled' ? 'cancelled' : 'failed';
        pagesKept = Number(result.error.details?.['pagesKept'] ?? 0);
        error = { code: result.error.code, details: { ...result.error.details } };
      }
    } catch (bug) {
      outcome = 'failed';
      error = { code: 'unexpected', details: {} };
      if (process.env['MOT_CUA_DEBUG']) console.error(bug);
    }
    running.delete(jobId);
    parts.tell({ type: 'job.ended', jobId, outcome, error: outcome === 'failed' ? error : null, pagesKept });
  }

  return {
    start(work) {
      const jobId = parts.newId();
      const controller = new AbortController();
      // The window hears the job's id before the job's first event.
      const ended = new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        follow(jobId, controller, work),
      );
      running.set(jobId, { controller, ended });
      return jobId;
    },
    cancel(jobId) {
      const job = running.get(jobId);
      if (!job) return fail('not-found');
      job.controller.abort();
      return ok({});
    },
    async stop(timeoutMs) {
      for (const job of running.values()) job.controller.abort();
      const all = Promise.allSettled([...running.values()].map((job) => job.ended));
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, timeoutMs))]);
    },
  };
}
