import { useCallback, useEffect, useReducer, useRef } from 'react';
import { call, useEvent } from '../../../app/api.ts';
import { maxFileBytes } from '../../../../main/contract/file-limits.ts';
import type { InputOf } from '../../../../main/contract/operations.ts';
import { jobsReducer, nextJob, noJobs } from './jobs.ts';
import type { JobsState } from './jobs.ts';

export type ScanRequest = Omit<InputOf<'capture.scan'>, 'draftId'>;
type Work =
  | { readonly scan: ScanRequest }
  | { readonly incoming: string; readonly componentId: string }
  | { readonly normalise: readonly string[] }
  | { readonly file: File; readonly componentId: string };

export interface CaptureJobs {
  readonly state: JobsState;
  scan(request: ScanRequest): void;
  addFiles(componentId: string, files: readonly File[]): void;
  takeIncoming(componentId: string, file: { readonly id: string; readonly name: string }): void;
  /** `name`: of the file, or of what the files belong to. */
  normalise(componentId: string, fileIds: readonly string[], name: string): void;
  cancel(key: string): void;
  dismiss(key: string): void;
}

let keys = 0;
function newKey(): string {
  keys += 1;
  return `job-${keys}`;
}

async function start(draftId: string, work: Work) {
  if ('scan' in work) return call('capture.scan', { draftId, ...work.scan });
  if ('incoming' in work)
    return call('capture.takeIncoming', { draftId, componentId: work.componentId, fileId: work.incoming });
  if ('normalise' in work) return call('capture.normalisePdfs', { draftId, fileIds: [...work.normalise] });
  const { file, componentId } = work;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    // The file went away or cannot be read (unplugged stick, no permission).
    return { ok: false as const, error: { code: 'file-damaged' as const, details: { name: file.name } } };
  }
  return call('capture.addFile', { draftId, componentId, name: file.name.slice(-400), bytes });
}

/** Runs scans and files of one draft one after the other and follows them to their end. */
export function useCaptureJobs(draftId: string): CaptureJobs {
  const [state, dispatch] = useReducer(jobsReducer, noJobs);
  const works = useRef(new Map<string, Work>());

  useEvent('job.progress', ({ jobId, done, total }) => dispatch({ type: 'progress', jobId, done, total }));
  useEvent('job.ended', ({ jobId, outcome, error, pagesKept }) =>
    dispatch({ type: 'ended', ended: { jobId, outcome, error, pagesKept } }),
  );

  const next = nextJob(state);
  useEffect(() => {
    if (!next) return;
    const work = works.current.get(next.key);
    if (!work) return;
    works.current.delete(next.key);
    dispatch({ type: 'starting', key: next.key });
    void start(draftId, work).then((result) => {
      if (result.ok) dispatch({ type: 'started', key: next.key, jobId: result.value.jobId });
      else dispatch({ type: 'refused', key: next.key, error: result.error });
    });
  }, [draftId, next]);

  // A job cancelled before its id was known is cancelled as soon as it is.
  const cancelling = state.jobs.find((job) => job.state === 'cancelling')?.jobId ?? null;
  useEffect(() => {
    // `not-found` means that it has ended by itself; its end is told by an event either way.
    if (cancelling !== null) void call('job.cancel', { jobId: cancelling });
  }, [cancelling]);

  const scan = useCallback((request: ScanRequest) => {
    const key = newKey();
    works.current.set(key, { scan: request });
    dispatch({ type: 'queue', jobs: [{ key, componentId: request.componentId, kind: 'scan', name: null }] });
  }, []);

  const addFiles = useCallback((componentId: string, files: readonly File[]) => {
    for (const file of files) {
      const key = newKey();
      const job = { key, componentId, kind: 'file' as const, name: file.name };
      const code = file.size === 0 ? 'file-empty' : file.size > maxFileBytes ? 'file-too-large' : null;
      if (code !== null) {
        const details = { name: file.name, megabytes: Math.round(file.size / 1024 / 1024), limit: 100 };
        dispatch({ type: 'refusedFile', trouble: { ...job, error: { code, details }, pagesKept: 0 } });
      } else {
        works.current.set(key, { file, componentId });
        dispatch({ type: 'queue', jobs: [job] });
      }
    }
  }, []);

  const takeIncoming = useCallback(
    (componentId: string, file: { readonly id: string; readonly name: string }) => {
      const key = newKey();
      works.current.set(key, { incoming: file.id, componentId });
      dispatch({ type: 'queue', jobs: [{ key, componentId, kind: 'file', name: file.name }] });
    },
    [],
  );

  const normalise = useCallback((componentId: string, fileIds: readonly string[], name: string) => {
    const key = newKey();
    works.current.set(key, { normalise: fileIds });
    dispatch({ type: 'queue', jobs: [{ key, componentId, kind: 'normalise', name }] });
  }, []);

  const cancel = useCallback((key: string) => {
    if (works.current.delete(key)) dispatch({ type: 'dropped', key });
    else dispatch({ type: 'cancelling', key });
  }, []);

  const dismiss = useCallback((key: string) => {
    dispatch({ type: 'dismiss', key });
  }, []);

  return { state, scan, addFiles, takeIncoming, normalise, cancel, dismiss };
}
