import { describe, expect, test } from 'vitest';
import { jobsReducer, nextJob, noJobs } from '../../../renderer/counter/work/capture/jobs.ts';
import type { JobsAction, JobsState } from '../../../renderer/counter/work/capture/jobs.ts';

function after(...actions: JobsAction[]): JobsState {
  return actions.reduce(jobsReducer, noJobs);
}

const file = (key: string) => ({ key, componentId: 'c1', kind: 'file' as const, name: `${key}.pdf` });
const ended = (jobId: string, outcome: 'done' | 'failed' | 'cancelled', pagesKept: number) => ({
  type: 'ended' as const,
  ended: { jobId, outcome, pagesKept, error: outcome === 'failed' ? { code: 'file-damaged' } : null },
});

describe('capture jobs', () => {
  test('a job that ends before its start is answered does not stay on the screen for ever', () => {
    const state = after(
      { type: 'queue', jobs: [file('a')] },
      { type: 'starting', key: 'a' },
      ended('j1', 'done', 3),
      { type: 'started', key: 'a', jobId: 'j1' },
    );
    expect(state.jobs).toEqual([]);
    expect(state.lastSaved).toEqual({ key: 'a', pages: 3 });
    expect(state.early).toEqual([]);
  });

  test('a failed file tells how many pages are safe and lets the next file go on', () => {
    const state = after(
      { type: 'queue', jobs: [file('a'), file('b')] },
      { type: 'starting', key: 'a' },
      { type: 'started', key: 'a', jobId: 'j1' },
      ended('j1', 'failed', 3),
    );
    expect(state.troubles).toMatchObject([{ name: 'a.pdf', pagesKept: 3, error: { code: 'file-damaged' } }]);
    expect(nextJob(state)?.key).toBe('b');
  });

  test('a failure told before the start is answered is not lost', () => {
    const state = after(
      { type: 'queue', jobs: [file('a')] },
      { type: 'starting', key: 'a' },
      ended('j1', 'failed', 1),
      { type: 'started', key: 'a', jobId: 'j1' },
    );
    expect(state.troubles).toMatchObject([{ key: 'a', pagesKept: 1 }]);
  });

  test('two files are never sent at once', () => {
    const queued = after({ type: 'queue', jobs: [file('a'), file('b')] });
    expect(nextJob(queued)?.key).toBe('a');
    expect(nextJob(jobsReducer(queued, { type: 'starting', key: 'a' }))).toBeNull();
  });

  test('a refused start does not block the files behind it', () => {
    const state = after(
      { type: 'queue', jobs: [file('a'), file('b')] },
      { type: 'starting', key: 'a' },
      { type: 'refused', key: 'a', error: { code: 'file-empty' } },
    );
    expect(state.troubles).toMatchObject([{ key: 'a', error: { code: 'file-empty' }, pagesKept: 0 }]);
    expect(nextJob(state)?.key).toBe('b');
  });

  test('cancelling before the job id is known is remembered', () => {
    const state = after(
      { type: 'queue', jobs: [file('a')] },
      { type: 'starting', key: 'a' },
      { type: 'cancelling', key: 'a' },
      { type: 'started', key: 'a', jobId: 'j1' },
    );
    expect(state.jobs).toMatchObject([{ jobId: 'j1', state: 'cancelling' }]);
  });

  test('a saved count of the scan before is not shown beside a new failure', () => {
    const saved = after(
      { type: 'queue', jobs: [file('a'), file('b')] },
      { type: 'starting', key: 'a' },
      { type: 'started', key: 'a', jobId: 'j1' },
      ended('j1', 'done', 3),
    );
    const failed = [
      { type: 'starting' as const, key: 'b' },
      { type: 'started' as const, key: 'b', jobId: 'j2' },
      ended('j2', 'failed', 1),
    ].reduce<JobsState>(jobsReducer, saved);
    expect(failed.lastSaved).toBeNull();
    expect(failed.troubles).toMatchObject([{ key: 'b', pagesKept: 1 }]);
  });

  test('scanning a paper again puts the jam of that paper away, and only that', () => {
    const scan = (key: string, componentId: string) => ({
      key,
      componentId,
      kind: 'scan' as const,
      name: null,
    });
    const state = after(
      { type: 'queue', jobs: [scan('a', 'c1')] },
      { type: 'starting', key: 'a' },
      { type: 'refused', key: 'a', error: { code: 'scanner-jammed' } },
      { type: 'queue', jobs: [scan('b', 'c2')] },
      { type: 'starting', key: 'b' },
      { type: 'refused', key: 'b', error: { code: 'scanner-jammed' } },
      { type: 'queue', jobs: [scan('c', 'c1')] },
    );
    expect(state.troubles.map((trouble) => trouble.key)).toEqual(['b']);
  });

  test('ends of other windows do not pile up', () => {
    const many = Array.from({ length: 500 }, (_, index) => ended(`other-${index}`, 'done', 1));
    expect(after(...many).early.length).toBeLessThanOrEqual(32);
  });
});
