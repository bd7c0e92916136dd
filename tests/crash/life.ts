/** One life of the station's process: it is started, heard, answered, and killed or waited for. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { privateNode } from '../../build/setup/npm-packages.mjs';
import { Acknowledged, Word, type CounterTask } from './words.ts';

export interface LifeOptions {
  readonly script: string;
  readonly task: CounterTask;
  /** Compiled code is kept here, as an installed application keeps its own. */
  readonly cacheFolder: string;
  readonly look: (question: { kind: 'ticket' | 'slip'; label: string }) => Promise<boolean>;
  readonly onWord: (word: Word) => void;
  readonly onAcknowledged: (word: Acknowledged) => void;
  /** What comes before the program and its arguments, e.g. `strace …`. */
  readonly launcher?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Life {
  /** Ms from its start to its first answer; null while it has none. */
  readyMs(): number | null;
  /** Resolves when it is gone, with its exit code and what it complained of. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; complaint: string }>;
  /** Of what was started: the tracer, where there is one. */
  readonly pid: number | undefined;
  /** To a life of `one`. */
  go(): void;
  /** SIGKILL: the main process, or it and its device processes at once as a reset does. */
  kill(whom: 'main' | 'all'): void;
}

export function beginLife(options: LifeOptions): Life {
  const begun = performance.now();
  let readyMs: number | null = null;
  const [program = privateNode, ...before] = [...(options.launcher ?? []), privateNode];
  const child = spawn(program, [...before, options.script, JSON.stringify(options.task)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: its device processes can be killed with it.
    detached: true,
    env: { ...process.env, NODE_COMPILE_CACHE: join(options.cacheFolder, 'compiled'), ...options.env },
  });
  let complaint = '';
  let rest = '';
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(-4_000)));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    // A line that the kill has torn was not said.
    rest = lines.pop() ?? '';
    for (const line of lines) hear(Word.parse(JSON.parse(line)));
  });

  function hear(word: Word): void {
    if (word.t === 'ready') readyMs = performance.now() - begun;
    if (word.t === 'look')
      void options
        .look({ kind: word.kind, label: word.label })
        .then((isThere) => child.stdin.write(isThere ? 'came-out\n' : 'did-not\n'));
    const acknowledged = Acknowledged.safeParse(word);
    if (acknowledged.success) options.onAcknowledged(acknowledged.data);
    options.onWord(word);
  }

  return {
    pid: child.pid,
    go: () => void child.stdin.write('go\n'),
    readyMs: () => readyMs,
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      // `exit` comes before the last words are heard; device processes that outlive it hold no pipe of it.
      child.once('close', (code, signal) => resolve({ code, signal, complaint }));
    }),
    kill(whom) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      try {
        process.kill(whom === 'all' ? -child.pid : child.pid, 'SIGKILL');
      } catch {
        // It ended by itself just now.
      }
    },
  };
}
