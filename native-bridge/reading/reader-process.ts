/** A program that reads one page: a picture on its stdin, words and their places as TSV on its stdout. */
import { spawn } from 'node:child_process';
import { BridgeError } from '../bridge-error.ts';

/** Longest for one page, ms; a full A4 at 300 dpi takes 2 to 10 s, on a computer with much else to do ten times that. */
const limitMs = 120_000;
/** Far more than the fullest page says, bytes. */
const mostOutput = 8 * 1024 * 1024;
const mostComplaint = 4096;

export interface ReaderProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export type ReaderEnd =
  | { readonly kind: 'read'; readonly tsv: string }
  /** There is no such program. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly complaint: string };

/**
 * Runs it to its end; fails as page-unreadable when it took too long or said too much, or cancelled. Afterwards nothing
 * of it runs on.
 * @param picture BMP, PNM or PNG; it goes through a pipe, never through a file.
 */
export async function runReader(
  { command, args, env }: ReaderProgram,
  picture: Uint8Array,
  signal: AbortSignal,
): Promise<ReaderEnd> {
  if (signal.aborted) throw new BridgeError('cancelled');
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    windowsHide: true,
  });
  let overdue = false;
  const kill = (): void => void child.kill('SIGKILL');
  const limit = setTimeout(() => {
    overdue = true;
    kill();
  }, limitMs);
  signal.addEventListener('abort', kill);
  const said: Buffer[] = [];
  let bytes = 0;
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > mostOutput) kill();
    else said.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < mostComplaint) complaint += chunk.toString('latin1');
  });
  // it may leave before it has read all: its exit code tells
  child.stdin.on('error', () => undefined);
  child.stdin.end(picture);
  try {
    const end = await new Promise<'missing' | number | null>((resolve) => {
      child.on('error', () => resolve('missing'));
      child.on('close', (code) => resolve(code));
    });
    if (signal.aborted) throw new BridgeError('cancelled');
    if (end === 'missing') return { kind: 'missing' };
    if (overdue || bytes > mostOutput) throw new BridgeError('page-unreadable');
    if (end === 0) return { kind: 'read', tsv: Buffer.concat(said).toString('utf8') };
    return { kind: 'failed', complaint };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', kill);
  }
}
