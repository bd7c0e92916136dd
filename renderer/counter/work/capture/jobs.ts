/**
 * The capture jobs of one screen: one after the other, their progress, and how the failed ones ended. Pure, because
 * an end that is told before the start has been answered must not be lost.
 */
export interface JobError {
  readonly code: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** `normalise`: incoming PDFs are drawn anew; it brings no page. */
export type JobKind = 'scan' | 'file' | 'normalise';

export interface CaptureJob {
  /** Made by the screen, before main gives the job its id. */
  readonly key: string;
  readonly componentId: string;
  readonly kind: JobKind;
  /** Of the file, or of what is normalised; null for a scan. */
  readonly name: string | null;
  readonly jobId: string | null;
  readonly state: 'queued' | 'starting' | 'running' | 'cancelling';
  readonly done: number;
  readonly total: number | null;
}

/** A job that failed, shown where it happened until it is put away. */
export interface Trouble {
  readonly key: string;
  readonly componentId: string;
  readonly kind: JobKind;
  readonly name: string | null;
  readonly error: JobError;
  /** Pages that are safe nevertheless. */
  readonly pagesKept: number;
}

export interface Ended {
  readonly jobId: string;
  readonly outcome: 'done' | 'cancelled' | 'failed';
  readonly error: JobError | null;
  readonly pagesKept: number;
}

export interface JobsState {
  readonly jobs: readonly CaptureJob[];
  readonly troubles: readonly Trouble[];
  /** Ends of jobs whose start has not been answered yet. */
  readonly early: readonly Ended[];
  /** What the last good end brought, for the polite announcement. */
  readonly lastSaved: { readonly key: string; readonly pages: number } | null;
}

export type JobsAction =
  | {
      readonly type: 'queue';
      readonly jobs: readonly Pick<CaptureJob, 'key' | 'componentId' | 'kind' | 'name'>[];
    }
  | { readonly type: 'starting'; readonly key: string }
  | { readonly type: 'started'; readonly key: string; readonly jobId: string }
  | { readonly type: 'refused'; readonly key: string; readonly error: JobError }
  | {
      readonly type: 'progress';
      readonly jobId: string;
      readonly done: number;
      readonly total: number | null;
    }
  | { readonly type: 'ended'; readonly ended: Ended }
  | { readonly type: 'cancelling'; readonly key: string }
  | { readonly type: 'dropped'; readonly key: string }
  | { readonly type: 'refusedFile'; readonly trouble: Trouble }
  | { readonly type: 'dismiss'; readonly key: string };

export const noJobs: JobsState = { jobs: [], troubles: [], early: [], lastSaved: null };

/** Ends of other windows' jobs are told too; only the latest few are kept. */
const earlyKept = 32;

function change(state: JobsState, key: string, part: Partial<CaptureJob>): JobsState {
  return { ...state, jobs: state.jobs.map((job) => (job.key === key ? { ...job, ...part } : job)) };
}

function withTrouble(state: JobsState, trouble: Trouble): JobsState {
  return { ...state, troubles: [...state.troubles.filter((one) => one.key !== trouble.key), trouble] };
}

function without(state: JobsState, key: string): JobsState {
  return { ...state, jobs: state.jobs.filter((job) => job.key !== key) };
}

function end(state: JobsState, job: CaptureJob, ended: Ended): JobsState {
  const rest = without(state, job.key);
  if (ended.outcome === 'failed') {
    const { key, componentId, kind, name } = job;
    const error = ended.error ?? { code: 'unexpected' };
    return withTrouble(rest, { key, componentId, kind, name, error, pagesKept: ended.pagesKept });
  }
  return job.kind === 'normalise' ? rest : { ...rest, lastSaved: { key: job.key, pages: ended.pagesKept } };
}

export function jobsReducer(state: JobsState, action: JobsAction): JobsState {
  switch (action.type) {
    case 'queue':
      return {
        ...state,
        // Scanning a paper again answers the scan of it that failed before.
        troubles: state.troubles.filter(
          (trouble) =>
            trouble.kind !== 'scan' ||
            !action.jobs.some((job) => job.kind === 'scan' && job.componentId === trouble.componentId),
        ),
        jobs: [
          ...state.jobs,
          ...action.jobs.map((job) => ({
            ...job,
            jobId: null,
            state: 'queued' as const,
            done: 0,
            total: null,
          })),
        ],
      };
    case 'starting':
      return change({ ...state, lastSaved: null }, action.key, { state: 'starting' });
    case 'started': {
      const job = state.jobs.find((one) => one.key === action.key);
      if (!job) return state;
      const early = state.early.find((one) => one.jobId === action.jobId);
      if (early) return end({ ...state, early: state.early.filter((one) => one !== early) }, job, early);
      const cancelling = job.state === 'cancelling';
      return change(state, action.key, { jobId: action.jobId, state: cancelling ? 'cancelling' : 'running' });
    }
    case 'refused': {
      const job = state.jobs.find((one) => one.key === action.key);
      if (!job) return state;
      const { key, componentId, kind, name } = job;
      return withTrouble(without(state, key), {
        key,
        componentId,
        kind,
        name,
        error: action.error,
        pagesKept: 0,
      });
    }
    case 'progress': {
      const job = state.jobs.find((one) => one.jobId === action.jobId);
      return job ? change(state, job.key, { done: action.done, total: action.total }) : state;
    }
    case 'ended': {
      const job = state.jobs.find((one) => one.jobId === action.ended.jobId);
      if (job) return end(state, job, action.ended);
      return { ...state, early: [...state.early, action.ended].slice(-earlyKept) };
    }
    case 'cancelling':
      return change(state, action.key, { state: 'cancelling' });
    case 'dropped':
      return without(state, action.key);
    case 'refusedFile':
      return withTrouble(state, action.trouble);
    case 'dismiss':
      return { ...state, troubles: state.troubles.filter((one) => one.key !== action.key) };
  }
}

export interface WayOn {
  /** Number of the page that comes next, from 1; null when nothing of the scan was kept. */
  readonly nextPage: number | null;
  /** The page whose place it takes. */
  readonly replacePageId: string | null;
  readonly source: string | null;
  /** The paper that the next page goes to, when a separator has changed it. */
  readonly componentId: string | null;
}

/** Where a failed scan goes on. */
export function wayOn({ error, pagesKept }: Pick<Trouble, 'error' | 'pagesKept'>): WayOn {
  const { nextPage, replacePageId, source, componentId } = error.details ?? {};
  return {
    nextPage: typeof nextPage === 'number' && pagesKept > 0 ? nextPage : null,
    replacePageId: typeof replacePageId === 'string' ? replacePageId : null,
    source: typeof source === 'string' ? source : null,
    componentId: typeof componentId === 'string' ? componentId : null,
  };
}

/** The job to start now, if none is under way: scans and files of a screen go one after the other. */
export function nextJob(state: JobsState): CaptureJob | null {
  if (state.jobs.some((job) => job.state !== 'queued')) return null;
  return state.jobs[0] ?? null;
}
