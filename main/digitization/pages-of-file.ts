import { createHash } from 'node:crypto';
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { KeptFile, Page } from '../domain/dossier.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import type { JobReport } from '../intake/ports.ts';
import type { BlobStore, Store } from '../store/ports.ts';
import { imagingCall } from './imaging-call.ts';
import { sealPage } from './page-seals.ts';

export interface DigitizationParts {
  readonly imaging: BridgeClient<'imaging'>;
  readonly blobs: BlobStore;
  readonly store: Pick<Store, 'preparedPages' | 'pageTexts' | 'pageReadings' | 'pageLooks' | 'transaction'>;
  readonly newId: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export type IncomingFile = { readonly name: string; readonly bytes: Uint8Array };
export type FileFacts = Pick<KeptFile, 'mime' | 'signed' | 'pageCount'>;

/** Largest file taken in, bytes: it travels to a worker in one piece. */
const maxFileBytes = 200 * 1024 * 1024;
/** Resolution at which pages of PDFs are drawn to be looked at, dots per inch. */
const viewDpi = 200;

export async function inspectFile(
  parts: DigitizationParts,
  name: string,
  bytes: Uint8Array,
): Promise<Result<FileFacts, ErrorCode>> {
  if (bytes.byteLength > maxFileBytes) {
    const details = { bytes: bytes.byteLength, maxBytes: maxFileBytes };
    return fail('file-too-large', { ...details, maxMegabytes: maxFileBytes / 1024 / 1024 });
  }
  // the worker decides by content; of the name only the ending leaves this process
  const ending = /\.[A-Za-z0-9]{1,9}$/.exec(name)?.[0] ?? '';
  const answer = await imagingCall(parts.imaging, 'inspect', { name: `file${ending}` }, [bytes]);
  return answer.ok ? ok(answer.value.value) : answer;
}

/**
 * Keeps a file byte for byte, then its pages one by one; at most a few pages are in memory at a time. A failure after
 * some pages leaves those pages and the file kept, and tells how many (`pagesKept`).
 */
export async function keepFileAndPages(
  parts: DigitizationParts,
  file: IncomingFile,
  report: JobReport,
  onFile: (file: KeptFile) => Result<unknown, ErrorCode>,
  onPage: (page: Page) => Result<unknown, ErrorCode>,
): Promise<Result<{ pagesKept: number }, ErrorCode>> {
  const facts = await inspectFile(parts, file.name, file.bytes);
  if (!facts.ok) return facts;
  if (report.signal.aborted) return fail('cancelled', { pagesKept: 0 });
  const blob = await parts.blobs.put(file.bytes);
  if (!blob.ok) return blob;
  const kept: KeptFile = {
    id: parts.newId(),
    blob: blob.value,
    name: withoutFolders(file.name),
    bytes: file.bytes.byteLength,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    ...facts.value,
  };
  const filed = onFile(kept);
  if (!filed.ok) return filed;
  return await keepPages(parts, kept, file.bytes, report, onPage);
}

async function keepPages(
  parts: DigitizationParts,
  file: KeptFile,
  bytes: Uint8Array,
  report: JobReport,
  onPage: (page: Page) => Result<unknown, ErrorCode>,
): Promise<Result<{ pagesKept: number }, ErrorCode>> {
  let pagesKept = 0;
  let failure: Failure<ErrorCode> | undefined;
  const stop = new AbortController();
  report.progress(0, file.pageCount);
  const answer = await imagingCall(parts.imaging, 'pages', { mime: file.mime, dpi: viewDpi }, [bytes], {
    signal: AbortSignal.any([report.signal, stop.signal]),
    onItem: async (item, bodies) => {
      // a second attempt after a lost worker starts again at the first page
      if (failure || item.index < pagesKept) return;
      const pdf = file.mime === 'application/pdf' ? { fileId: file.id, pageIndex: item.index } : null;
      const about = { id: parts.newId(), source: 'file', pdf, capturedAt: parts.now() } as const;
      const page = await sealPage(parts.blobs, about, item, bodies);
      const taken = page.ok ? onPage(page.value) : page;
      if (taken.ok) {
        pagesKept += 1;
        report.progress(pagesKept, file.pageCount);
        return;
      }
      failure = taken.error;
      stop.abort();
    },
  });
  failure ??= answer.ok ? undefined : answer.error;
  return failure ? fail(failure.code, { ...failure.details, pagesKept }) : ok({ pagesKept });
}

/** Both separators count, whatever this machine's is: the name may come from another one. */
function withoutFolders(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).pop()?.trim() ?? '';
  const ending = /\.[A-Za-z0-9]{1,9}$/.exec(last)?.[0] ?? '';
  return last.length <= 200 ? last || 'file' : `${last.slice(0, 200 - ending.length)}${ending}`;
}
