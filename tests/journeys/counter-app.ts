/** Starts the built application in a real Electron, renderer sandbox on, with a data folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { MotCuaApi } from '../../main/contract/bridge-api.ts';
import type { InputOf, OperationName, OutputOf } from '../../main/contract/operations.ts';
import { electronExecutable } from '../../build/setup/electron-runtime.mjs';

declare global {
  interface Window {
    readonly motCua: MotCuaApi;
  }
}

export const projectRoot = join(import.meta.dirname, '..', '..');

export interface CounterApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  readonly tempFolder: string;
  /** Errors of the windows' consoles: a clean run has none. */
  readonly consoleErrors: string[];
  /** Calls an operation from the window, as the user interface does; throws on a failure. */
  call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  close(): Promise<void>;
  /** SIGKILL to the main process: nothing may be said goodbye to. */
  kill(): Promise<void>;
}

export interface CounterOptions {
  /** What starts Electron, when something has to come before it; it hands all arguments on. */
  readonly launcher?: string;
  readonly dataFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export function electronPath(): string {
  return process.env['MOT_CUA_ELECTRON'] ?? electronExecutable();
}

export function newFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `mot-cua-${name}-`));
}

/**
 * Of some hundred starts one hangs between Playwright's debugger and Chromium's, before the application's own code runs:
 * "Debugger attached", and never a DevTools address. That start is given up and told of; a second one is not.
 */
async function launched(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    console.warn('Electron did not start under the debugger within its time; started once more');
    return await _electron.launch(options);
  }
}

export async function startCounter(options: CounterOptions = {}): Promise<CounterApp> {
  const dataFolder = options.dataFolder ?? newFolder('data');
  const tempFolder = join(dataFolder, '..', `${dataFolder.split('/').pop()}-tmp`);
  mkdirSync(tempFolder, { recursive: true });
  const app = await launched({
    executablePath: options.launcher ?? electronPath(),
    args: [projectRoot, `--data-folder=${dataFolder}`, ...(options.args ?? [])],
    cwd: projectRoot,
    // Playwright would add --no-sandbox by itself.
    chromiumSandbox: true,
    env: { ...cleanEnvironment(), TMPDIR: tempFolder, ...options.env },
    timeout: 45_000,
  });
  const consoleErrors: string[] = [];
  const page = await app.firstWindow();
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  await page.setViewportSize({ width: 1366, height: 768 });
  return {
    app,
    page,
    dataFolder,
    tempFolder,
    consoleErrors,
    async call(name, input) {
      const result = await page.evaluate(
        ([operation, argument]) => window.motCua.call(operation as never, argument as never),
        [name, input] as unknown as [string, object],
      );
      if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
      return result.value as never;
    },
    close: () => app.close(),
    async kill() {
      const main = app.process();
      const gone = new Promise((resolve) => main.once('exit', resolve));
      main.kill('SIGKILL');
      await gone;
    },
  };
}

/** Lines of `grep -ra` for `needles` below `folders`; what the folders in `except` hold does not count. */
export function grepRaw(
  needles: readonly string[],
  folders: readonly string[],
  except: readonly string[],
): string[] {
  const patterns = needles.flatMap((needle) => ['-e', needle]);
  const skip = except.map((name) => `--exclude-dir=${name}`);
  const found = spawnSync('grep', ['-raloF', ...patterns, ...skip, ...folders], { encoding: 'utf8' });
  // grep exits 1 when it finds nothing, 2 when it could not look.
  if (found.status === 2) throw new Error(`grep could not look: ${found.stderr}`);
  return found.stdout.split('\n').filter((line) => line !== '');
}

function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(VITEST|NODE_OPTIONS|ELECTRON_RUN_AS_NODE)/.test(name),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}
