/** Every byte prefix of a ticket's job at which its line goes wrong, and every byte of the answers; cases run side by side. */
import type { Store } from '../../../main/store/ports.ts';
import type { LineFault, ReplyFault } from './faulty-line.ts';
import { shapeOf, tryCase, type Setting } from './prefix-case.ts';

export interface Tally {
  readonly setting: string;
  readonly fault: string;
  cases: number;
  readonly states: Record<string, number>;
  readonly wrong: string[];
}

export const lineKinds: readonly LineFault['kind'][] = ['cut', 'hang-up', 'power-cycle', 'paper-out'];
export const replyKinds: readonly ReplyFault['kind'][] = ['cut', 'lose', 'delay', 'duplicate', 'corrupt'];

export interface Sweep {
  readonly store: Store;
  readonly setting: Setting;
  /** How many bytes between two cases; 1 is all of them. */
  readonly step: number;
  /** Where the first case stands, so that samples differ; below `step`. */
  readonly from: number;
  readonly line: readonly LineFault['kind'][];
  readonly reply: readonly ReplyFault['kind'][];
  /** Enough to use the waiting time of a dead line, few enough that nobody waits for the processor. */
  readonly abreast: number;
  readonly onCase?: (done: number) => void;
}

export async function sweep({
  store,
  setting,
  step,
  from,
  line,
  reply,
  abreast,
  onCase,
}: Sweep): Promise<Tally[]> {
  const hall = `${setting.name}/${String(Math.random())}`;
  const shape = await shapeOf(setting, store, hall);
  const tallies: Tally[] = [];
  const waiting: (() => Promise<void>)[] = [];
  let done = 0;
  const plan = (kind: string, last: number, faultAt: (at: number) => Parameters<typeof tryCase>[4]): void => {
    const tally: Tally = { setting: setting.name, fault: kind, cases: 0, states: {}, wrong: [] };
    tallies.push(tally);
    const places = new Set([0, last]);
    for (let at = from; at <= last; at += step) places.add(at);
    for (const at of places)
      waiting.push(async () => {
        const { state, wrong } = await unhindered((attempt) =>
          tryCase(setting, shape, store, `${hall}/${kind}/${String(at)}/${String(attempt)}`, faultAt(at)),
        );
        tally.cases += 1;
        tally.states[state] = (tally.states[state] ?? 0) + 1;
        for (const what of wrong) tally.wrong.push(`byte ${String(at)}: ${what} (${state})`);
        done += 1;
        onCase?.(done);
      });
  };
  for (const kind of line) plan(`line: ${kind}`, shape.end, (at) => ({ line: { at, kind }, reply: null }));
  for (const kind of reply)
    plan(`answers: ${kind}`, shape.answers - 1, (at) => ({ line: null, reply: { at, kind } }));
  await sideBySide(abreast, waiting);
  return tallies;
}

/** A process that is kept waiting for so long by others misses answers that came in time, ms. */
const stallMs = 150;
const attempts = 8;
const tickMs = 20;

/** Judges again what seems wrong and was tried while this very process was kept from running. */
export async function unhindered<Judged extends { readonly wrong: readonly unknown[] }>(
  judge: (attempt: number) => Promise<Judged>,
): Promise<Judged> {
  for (let attempt = 1; ; attempt += 1) {
    let [last, stalled] = [performance.now(), false];
    const watch = setInterval(() => {
      stalled ||= performance.now() - last > stallMs;
      last = performance.now();
    }, tickMs);
    try {
      const judged = await judge(attempt);
      if (judged.wrong.length === 0 || !stalled || attempt === attempts) return judged;
    } finally {
      clearInterval(watch);
    }
  }
}

/** Runs all, so many at a time. */
export async function sideBySide(abreast: number, waiting: (() => Promise<void>)[]): Promise<void> {
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await next();
    }),
  );
}
