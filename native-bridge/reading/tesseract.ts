/** Reads a page by the program `tesseract` where it is installed with Vietnamese data, else by the packaged engine. */
import { BridgeError } from '../bridge-error.ts';
import { packagedReader } from './packaged-reader.ts';
import { runReader, type ReaderEnd, type ReaderProgram } from './reader-process.ts';

export interface Recognized {
  readonly ocr: 'native' | 'packaged';
  /** Words and their places, see tsv.ts. */
  readonly tsv: string;
}

export interface PageToRead {
  /** BMP, PNM or PNG. */
  readonly picture: Uint8Array;
  readonly dpi: number;
  /** Light letters, too: lines that make no sense are then read a second time, which costs a sixth more. */
  readonly print: 'dark' | 'dark-and-light';
}

/** Null when there is neither of them. Fails as page-unreadable, or cancelled. */
export async function recognize(
  { picture, dpi, print }: PageToRead,
  signal: AbortSignal,
): Promise<Recognized | null> {
  const resolution = String(Math.min(2400, Math.max(70, Math.round(dpi))));
  const settings = { user_defined_dpi: resolution, tessedit_do_invert: print === 'dark' ? '0' : '1' };
  const native = await runReader(nativeProgram(settings), picture, signal);
  if (native.kind === 'read') return { ocr: 'native', tsv: native.tsv };
  if (!isAbsent(native)) throw new BridgeError('page-unreadable');
  const program = packagedReader(settings);
  if (!program) return null;
  const packaged = await runReader(program, picture, signal);
  if (packaged.kind === 'read') return { ocr: 'packaged', tsv: packaged.tsv };
  throw new BridgeError('page-unreadable');
}

function nativeProgram(settings: Readonly<Record<string, string>>): ReaderProgram {
  const told = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    command: 'tesseract',
    args: ['stdin', 'stdout', '-l', 'vie', '--psm', '3', ...told, 'tsv'],
    // one thread a page: two of them fight for the same memory and gain nothing
    env: { OMP_THREAD_LIMIT: '1' },
  };
}

/** Not installed, or without Vietnamese data. */
function isAbsent(end: ReaderEnd): boolean {
  if (end.kind === 'missing') return true;
  const noData = /(?:loading language|load any languages|initialize tesseract)/i;
  return end.kind === 'failed' && noData.test(end.complaint);
}
