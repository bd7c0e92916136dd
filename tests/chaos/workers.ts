/** The processes in which the stations live; one that is killed is started again and given what it had not confirmed. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromWorker, Order, SimulatedTime, StationSetUp, StationState, ToWorker } from './messages.ts';

const script = fileURLToPath(new URL('worker.ts', import.meta.url));
const readyLimitMs = 60_000;
const endLimitMs = 60_000;

export interface WorkersParts {
  readonly seed: number;
  readonly time: SimulatedTime;
  readonly timeoutMs: number;
  readonly setUps: readonly StationSetUp[];
  /** Processes. */
  readonly count: number;
  readonly confirmed: (order: Order) => void;
}

export interface Workers {
  give(order: Order): void;
  /** Orders that a station has not confirmed yet. */
  pending(station: number): number;
  states(): readonly StationState[];
  /** Kills the process with this number (any whole number) and starts it again. */
  kill(number: number): Promise<void>;
  /** What went wrong in an operation itself; null while nothing has. */
  failure(): string | null;
  end(): Promise<void>;
}

interface Worker {
  readonly setUps: readonly StationSetUp[];
  child: ChildProcess;
}

export async function startWorkers(parts: WorkersParts): Promise<Workers> {
  const orders = new Map<number, Map<number, Order>>(parts.setUps.map(({ station }) => [station, new Map()]));
  const states = new Map<number, StationState>();
  let failure: string | null = null;
  let ending = false;

  const say = (child: ChildProcess, message: ToWorker): void => {
    if (child.connected) child.send(message, () => undefined);
  };

  const launch = async (setUps: readonly StationSetUp[]): Promise<ChildProcess> => {
    const child = fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] });
    const ready = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('a worker is not ready')), readyLimitMs);
      child.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') {
          clearTimeout(limit);
          resolve();
        } else if (message.kind === 'states') {
          for (const state of message.states) states.set(state.station, state);
        } else if (message.kind === 'done') {
          const order = orders.get(message.station)?.get(message.n);
          orders.get(message.station)?.delete(message.n);
          if (order) parts.confirmed(order);
        } else
          failure ??= `operation ${String(message.n)} of station ${String(message.station)}: ${message.words}`;
      });
      child.once('exit', (code, signal) => {
        clearTimeout(limit);
        reject(new Error('a worker ended at once'));
        if (!ending && signal !== 'SIGKILL')
          failure ??= `a worker ended by itself with ${String(code ?? signal)}`;
      });
    });
    const { seed, time, timeoutMs } = parts;
    say(child, { kind: 'open', seed, time, timeoutMs, stations: setUps });
    await ready;
    return child;
  };

  const groups = Array.from({ length: parts.count }, (_, index) =>
    parts.setUps.filter((_one, place) => place % parts.count === index),
  ).filter((group) => group.length > 0);
  const workers: Worker[] = await Promise.all(
    groups.map(async (setUps) => ({ setUps, child: await launch(setUps) })),
  );
  const workerOf = (station: number): Worker | undefined =>
    workers.find(({ setUps }) => setUps.some((setUp) => setUp.station === station));

  return {
    give: (order) => {
      orders.get(order.station)?.set(order.n, order);
      const child = workerOf(order.station)?.child;
      if (child) say(child, { kind: 'do', order });
    },
    pending: (station) => orders.get(station)?.size ?? 0,
    states: () => [...states.values()],
    failure: () => failure,
    kill: async (number) => {
      const worker = workers[number % workers.length];
      if (!worker) return;
      const gone = once(worker.child, 'exit');
      worker.child.kill('SIGKILL');
      await gone;
      for (const { station } of worker.setUps) states.delete(station);
      worker.child = await launch(worker.setUps);
      for (const { station } of worker.setUps) {
        const unconfirmed = [...(orders.get(station)?.values() ?? [])].sort((a, b) => a.n - b.n);
        for (const order of unconfirmed) say(worker.child, { kind: 'do', order });
      }
    },
    end: async () => {
      ending = true;
      await Promise.all(
        workers.map(async ({ child }) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = once(child, 'exit');
          const limit = setTimeout(() => child.kill('SIGKILL'), endLimitMs);
          say(child, { kind: 'end' });
          await gone;
          clearTimeout(limit);
        }),
      );
    },
  };
}
