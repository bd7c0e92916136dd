/** The worker that looks, as calls. */
import type { Cut, FromWorker, Look, ToWorker } from './camera-messages.ts';
import type { PaperSize } from './edges/paper-size.ts';
import type { Quad } from './edges/quad.ts';

export interface CutWish {
  readonly corners: Quad | null;
  readonly fixed: boolean;
  readonly size: PaperSize | null;
}

export interface Eyes {
  /** What is in a picture now; null when the worker gave up on it. */
  look(frame: VideoFrame): Promise<Look | null>;
  /** The page cut out of a picture and made flat; null when that failed. */
  cut(frame: VideoFrame, wish: CutWish): Promise<Cut | null>;
  close(): void;
}

/** A picture that takes longer is given up, ms: on the slowest counter a cut takes some two seconds. */
const limitMs = 15_000;

export function openEyes(): Eyes {
  const worker = new Worker(new URL('./camera-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (answer: FromWorker | null) => void>();
  let asked = 0;

  function settle(n: number, answer: FromWorker | null): void {
    waiting.get(n)?.(answer);
    waiting.delete(n);
  }
  const giveUp = (): void => {
    for (const n of [...waiting.keys()]) settle(n, null);
  };
  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => settle(event.data.n, event.data));
  worker.addEventListener('error', giveUp);

  function ask(make: (n: number) => ToWorker): Promise<FromWorker | null> {
    asked += 1;
    const n = asked;
    const request = make(n);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(n, null), limitMs);
      waiting.set(n, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      worker.postMessage(request, [request.frame]);
    });
  }

  return {
    async look(frame) {
      const answer = await ask((n) => ({ type: 'look', n, frame }));
      return answer?.type === 'look' ? answer : null;
    },
    async cut(frame, wish) {
      const answer = await ask((n) => ({ type: 'cut', n, frame, ...wish }));
      return answer?.type === 'cut' && answer.bytes ? answer : null;
    },
    close() {
      worker.terminate();
      giveUp();
    },
  };
}
