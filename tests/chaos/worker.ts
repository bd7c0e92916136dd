/** A process with some of the stations: takes orders, one after the other for each station, and tells how far they are. */
import type { FromWorker, Order, ToWorker } from './messages.ts';
import { openStation, type ChaosStation } from './station.ts';

const stations = new Map<number, ChaosStation>();
const queues = new Map<number, Promise<void>>();
const stateEveryMs = 150;

function tell(message: FromWorker): void {
  process.send?.(message);
}

function take(order: Order): void {
  const { station, n } = order;
  const work = async (): Promise<void> => {
    try {
      await stations.get(station)?.apply(order);
      tell({ kind: 'done', station, n });
    } catch (error) {
      tell({ kind: 'failed', station, n, words: String(error instanceof Error ? error.stack : error) });
    }
  };
  queues.set(station, (queues.get(station) ?? Promise.resolve()).then(work));
}

function tellStates(): void {
  tell({ kind: 'states', states: [...stations.values()].map((station) => station.state()) });
}

let telling: NodeJS.Timeout | null = null;

process.on('message', (message: ToWorker) => {
  if (message.kind === 'open') {
    const { seed, time, timeoutMs } = message;
    for (const setUp of message.stations) {
      stations.set(setUp.station, openStation({ setUp, seed, time, timeoutMs }));
    }
    telling = setInterval(tellStates, stateEveryMs);
    tell({ kind: 'ready' });
  } else if (message.kind === 'do') take(message.order);
  else {
    if (telling) clearInterval(telling);
    void Promise.all(queues.values())
      .then(() => Promise.all([...stations.values()].map((station) => station.end())))
      .finally(() => process.exit(0));
  }
});
// The run has ended without a word: nothing of it stays behind.
process.on('disconnect', () => process.exit(0));
