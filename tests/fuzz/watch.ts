/** Runs one search in a thread and watches it: an input that hangs, or fills the heap, ends the thread and is kept. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SearchReport } from './loop.ts';
import { SharedRun } from './shared-run.ts';
import type { FuzzTarget } from './target.ts';
import type { ThreadOrder } from './thread.ts';

export const seedFolder = join(import.meta.dirname, 'seeds');

/** Heap of the thread, MB: a parser of device bytes needs a small part of it. */
const heapMb = 384;
const defaultHangMs = 1_000;
const lookEveryMs = 50;

/** Inputs that once failed, as files `seeds/<target>/<name>`. */
export function savedSeeds(target: string): { readonly name: string; readonly input: Uint8Array }[] {
  try {
    const folder = join(seedFolder, target);
    return readdirSync(folder).map((name) => ({
      name,
      input: Uint8Array.from(readFileSync(join(folder, name))),
    }));
  } catch {
    return [];
  }
}

export function watchSearch(
  target: FuzzTarget,
  milliseconds: number,
  seed: number,
  module = new URL('./targets.ts', import.meta.url).href,
): Promise<SearchReport> {
  const run = new SharedRun();
  const order: ThreadOrder = {
    module,
    target: target.name,
    savedSeeds: savedSeeds(target.name).map(({ input }) => input),
    seed,
    milliseconds,
    memory: run.memory,
  };
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    let last = { number: -1, since: 0 };
    const none = { guided: 0, checked: 0, reached: 0, reachedBySeeds: 0, corpus: 0 };
    const watching = setInterval(() => {
      const current = run.current();
      const now = performance.now();
      if (current?.number !== last.number) last = { number: current?.number ?? -1, since: now };
      else if (current && now - last.since > (target.hangMs ?? defaultHangMs)) {
        const detail = `no end within ${target.hangMs ?? defaultHangMs} ms`;
        void thread.terminate();
        settle({ ...none, finding: { kind: 'hang', input: current.input, detail } });
      }
    }, lookEveryMs);
    const settle = (report: SearchReport): void => {
      clearInterval(watching);
      resolve(report);
    };
    thread.once('message', settle);
    thread.once('error', (error: NodeJS.ErrnoException) => {
      clearInterval(watching);
      const input = run.current()?.input;
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY' || !input) reject(error);
      else
        settle({ ...none, finding: { kind: 'over-allocation', input, detail: `heap of ${heapMb} MB full` } });
    });
  });
}
