/** Thread of one search; see watch.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { countAllocations } from './allocations.ts';
import { Coverage } from './coverage.ts';
import { search } from './loop.ts';
import { SharedRun } from './shared-run.ts';
import type { FuzzTarget } from './target.ts';

export interface ThreadOrder {
  /** Address of a module that exports `fuzzTargets`, and the name of one of them. */
  readonly module: string;
  readonly target: string;
  readonly savedSeeds: readonly Uint8Array[];
  readonly seed: number;
  readonly milliseconds: number;
  readonly memory: SharedArrayBuffer;
}

const order = workerData as ThreadOrder;
const { fuzzTargets } = (await import(order.module)) as { readonly fuzzTargets: readonly FuzzTarget[] };
const target = fuzzTargets.find(({ name }) => name === order.target);
if (!target) throw new Error(`no fuzz target ${order.target}`);
countAllocations();
// Libraries that complain about each broken input would fill the screen.
Object.assign(console, { log: () => undefined, warn: () => undefined, error: () => undefined });
const coverage = new Coverage();
const report = await search({ ...order, target, coverage, run: new SharedRun(order.memory) });
coverage.close();
parentPort?.postMessage(report);
