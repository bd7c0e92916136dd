/** The simulated city as a child of this process, for training: it ends with its parent and keeps its state. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

export interface CitySimulatorOptions {
  /** A plain Node (24), not Electron. */
  readonly nodePath: string;
  readonly script: string;
  /** Where the simulated city keeps its dossiers and files, unencrypted: never inside the counter's own data. */
  readonly folder: string;
  readonly log: (event: string, fields?: Readonly<Record<string, string | number>>) => void;
}

export interface CitySimulator {
  /** `http://127.0.0.1:<port>`; the same after each start. */
  readonly url: string;
  /** Ends the process; what it had confirmed stays on disk. */
  stop(): Promise<void>;
  /** Starts it again on the same port. Rejects when it is not ready within 10 s. */
  start(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

const readyLimitMs = 10_000;
const endLimitMs = 3_000;
const firstLineMaximum = 4_096;

const Greeting = z.object({ ready: z.literal(true), port: z.number().int().min(1).max(65_535) });

/** Resolves with the port that the child listens on. */
function greetingOf(child: Child): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      reject(new Error('the city simulator is not ready in time'));
    }, readyLimitMs);
    const end = (why: string) => (): void => {
      clearTimeout(timer);
      reject(new Error(why));
    };
    child.once('error', end('the city simulator cannot be started'));
    child.once('exit', end('the city simulator ended at once'));
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      if (text.length < firstLineMaximum) text += chunk;
      const line = text.split('\n', 1)[0] ?? '';
      if (line.length === text.length) return;
      clearTimeout(timer);
      try {
        resolve(Greeting.parse(JSON.parse(line)).port);
      } catch {
        reject(new Error('the city simulator could not open its state or its port'));
      }
    });
  });
}

/** Resolves when the child is gone: asked first by closing its standard input, then killed. */
function endOf(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), endLimitMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.stdin.end();
  });
}

/** Rejects when the simulator is not ready within 10 s. */
export async function startCitySimulator(options: CitySimulatorOptions): Promise<CitySimulator> {
  let child: Child | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const launch = async (port: number): Promise<number> => {
    const args = [options.script, '--port', String(port), '--data', options.folder, '--with-parent'];
    const started: Child = spawn(options.nodePath, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    // A child that is gone breaks the pipe; its exit tells the same.
    started.stdin.on('error', () => undefined);
    started.on('error', () => undefined);
    try {
      const listening = await greetingOf(started);
      started.once('exit', (code) => {
        if (child !== started) return;
        child = null;
        options.log('simulator.ended', { code: code ?? -1 });
      });
      child = started;
      options.log('simulator.ready', { port: listening });
      return listening;
    } catch (error) {
      started.kill('SIGKILL');
      throw error;
    }
  };

  /** Starting and stopping follow each other, however they are asked for. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };

  const port = await launch(0);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      inTurn(async () => {
        const ending = child;
        child = null;
        if (ending) await endOf(ending);
      }),
    start: () =>
      inTurn(async () => {
        if (!child) await launch(port);
      }),
  };
}
