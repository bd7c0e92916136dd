/** Handles and memory of a process before and after many replugs. Linux: read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Stage } from './stage.ts';

export interface Footprint {
  readonly handles: number;
  /** Resident memory after a collection, MiB. */
  readonly memory: number;
  /** The heap in use after a collection, MiB: what JavaScript itself keeps. */
  readonly heap: number;
}

export interface Growth {
  readonly start: Footprint;
  readonly end: Footprint;
  readonly handles: number;
  readonly memory: number;
  readonly heap: number;
}

export interface ReplugResult {
  readonly cycles: number;
  readonly seconds: number;
  readonly device: Growth;
  readonly main: Growth;
  /** Times that the device process was started again. */
  readonly restarts: number;
}

setFlagsFromString('--expose-gc');
const collectHere = runInNewContext('gc') as () => void;

function footprint(pid: number, heapBytes: number): Footprint {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  return {
    handles: readdirSync(`/proc/${pid}/fd`).length,
    memory: kilobytes / 1024,
    heap: heapBytes / 1024 ** 2,
  };
}

/** Buffers are given back to the system some time after a collection: the lowest of so many looks counts. */
const looks = 6;
const betweenLooksMs = 300;

/**
 * Half as many cycles, ten at least, come first and warm up: code is compiled, the allocator's pools fill. Both ends are measured unplugged and
 * after collections.
 */
export async function replug(
  stage: Stage,
  cycles: number,
  tell: (done: number) => void,
): Promise<ReplugResult> {
  const both = async (): Promise<readonly [Footprint, Footprint]> => {
    const seen: (readonly [Footprint, Footprint])[] = [];
    for (let look = 0; look < looks; look += 1) {
      const heap = await stage.collect();
      collectHere();
      await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
      seen.push([
        footprint(stage.pids().at(-1) ?? 0, heap),
        footprint(process.pid, process.memoryUsage().heapUsed),
      ]);
    }
    return [lowest(seen.map(([device]) => device)), lowest(seen.map(([, main]) => main))];
  };
  const once = async (): Promise<void> => {
    await stage.plug();
    await stage.unplug();
  };
  for (let warm = 0; warm < Math.max(10, cycles / 2); warm += 1) await once();
  const began = performance.now();
  const [device, main] = await both();
  for (let done = 1; done <= cycles; done += 1) {
    await once();
    tell(done);
  }
  const seconds = (performance.now() - began) / 1_000;
  const [deviceAfter, mainAfter] = await both();
  return {
    cycles,
    seconds,
    device: growth(device, deviceAfter),
    main: growth(main, mainAfter),
    restarts: stage.pids().length - 1,
  };
}

function lowest(seen: readonly Footprint[]): Footprint {
  return {
    handles: Math.min(...seen.map(({ handles }) => handles)),
    memory: Math.min(...seen.map(({ memory }) => memory)),
    heap: Math.min(...seen.map(({ heap }) => heap)),
  };
}

function growth(start: Footprint, end: Footprint): Growth {
  return {
    start,
    end,
    handles: end.handles / start.handles,
    memory: end.memory / start.memory,
    heap: end.heap / start.heap,
  };
}
