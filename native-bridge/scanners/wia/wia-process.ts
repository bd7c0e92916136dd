/** Runs wia.ps1 in the PowerShell that Windows carries. Every wait has a limit. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readWiaLine, type WiaLine } from './wia-lines.ts';

export interface WiaProgram {
  readonly path: string;
  /** How long a killed one gets until its end is no longer waited for, ms. */
  readonly farewellMs: number;
}

/** By its whole path: a program of that name elsewhere is not started. Windows PowerShell 5.1 is part of Windows 10 and 11. */
export const windowsPowerShell: WiaProgram = {
  path: join(
    process.env['SystemRoot'] ?? 'C:\\Windows',
    ...['System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'],
  ),
  farewellMs: 3_000,
};

/** Beside this file, and beside the bundle of the device process. */
const script = join(import.meta.dirname, 'wia.ps1');

/** A line of ours has a few hundred bytes; more without an end comes from nobody who means well. */
const lineBytes = 64 * 1024;
const allBytes = 4 * 1024 * 1024;

export interface WiaRun {
  /** Ends the run after so many ms without a line. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal;
  readonly onLine: (line: WiaLine) => void;
}

export interface WiaEnd {
  readonly reason: 'exited' | 'not-installed' | 'silent' | 'cancelled' | 'flooded';
  /** Exit status; null when a signal ended it or it did not start. */
  readonly status: number | null;
  /** Bytes that were written beside our lines, on either output. */
  readonly strayBytes: number;
}

/** `options` reach the script as arguments of their own, never as part of a command. */
export function runWia(
  program: WiaProgram,
  options: Readonly<Record<string, string>>,
  run: WiaRun,
): Promise<WiaEnd> {
  const args = [
    ...['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', script],
    ...Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]),
  ];
  return new Promise((resolve) => {
    const child = spawn(program.path, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let reason: WiaEnd['reason'] = 'exited';
    let strayBytes = 0;
    let seenBytes = 0;
    let rest = Buffer.alloc(0);
    let silence: NodeJS.Timeout | undefined;
    let farewell: NodeJS.Timeout | undefined;

    const finish = (status: number | null): void => {
      clearTimeout(silence);
      clearTimeout(farewell);
      run.signal?.removeEventListener('abort', onAbort);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ reason, status, strayBytes });
    };
    // WIA gives a script no way to stop a transfer: the scanner ends its page for nobody.
    const stop = (why: WiaEnd['reason']): void => {
      if (reason !== 'exited') return;
      reason = why;
      child.kill('SIGKILL');
      farewell = setTimeout(() => finish(null), program.farewellMs);
    };
    const onAbort = (): void => stop('cancelled');
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => stop('silent'), run.silenceMs);
    };
    const take = (line: Buffer): void => {
      const ours = readWiaLine(line.toString('utf8'));
      if (!ours) {
        strayBytes += line.byteLength;
        return;
      }
      listen();
      run.onLine(ours);
    };

    child.stdout.on('data', (chunk: Buffer) => {
      if (reason !== 'exited') return;
      seenBytes += chunk.byteLength;
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
        take(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
      }
      if (rest.byteLength > lineBytes || seenBytes > allBytes) stop('flooded');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      strayBytes += chunk.byteLength;
    });
    child.once('error', () => {
      if (child.pid !== undefined) return;
      reason = 'not-installed';
      finish(null);
    });
    child.once('close', finish);
    run.signal?.addEventListener('abort', onAbort, { once: true });
    if (run.signal?.aborted) onAbort();
    listen();
  });
}
