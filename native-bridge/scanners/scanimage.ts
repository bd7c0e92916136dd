/** Runs SANE's `scanimage`. Every wait has a limit. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { traceStep } from '../trace.ts';

/** How long a scanner gets to stop its carriage after it was asked politely, ms. */
const politeMs = 3_000;
const keptText = 256 * 1024;

export interface ScanimageEnd {
  /** Exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly reason: 'exited' | 'not-installed' | 'silent' | 'cancelled';
}

export interface ScanimageRun {
  /** Ends the run after so many ms without a line on stdout. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export function runScanimage(args: readonly string[], run: ScanimageRun): Promise<ScanimageEnd> {
  const device = deviceOf(args);
  traceStep(device, 'scanimage', { options: args.filter((arg) => arg.startsWith('-')).join(',') });
  return new Promise((resolve) => {
    const child = spawn('scanimage', args, {
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let reason: ScanimageEnd['reason'] = 'exited';
    let stdout = '';
    let stderr = '';
    let silence: NodeJS.Timeout | undefined;
    let harsh: NodeJS.Timeout | undefined;

    const stop = (why: 'silent' | 'cancelled'): void => {
      if (reason !== 'exited') return;
      reason = why;
      child.kill('SIGINT');
      harsh = setTimeout(() => child.kill('SIGKILL'), politeMs);
    };
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => stop('silent'), run.silenceMs);
    };
    const onAbort = (): void => stop('cancelled');
    const finish = (status: number | null): void => {
      clearTimeout(silence);
      clearTimeout(harsh);
      run.signal?.removeEventListener('abort', onAbort);
      traceStep(device, `scanimage ${reason}`, { status: status ?? 'none' });
      resolve({ status, stdout, stderr, reason });
    };

    createInterface({ input: child.stdout }).on('line', (line) => {
      stdout = `${stdout}${line}\n`.slice(-keptText);
      listen();
      run.onLine?.(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptText);
    });
    child.once('error', () => {
      if (child.pid !== undefined) return;
      reason = 'not-installed';
      finish(null);
    });
    child.once('close', (status) => finish(status));
    run.signal?.addEventListener('abort', onAbort, { once: true });
    if (run.signal?.aborted) onAbort();
    listen();
  });
}

function deviceOf(args: readonly string[]): string {
  const at = args.indexOf('-d');
  return at < 0 ? 'sane' : (args[at + 1] ?? 'sane');
}
