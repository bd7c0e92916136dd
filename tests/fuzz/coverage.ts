/** Which characters of our own sources have run, by V8's precise block coverage of this thread. */
import { Session } from 'node:inspector';

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

const root = new URL('../../', import.meta.url).href;
const isOurs = (url: string): boolean =>
  url.startsWith(root) && /^(native-bridge|main|renderer)\//.test(url.slice(root.length));

export class Coverage {
  readonly #session = new Session();
  /** A byte for each character of a source: 1 when it has run. */
  readonly #seen = new Map<string, Uint8Array>();
  #reached = 0;

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Characters of our sources that have run since `skip`. */
  get reached(): number {
    return this.#reached;
  }

  /** Forgets what ran since the last time, without counting it. */
  skip(): void {
    this.#take();
  }

  /** Characters that ran since the last time and never before; from now on they count as seen. */
  fresh(): number {
    const before = this.#reached;
    for (const [url, ran] of this.#take()) {
      const seen = this.#seenOf(url, ran.byteLength);
      for (let at = 0; at < ran.byteLength; at += 1) {
        if (ran[at] !== 1 || seen[at] === 1) continue;
        seen[at] = 1;
        this.#reached += 1;
      }
    }
    return this.#reached - before;
  }

  /** Whether anything ran since the last time that never did before; it stays unseen. */
  anyFresh(): boolean {
    return this.#take().some(([url, ran]) => {
      const seen = this.#seenOf(url, ran.byteLength);
      return ran.some((value, at) => value === 1 && seen[at] !== 1);
    });
  }

  close(): void {
    this.#session.disconnect();
  }

  #seenOf(url: string, length: number): Uint8Array {
    const known = this.#seen.get(url);
    if (known && known.byteLength >= length) return known;
    const longer = new Uint8Array(length);
    if (known) longer.set(known);
    this.#seen.set(url, longer);
    return longer;
  }

  /** Of each source: 1 for every character that ran. Ranges lie in one another; the inner one is right. */
  #take(): [url: string, ran: Uint8Array][] {
    const taken: [string, Uint8Array][] = [];
    // On the session of one's own thread the answer comes before `post` returns.
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error) return;
      for (const { url, functions } of answer.result) {
        if (!isOurs(url)) continue;
        const ranges: Range[] = functions
          .flatMap((one) => one.ranges)
          .filter(({ endOffset }) => endOffset > 0);
        const ran = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)));
        const outerFirst = ranges.sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
        for (const { startOffset, endOffset, count } of outerFirst)
          ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
        taken.push([url, ran]);
      }
    });
    return taken;
  }
}
