/** Looks for a smaller run that fails alike: only the station concerned, then fewer operations. */
import { join } from 'node:path';
import type { Finding } from './check.ts';
import { runChaos, type ChaosOptions } from './run.ts';

export interface SmallerRun {
  readonly options: ChaosOptions;
  readonly finding: Finding;
}

/** A search takes no longer than this after its last run has begun, ms. */
const mostMs = 4 * 60_000;
const mostRuns = 12;

export async function shrink(options: ChaosOptions, finding: Finding): Promise<SmallerRun> {
  const startedAt = performance.now();
  let runs = 0;
  let smallest: SmallerRun = { options, finding };

  const fails = async (change: Partial<ChaosOptions>): Promise<boolean> => {
    if (runs >= mostRuns || performance.now() - startedAt > mostMs) return false;
    runs += 1;
    const smaller = {
      ...{ ...smallest.options, ...change, tell: () => undefined },
      folder: join(options.folder, '..', `smaller-${String(runs)}`),
    };
    const { findings } = (await runChaos(smaller)).report;
    const same = findings.find(({ check }) => check === finding.check);
    options.tell(
      `smaller run ${String(runs)}: ${String(smaller.operations)} operations, ` +
        `${smaller.only ? `stations ${[...smaller.only].join(', ')}` : 'all stations'}: ${same ? 'fails too' : 'passes'}`,
    );
    if (same) smallest = { options: smaller, finding: same };
    return same !== undefined;
  };

  if (finding.station !== null && options.only === null) await fails({ only: new Set([finding.station]) });
  // Of the operations, a shorter beginning; a tenth of the whole is near enough.
  let passes = 0;
  const near = Math.max(10, Math.floor(options.operations / 10));
  while (smallest.options.operations - passes > near) {
    const middle = Math.floor((passes + smallest.options.operations) / 2);
    if (runs >= mostRuns || performance.now() - startedAt > mostMs) break;
    if (!(await fails({ operations: middle }))) passes = middle;
  }
  return smallest;
}
