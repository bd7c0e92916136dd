/**
 * Ends this process when an open PDF makes it grow too far. PDF readers decode a stream as a whole, however large it
 * becomes, and in one go: only another thread can look. Whoever called is told `worker-lost`, and the file is not tried
 * for ever. The same on every platform, where limits of the system are not.
 */
import { Worker } from 'node:worker_threads';

/** Growth that no sound file needs, MiB: a file of 200 MiB, copied twice, and its largest page. */
const mostGrowthMib = 800;
const mib = 1024 * 1024;
const open = 0;
const base = 1;

/** Sleeps while nothing is open. */
const watcher = `
const { workerData: { shared, mostGrowthMib } } = require('node:worker_threads');
const state = new Int32Array(shared);
for (;;) {
  Atomics.wait(state, ${String(open)}, 0);
  if (process.memoryUsage.rss() / ${String(mib)} - Atomics.load(state, ${String(base)}) > mostGrowthMib)
    process.kill(process.pid, 'SIGKILL');
  Atomics.wait(state, ${String(base)}, Atomics.load(state, ${String(base)}), 40);
}`;

let state: Int32Array | undefined;

function started(): Int32Array {
  const shared = new SharedArrayBuffer(8);
  new Worker(watcher, { eval: true, workerData: { shared, mostGrowthMib } }).unref();
  return new Int32Array(shared);
}

/** Watches from now on until the returned function is called. */
export function guardMemory(): () => void {
  state ??= started();
  const shared = state;
  if (Atomics.load(shared, open) === 0)
    Atomics.store(shared, base, Math.round(process.memoryUsage.rss() / mib));
  Atomics.add(shared, open, 1);
  Atomics.notify(shared, open);
  let over = false;
  return () => {
    if (!over) Atomics.sub(shared, open, 1);
    over = true;
  };
}
