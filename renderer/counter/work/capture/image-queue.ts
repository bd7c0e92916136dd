/**
 * Lets a few picture requests go at a time, newest wish first: whoever scrolls past 400 pages wants the ones in view,
 * not those that flew by. A request given up before its turn is never made.
 */
export interface ImageQueue {
  /** Returns the function that gives the request up. */
  add(run: () => Promise<void>): () => void;
}

export function createImageQueue(atOnce: number): ImageQueue {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;

  function next(): void {
    if (running >= atOnce) return;
    const run = waiting.pop();
    if (!run) return;
    running += 1;
    const done = () => {
      running -= 1;
      next();
    };
    run().then(done, done);
  }

  return {
    add(run) {
      waiting.push(run);
      next();
      return () => {
        const at = waiting.indexOf(run);
        if (at !== -1) waiting.splice(at, 1);
      };
    },
  };
}
