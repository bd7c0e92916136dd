/** The program `tesseract` where it is installed, a process a page: a page that kills it harms nothing else. */
import { spawn } from 'node:child_process';
import { BridgeError } from '../bridge-error.ts';

/** Longest for one page, ms; a full A4 at 300 dpi takes 3 to 10 s. */
const limitMs = 60_000;
/** Far more than the fullest page says, bytes. */
const mostOutput = 8 * 1024 * 1024;
const mostComplaint = 4096;

/**
 * Words and their places as TSV, or null when there is no such program or it knows no Vietnamese. Fails as
 * page-unreadable, or cancelled.
 * @param picture PNM or PNG; it goes through a pipe, never through a file.
 */
export async function recognize(
  picture: Uint8Array,
  dpi: number,
  signal: AbortSignal,
): Promise<string | null> {
  if (signal.aborted) throw new BridgeError('cancelled');
  const options = ['-l', 'vie', '--psm', '3', '--dpi', String(Math.min(2400, Math.max(70, Math.round(dpi))))];
  const child = spawn('tesseract', ['stdin', 'stdout', ...options, 'tsv'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // one thread a page: two of them fight for the same memory and gain nothing
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    windowsHide: true,
  });
  const kill = (): void => void child.kill('SIGKILL');
  const limit = setTimeout(kill, limitMs);
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
    if (end === 'missing') return null;
    if (signal.aborted) throw new BridgeError('cancelled');
    if (end === 0 && bytes <= mostOutput) return Buffer.concat(said).toString('utf8');
    if (/(?:loading language|load any languages|initialize tesseract)/i.test(complaint)) return null;
    throw new BridgeError('page-unreadable');
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', kill);
  }
}
