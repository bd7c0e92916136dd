/**
 * Two pieces of background work on pages at a time; one as long as pages come in, so that an imaging worker is free for
 * the next of them.
 */
import { setTimeout as after } from 'node:timers';

/** `look`: while the paper is at hand; `prepare`: by the time of acceptance. */
export type BackgroundWork = 'look' | 'prepare';

export interface Turn {
  /** Aborts when a page comes in and no worker is free: the work is given up and done again later. */
  readonly signal: AbortSignal;
  /** Gives the turn back. */
  over(): void;
}

export interface Turns {
  /** Resolves when it is this work's turn, looks first. */
  take(work: BackgroundWork): Promise<Turn>;
  /** Somebody waits for files: what prepares goes first, and is not given up, until the answer is called. */
  hurry(): () => void;
  /** A page comes in: resolves when a worker is free for it; the answer is called when the page is kept. */
  pageComesIn(): Promise<() => void>;
}

/** Imaging workers that there are at least. */
const atOnce = 2;
/** A page does not wait longer for a worker that is slow to give up, ms. */
const patienceMs = 1_000;
/** The next page of a batch comes within this time, ms: until then one worker stays free for it. */
const batchPauseMs = 2_000;

interface Running {
  readonly work: BackgroundWork;
  readonly abort: AbortController;
}

export function createTurns(): Turns {
  const waiting: { readonly work: BackgroundWork; readonly begin: (turn: Turn) => void }[] = [];
  const running = new Set<Running>();
  const pages: (() => void)[] = [];
  let hurried = 0;
  let coming = 0;
  let asked = false;

  const room = (): number => (coming > 0 ? atOnce - 1 : atOnce) - running.size;

  function give(): void {
    asked = false;
    if (coming > 0 && running.size < atOnce) for (const begin of pages.splice(0)) begin();
    while (room() > 0) {
      const first = hurried > 0 ? 'prepare' : 'look';
      const at = waiting.findIndex(({ work }) => work === first);
      const [next] = waiting.splice(Math.max(0, at), 1);
      if (!next) return;
      const one: Running = { work: next.work, abort: new AbortController() };
      running.add(one);
      next.begin({
        signal: one.abort.signal,
        over: () => {
          if (running.delete(one)) soon();
        },
      });
    }
  }

  /** Not at once: a page that is being kept asks for both, and the look is to be the first of them. */
  function soon(): void {
    if (asked) return;
    asked = true;
    setImmediate(give);
  }

  /** Of what runs the preparation that began last; a look is short, and files that somebody waits for are made. */
  function giveUpOne(): void {
    if (hurried > 0 || [...running].some(({ abort }) => abort.signal.aborted)) return;
    const last = [...running].findLast(({ work }) => work === 'prepare');
    last?.abort.abort();
  }

  return {
    take: (work) =>
      new Promise((resolve) => {
        waiting.push({ work, begin: resolve });
        soon();
      }),
    hurry() {
      hurried += 1;
      return once(() => {
        hurried -= 1;
        soon();
      });
    },
    async pageComesIn() {
      coming += 1;
      const isKept = once(() => {
        after(() => {
          coming -= 1;
          soon();
        }, batchPauseMs).unref();
      });
      if (running.size < atOnce) return isKept;
      giveUpOne();
      await new Promise<void>((resolve) => {
        pages.push(resolve);
        after(resolve, patienceMs).unref();
      });
      return isKept;
    },
  };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
