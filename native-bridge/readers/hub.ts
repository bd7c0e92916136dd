/** Finds readers as they come and go, and keeps one of our readers for each. */
import { BridgeError } from '../bridge-error.ts';
import type { WakeSource } from '../devices/wake.ts';
import { traceStep } from '../trace.ts';
import type { ReaderEvent, ReaderInfo } from '../contract-readers.ts';
import type { FoundReader, Reader } from './reader.ts';

/** One place to look for readers. */
export interface Lookout {
  readonly everyMs: number;
  /** The system's word that something came or went there; it is looked at once then. */
  readonly wake?: WakeSource;
  find(): Promise<readonly FoundReader[]>;
}

export interface ReaderHub {
  /** Waits for the first look at every place. */
  list(): Promise<ReaderInfo[]>;
  /** @throws BridgeError reader-absent */
  reader(id: string): Reader;
  /** Looks now. */
  look(): Promise<void>;
  end(): Promise<void>;
}

/** A bus that cannot be looked at in this time (no udev, no permission, no answer) shows nothing new, ms. */
const lookLimitMs = 3_000;
/** A node is made some time before it may be opened, and the bus changes in several steps, ms. */
const afterWakeMs = 100;
/** More readers than this hang on no counter; a bus that lists more is out of order. */
const readersAtMost = 32;

interface Held {
  readonly lookout: Lookout;
  readonly place: string;
  readonly reader: Reader;
}

export function createHub(lookouts: readonly Lookout[], emit: (event: ReaderEvent) => void): ReaderHub {
  const held = new Map<string, Held>();
  const timers = new Set<NodeJS.Timeout>();
  /** Looks at one place, one after the other: an older look must not have the last word. */
  const looking = new Map<Lookout, Promise<void>>();
  let ended = false;

  function lookFrom(lookout: Lookout): Promise<void> {
    const next = (looking.get(lookout) ?? Promise.resolve()).then(() => lookNow(lookout));
    looking.set(lookout, next);
    return next;
  }

  async function lookNow(lookout: Lookout): Promise<void> {
    const found = await withinLimit(lookout.find());
    if (found === null || ended) return;
    const present = new Map(found.slice(0, readersAtMost).map((each) => [each.id, each]));
    for (const [id, each] of held) {
      if (each.lookout !== lookout || present.get(id)?.place === each.place) continue;
      held.delete(id);
      traceStep(id, 'unplugged');
      void each.reader.end();
      emit({ type: 'changed' });
    }
    for (const [id, each] of present) {
      if (held.has(id)) continue;
      traceStep(id, 'plugged in');
      held.set(id, { lookout, place: each.place, reader: each.connect(emit) });
      emit({ type: 'changed' });
    }
  }

  function after(ms: number, what: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      what();
    }, ms);
    timers.add(timer);
  }

  async function watch(lookout: Lookout): Promise<void> {
    await lookFrom(lookout);
    if (!ended) after(lookout.everyMs, () => void watch(lookout));
  }

  const sleepers = lookouts.map((lookout) => {
    let soon = false;
    return lookout.wake?.(() => {
      if (soon || ended) return;
      soon = true;
      after(afterWakeMs, () => {
        soon = false;
        void lookFrom(lookout);
      });
    });
  });

  const first = Promise.all(lookouts.map(watch));
  return {
    async list() {
      await first;
      return [...held.values()].map(({ reader }) => reader.info());
    },
    reader(id) {
      const reader = held.get(id)?.reader;
      if (!reader) throw new BridgeError('reader-absent');
      return reader;
    },
    async look() {
      await Promise.all(lookouts.map(lookFrom));
    },
    async end() {
      ended = true;
      for (const sleep of sleepers) sleep?.();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([...held.values()].map(({ reader }) => reader.end()));
      held.clear();
    },
  };
}

async function withinLimit<Value>(work: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), lookLimitMs);
  });
  try {
    return await Promise.race([work.catch(() => null), limit]);
  } finally {
    clearTimeout(timer);
  }
}
