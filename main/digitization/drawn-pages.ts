/** Pages of kept PDFs drawn anew for files that keep the archive's rules; they go on as scanned pages do. */
import type { PageText } from '../../native-bridge/contract-reading.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { KeptFile } from '../domain/dossier.ts';
import type { DrawnPicture } from '../domain/normalised-page.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import type { JobReport } from '../intake/ports.ts';
import { imagingCall } from './imaging-call.ts';
import { sealPictures } from './page-seals.ts';
import type { DigitizationParts } from './pages-of-file.ts';
import { recipe } from './preparation.ts';
import { plainOf, type Reading } from './reading.ts';

/** Resolution of masks, dots per inch; a page too large for it is drawn coarser. */
const drawnDpi = 300;
/** Least resolution of a digitized paper, dots per inch (NĐ 30/2020/NĐ-CP, Annex I). */
const leastDpi = 200;

export interface DrawnPage extends DrawnPicture {
  /** What it says itself; null: it is a picture. */
  readonly words: PageText | null;
}

/** Pictures are sealed when this resolves; nothing else is changed. All pages, or none. */
export async function drawPages(
  { imaging, blobs }: DigitizationParts,
  file: KeptFile,
  pageIndexes: readonly number[],
  report: JobReport,
): Promise<Result<DrawnPage[], ErrorCode>> {
  // whatever is drawn of a signed file is no longer what was signed
  if (file.signed) return fail('file-signed');
  const pdf = await blobs.get(file.blob);
  if (!pdf.ok) return pdf;
  const drawn = new Map<number, DrawnPage>();
  let failure: Failure<ErrorCode> | undefined;
  const stop = new AbortController();
  const params = { dpi: drawnDpi, leastDpi, pageIndexes: [...pageIndexes] };
  report.progress(0, pageIndexes.length);
  const answer = await imagingCall(imaging, 'drawPdf', params, [pdf.value], {
    signal: AbortSignal.any([report.signal, stop.signal]),
    onItem: async ({ index, text, ...size }, bodies) => {
      // a second attempt after a lost worker starts again at the first page
      if (failure || drawn.has(index)) return;
      const picture = await sealPictures(blobs, size, bodies);
      if (picture.ok) {
        drawn.set(index, { pageIndex: index, picture: picture.value, ownWords: text !== null, words: text });
        report.progress(drawn.size, pageIndexes.length);
        return;
      }
      failure = picture.error;
      stop.abort();
    },
  });
  failure ??= answer.ok ? undefined : answer.error;
  return failure ? fail(failure.code, failure.details) : ok([...drawn.values()]);
}

/** Their words, and what `take` changes, are written together or not at all. */
export async function takeDrawn<Value>(
  { blobs, store, now, reading }: DigitizationParts & { readonly reading: Pick<Reading, 'atDisk'> },
  drawn: readonly DrawnPage[],
  take: () => Result<Value, ErrorCode>,
): Promise<Result<Value, ErrorCode>> {
  return await reading.atDisk(async () => {
    const rows: Parameters<typeof store.pageTexts.put>[0][] = [];
    const leave = () =>
      void store.transaction(() => rows.forEach(({ textBlob }) => store.pageTexts.leave(textBlob)));
    for (const { picture, words } of drawn) {
      if (!words) continue;
      const blob = await blobs.put(Buffer.from(JSON.stringify(words), 'utf8'));
      if (!blob.ok) {
        leave();
        return blob;
      }
      const { imageBlob, dpi } = picture;
      rows.push({ imageBlob, recipe, dpi, textBlob: blob.value, plain: plainOf(words), madeAt: now() });
    }
    const written = store.transaction(() => {
      const taken = take();
      if (taken.ok) for (const row of rows) store.pageTexts.put(row);
      return taken;
    });
    const outcome = written.ok ? written.value : fail(written.error.code, written.error.details);
    if (!outcome.ok) leave();
    return outcome;
  });
}
