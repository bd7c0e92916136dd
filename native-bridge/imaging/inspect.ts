import { extname } from 'node:path';
import { BridgeError } from '../bridge-error.ts';
import type { Handler } from '../host.ts';
import { fileKind } from './file-kind.ts';
import { maxPageCount } from './limits.ts';
import { openPdf } from './pdf-document.ts';
import { decodeFully, pictureHead } from './picture.ts';
import { isSignedPdf } from './signatures.ts';

/** Tells what a file really is by reading it; see `imagingOperations.inspect` for the failures. */
export const inspect: Handler<'imaging', 'inspect'> = async ({ name }, bodies) => {
  const bytes = bodies[0];
  // of a name only the ending is told on: names of files hold names of people
  const ending = extname(name).toLowerCase().slice(0, 10);
  if (!bytes || bytes.byteLength === 0) throw new BridgeError('file-empty', { name: ending });
  const kind = fileKind(bytes);
  if (kind === null || kind === 'image/x-portable-anymap')
    throw new BridgeError('file-type-unknown', { name: ending });
  if (kind === 'application/pdf') return { result: { mime: kind, ...(await inspectPdf(bytes)) }, bodies: [] };
  return {
    result: { mime: kind, signed: false, pageCount: await inspectPicture(bytes) },
    bodies: [],
  };
};

async function inspectPdf(bytes: Uint8Array): Promise<{ signed: boolean; pageCount: number }> {
  const document = await openPdf(bytes);
  try {
    const { pageCount } = document;
    if (pageCount < 1) throw new BridgeError('file-damaged', { reason: 'no-pages' });
    refuseTooMany(pageCount);
    return { pageCount, signed: await isSignedPdf(bytes, await document.mentionsSignatures()) };
  } finally {
    await document.close();
  }
}

async function inspectPicture(bytes: Uint8Array): Promise<number> {
  const { pageCount } = await pictureHead(bytes, 0);
  refuseTooMany(pageCount);
  for (let page = 1; page < pageCount; page += 1) await pictureHead(bytes, page);
  // a cut file loses its end: the first page shows damage in a single picture, the last one in a row of them
  await decodeFully(bytes, 0);
  if (pageCount > 1) await decodeFully(bytes, pageCount - 1);
  return pageCount;
}

function refuseTooMany(pageCount: number): void {
  if (pageCount > maxPageCount) throw new BridgeError('file-too-many-pages', { pageCount, maxPageCount });
}
