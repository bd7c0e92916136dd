/** Keeps one paper worker warm and starts it again when it is lost. */
import { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Form01Input } from './form01-text.ts';
import type { ReportInput } from './report-paper.ts';
import type { SeparatorInput } from './separator-paper.ts';
import type { PaperAnswer, PaperRequest, PaperWorkerData } from './paper-messages.ts';

export interface PaperRenderer {
  /** Mẫu 01, both copies, as one PDF. `worker-lost`: the worker ended or could not draw this paper. */
  form01(input: Form01Input): Promise<Result<Uint8Array, 'worker-lost' | 'timed-out'>>;
  /** A report of a few rows on A4. */
  report(input: ReportInput): Promise<Result<Uint8Array, 'worker-lost' | 'timed-out'>>;
  /** The sheet that splits a batch of the feeder. */
  separator(input: SeparatorInput): Promise<Result<Uint8Array, 'worker-lost' | 'timed-out'>>;
  /** Ends the worker; calls under way end with `worker-lost`. */
  stop(): Promise<void>;
}

export interface PaperRendererOptions {
  /** The worker's script: `paper-worker.cjs` of the bundle, or the source in tests. */
  readonly workerPath: string;
  /** Folder that holds the package `tinos`, i.e. node_modules/@expo-google-fonts. */
  readonly fontFolder: string;
  /** Longest time for one paper, ms, the worker's start included. */
  readonly timeoutMs?: number;
  /** The worker starts this long after the application, ms, or with the first paper: windows come first. */
  readonly startDelayMs?: number;
}

const defaultTimeoutMs = 15_000;
const defaultStartDelayMs = 1_500;
/** First and longest pause before a lost worker is started again, ms. */
const restartPauses = [50, 10_000] as const;

type DistributiveOmit<Request> = Request extends unknown ? Omit<Request, 'id'> : never;
type Answer = Result<Uint8Array, 'worker-lost' | 'timed-out'>;

export function createPaperRenderer(options: PaperRendererOptions): PaperRenderer {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const waiting = new Map<number, (answer: Answer) => void>();
  let worker: Worker | null = null;
  let restart: NodeJS.Timeout | null = null;
  let pause: number = restartPauses[0];
  let lastId = 0;
  let stopped = false;

  function start(): Worker {
    if (restart) clearTimeout(restart);
    restart = null;
    const workerData: PaperWorkerData = { fontFolder: options.fontFolder };
    // What a dying worker would print may hold personal data: its streams are read and dropped.
    const started = new Worker(options.workerPath, { workerData, stdout: true, stderr: true });
    started.stdout.resume();
    started.stderr.resume();
    started.on('message', ({ id, pdf }: PaperAnswer) => {
      pause = restartPauses[0];
      waiting.get(id)?.(pdf === null ? fail('worker-lost') : ok(pdf));
    });
    // Every error is followed by `exit`, where the loss is handled.
    started.on('error', () => undefined);
    started.on('exit', () => {
      lost(started);
    });
    worker = started;
    return started;
  }

  function lost(which: Worker): void {
    if (worker !== which) return;
    worker = null;
    for (const settle of waiting.values()) settle(fail('worker-lost'));
    if (stopped || restart) return;
    startLater(pause);
    pause = Math.min(pause * 2, restartPauses[1]);
  }

  function startLater(delayMs: number): void {
    restart = setTimeout(start, delayMs);
    restart.unref();
  }

  startLater(options.startDelayMs ?? defaultStartDelayMs);

  function ask(paper: DistributiveOmit<PaperRequest>): Promise<Answer> {
    return new Promise((resolve) => {
      if (stopped) {
        resolve(fail('worker-lost'));
        return;
      }
      const used = worker ?? start();
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => {
        settle(fail('timed-out'));
        // A worker that does not answer may never answer again; the others in its queue are lost with it.
        lost(used);
        void used.terminate();
      }, timeoutMs);
      function settle(answer: Answer): void {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(answer);
      }
      waiting.set(id, settle);
      used.postMessage({ id, ...paper } satisfies PaperRequest);
    });
  }

  return {
    form01: (input) => ask({ form01: input }),
    report: (input) => ask({ report: input }),
    separator: (input) => ask({ separator: input }),
    async stop() {
      stopped = true;
      if (restart) clearTimeout(restart);
      const last = worker;
      if (!last) return;
      lost(last);
      await last.terminate();
    },
  };
}
