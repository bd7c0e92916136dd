import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import type { Random } from '../../fuzz/mutate.ts';

export interface KillCount {
  /** Workers killed, and of these while a call was open. */
  kills: number;
  atWork: number;
}

/** Time between two kills, ms. */
const gap = { least: 60, most: 700 };

/** Kills so many imaging workers of this process, one after the other, at random moments. */
export function killAtRandom(
  kills: number,
  random: Random,
  open: () => number,
  count: KillCount,
): { readonly done: Promise<void>; over(): boolean; stop(): void } {
  const stop = new AbortController();
  let left = kills;
  const kill = async (): Promise<void> => {
    while (left > 0 && !stop.signal.aborted) {
      await sleep(gap.least + random(gap.most - gap.least), undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
      const workers = ownImagingWorkers();
      const pid = workers[random(workers.length)];
      if (pid === undefined || stop.signal.aborted) continue;
      const working = open() > 0;
      process.kill(pid, 'SIGKILL');
      left -= 1;
      count.kills += 1;
      if (working) count.atWork += 1;
    }
  };
  return { done: kill(), over: () => left === 0, stop: () => stop.abort() };
}

/** Counts the calls that are open, and the pages that workers said they prepared. */
export function countedCalls(bridge: BridgeClient<'imaging'>): {
  readonly client: BridgeClient<'imaging'>;
  open(): number;
  prepared(): number;
} {
  let open = 0;
  let prepared = 0;
  const call: BridgeClient<'imaging'>['call'] = async (operation, params, bodies, options) => {
    open += 1;
    try {
      const outcome = await bridge.call(operation, params, bodies, options);
      if (operation === 'prepare' && outcome.ok) prepared += 1;
      return outcome;
    } finally {
      open -= 1;
    }
  };
  return { client: { ...bridge, call }, open: () => open, prepared: () => prepared };
}

/** Process ids of the living imaging workers that this process started (Linux). */
export function ownImagingWorkers(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
        const own = status.includes(`PPid:\t${String(process.pid)}\n`) && !/^State:\tZ/m.test(status);
        return own && readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('imaging/main.ts');
      } catch {
        // it ended while it was looked at
        return false;
      }
    });
}
