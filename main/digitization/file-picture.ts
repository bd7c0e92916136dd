/** A page as its file will show it, drawn from the very PDF that the file is made of. */
import type { ErrorCode } from '../contract/errors.ts';
import type { Page } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { imagingCall } from './imaging-call.ts';
import type { DigitizationParts } from './pages-of-file.ts';
import type { Preparation } from './preparation.ts';

/** Enough to compare strokes on a screen, dots per inch. */
const comparedDpi = 200;

export interface FilePicture {
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly dpi: number;
}

/** Prepares the page now if it is not; a page of a kept PDF goes as it is and has no such picture (`not-found`). */
export async function pictureInFile(
  { imaging, blobs, preparation }: DigitizationParts & { readonly preparation: Preparation },
  page: Page,
): Promise<Result<FilePicture, ErrorCode>> {
  if (page.pdf) return fail('not-found');
  const prepared = await preparation.now(page);
  if (!prepared.ok) return prepared;
  const pdf = await blobs.get(prepared.value);
  if (!pdf.ok) return pdf;
  const dpi = Math.min(comparedDpi, page.dpi);
  const drawn = await imagingCall(imaging, 'renderPdf', { dpi, maxPages: 1 }, [pdf.value]);
  if (!drawn.ok) return drawn;
  const [bytes] = drawn.value.bodies;
  return bytes ? ok({ mime: 'image/png', bytes, dpi }) : fail('file-damaged');
}
