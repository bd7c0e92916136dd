/**
 * Paper printers through CUPS, by its own `lp` and `lpstat` (LC_ALL=C). Where they are not installed there are none;
 * on Windows there are none either: the spooler is not driven by this version.
 */
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { PrinterInfo } from '../contract.ts';
import type { PrintOutcome } from './slip-driver.ts';

const lookLimitMs = 3_000;
const submitLimitMs = 30_000;
/** How long a job is followed before its end counts as unknown, ms. */
const followLimitMs = 60_000;
const followEveryMs = 1_000;
const keptText = 1024 * 1024;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command, feeds it `input`, kills it after the limit. Undefined when it is not installed. */
function run(
  command: string,
  args: readonly string[],
  limitMs: number,
  input?: Uint8Array,
): Promise<Ended | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, LC_ALL: 'C' }, windowsHide: true });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    let stdout = '';
    let stderr = '';
    child.stdout
      .setEncoding('utf8')
      .on('data', (text: string) => (stdout = (stdout + text).slice(-keptText)));
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (stderr = (stderr + text).slice(-keptText)));
    // A command that ends early does not read its input; its status tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    child.once('close', (status) => {
      clearTimeout(timer);
      resolve({ status, stdout, stderr });
    });
  });
}

export async function listPaperPrinters(): Promise<PrinterInfo[]> {
  const names = await run('lpstat', ['-e'], lookLimitMs);
  if (names?.status !== 0) return [];
  const [standard, states] = await Promise.all([
    run('lpstat', ['-d'], lookLimitMs),
    run('lpstat', ['-p'], lookLimitMs),
  ]);
  const defaultName = /^system default destination: (\S+)/m.exec(standard?.stdout ?? '')?.[1];
  return names.stdout
    .split('\n')
    .filter((name) => name !== '')
    .map((name) => ({
      id: `cups:${name}`,
      name,
      kind: 'paper',
      isDefault: name === defaultName,
      virtual: false,
      ...stateOf(name, states?.stdout ?? ''),
    }));
}

/** From the lines `printer NAME is idle.`, `printer NAME now printing …`, `printer NAME disabled since …`. */
export function stateOf(name: string, text: string): Pick<PrinterInfo, 'state' | 'reason'> {
  const line = text.split('\n').find((each) => each.startsWith(`printer ${name} `)) ?? '';
  const told = line.slice(`printer ${name} `.length);
  if (told.startsWith('disabled')) return { state: 'fault', reason: 'printer-failed' };
  return { state: told.startsWith('now printing') ? 'busy' : 'ready', reason: null };
}

/**
 * Confirmed when CUPS reports the job as completed successfully; unknown when it is still under way at the limit or
 * its end cannot be told.
 * @throws BridgeError printer-absent, printer-failed (the job was refused or aborted)
 */
export async function printPdfOnPaper(
  printerId: string,
  title: string,
  pdf: Uint8Array,
  context: { readonly signal: AbortSignal; progress(done: number, total: number | null): void },
): Promise<PrintOutcome> {
  const name = printerId.replace(/^cups:/, '');
  if (!/^[^-\s/#\0][^\s/#\0]*$/.test(name)) throw new BridgeError('printer-absent');
  const safeTitle = title.replace(/[^\p{L}\p{N} ._-]/gu, '').slice(0, 100);
  const sent = await run('lp', ['-d', name, '-t', safeTitle, '--', '-'], submitLimitMs, pdf);
  if (!sent || /does not exist|unknown destination/i.test(sent.stderr))
    throw new BridgeError('printer-absent');
  // Killed at the limit: whether the spooler has taken it is open.
  if (sent.status === null) return 'unknown';
  const job = /request id is (\S+)/.exec(sent.stdout)?.[1];
  if (sent.status !== 0 || !job) throw new BridgeError('printer-failed', { reason: 'refused' });
  const until = performance.now() + followLimitMs;
  while (performance.now() < until && !context.signal.aborted) {
    const ended = await run('lpstat', ['-l', '-W', 'completed', name], lookLimitMs);
    const alerts = jobAlerts(job, ended?.stdout ?? '');
    if (alerts !== undefined) return outcomeOf(alerts);
    context.progress(0, null);
    await wait(followEveryMs);
  }
  return 'unknown';
}

/** The reasons under a job's own line; undefined when the job is not in the list. */
export function jobAlerts(job: string, text: string): string | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.split(/\s/, 1)[0] === job);
  if (at < 0) return undefined;
  for (const line of lines.slice(at + 1)) {
    if (!/^\s/.test(line)) break;
    const alerts = /^\s+Alerts: (.*)$/.exec(line)?.[1];
    if (alerts !== undefined) return alerts;
  }
  return '';
}

function outcomeOf(alerts: string): PrintOutcome {
  if (/job-completed-successfully/.test(alerts)) return 'confirmed';
  if (/aborted/.test(alerts)) throw new BridgeError('printer-failed', { reason: 'aborted' });
  return 'unknown';
}
