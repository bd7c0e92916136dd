/** Starts the packaged application: what `npm run package` left in dist/packages. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { newFolder, projectRoot, type CounterApp } from '../journeys/counter-app.ts';

export const packageFolder = join(projectRoot, 'dist', 'packages', 'linux-unpacked');

export interface Started {
  readonly dataFolder: string;
  readonly process: ChildProcess;
  /** Standard output and standard error so far. */
  said(): string;
  /** Events of the application's own log so far. */
  logged(): string[];
  /** Waits until `event` is in the log or the process has ended; true when it is there. */
  reaches(event: string): Promise<boolean>;
  end(): Promise<void>;
}

export interface StartOptions {
  readonly executable?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly dataFolder?: string;
}

const limitMs = 30_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function startPackaged(options: StartOptions = {}): Started {
  const dataFolder = options.dataFolder ?? newFolder('packaged');
  const executable = options.executable ?? join(packageFolder, 'mot-cua');
  const child = spawn(executable, [...(options.args ?? []), `--data-folder=${dataFolder}`], {
    cwd: dataFolder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  let failed = false;
  child.on('error', () => {
    failed = true;
  });
  const ended = () => failed || child.exitCode !== null || child.signalCode !== null;
  const logFile = join(dataFolder, 'logs', 'mot-cua.log');
  const logged = () =>
    existsSync(logFile)
      ? [...readFileSync(logFile, 'utf8').matchAll(/"event":"([^"]+)"/gu)].map(([, event = '']) => event)
      : [];
  return {
    dataFolder,
    process: child,
    said: () => said,
    logged,
    async reaches(event) {
      for (let waited = 0; waited < limitMs && !ended() && !logged().includes(event); waited += 50) {
        await pause(50);
      }
      return logged().includes(event);
    },
    async end() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (ended()) return;
      child.kill('SIGTERM');
      const stubborn = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(stubborn);
    },
  };
}

/** The inspector's fuse is off, so the window is driven through Chromium's own port, which training mode leaves open. */
export async function windowOf(started: Started): Promise<{ page: Page; call: CounterApp['call'] }> {
  let address: string | undefined;
  for (let waited = 0; waited < limitMs && !address; waited += 50) {
    address = /DevTools listening on (ws:\S+)/u.exec(started.said())?.[1];
    if (!address) await pause(50);
  }
  if (!address) throw new Error('the window cannot be reached');
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (!context) throw new Error('no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForFunction(() => 'motCua' in window);
  return {
    page,
    async call(name, input) {
      const result = await page.evaluate(
        ([operation, argument]) => window.motCua.call(operation as never, argument as never),
        [name, input] as unknown as [string, object],
      );
      if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
      return result.value as never;
    },
  };
}
