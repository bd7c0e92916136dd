import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { latin1 } from './file-kind.ts';

/**
 * Whether a PDF carries a digital signature (ISO 32000-1, 12.8). A signature value names the byte ranges that it
 * covers, so it cannot lie in a compressed object stream: it is looked for in the bytes of every revision. An empty
 * signature field is not a signature.
 * @param mentioned what the form's SigFlags say; only then the objects are searched too
 */
export async function isSignedPdf(bytes: Uint8Array, mentioned: boolean): Promise<boolean> {
  return hasByteRange(bytes) || (mentioned && (await hasSignatureObject(bytes)));
}

function hasByteRange(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = file.indexOf('/ByteRange'); at >= 0; at = file.indexOf('/ByteRange', at + 1)) {
    const match = /^\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(
      latin1(bytes.subarray(at, at + 200)),
    );
    if (!match) continue;
    const [start = 0, before = 0, after = 0, rest = 0] = match.slice(1).map(Number);
    // the gap between the ranges holds the signature itself
    if (start === 0 && before > 0 && after > before && rest >= 0) return true;
  }
  return false;
}

async function hasSignatureObject(bytes: Uint8Array): Promise<boolean> {
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true });
    return document.context.enumerateIndirectObjects().some(([, object]) => isSignatureValue(object));
  } catch {
    return false;
  }
}

function isSignatureValue(object: unknown): boolean {
  if (!(object instanceof PDFDict)) return false;
  const contents = object.get(PDFName.of('Contents'));
  return (
    object.get(PDFName.of('ByteRange')) instanceof PDFArray &&
    (contents instanceof PDFHexString || contents instanceof PDFString)
  );
}
