/** PDFs with a real digital signature (ISO 32000-1, 12.8; adbe.pkcs7.detached), made with openssl for tests. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from 'pdf-lib';

/** Room for the signature, bytes. */
const roomBytes = 8_192;
/** Stands for a number of the byte range until it is known. */
const placeholder = 9_999_999_999;

/** A signed PDF of so many pages, valid for as long as no byte of it changes. */
export async function signedPdf(pages: number): Promise<Uint8Array> {
  const unsigned = await withRoom(pages);
  const file = Buffer.from(unsigned);
  const marker = '/Contents <';
  const open = file.indexOf(`${marker}00000000`) + marker.length - 1;
  const close = file.indexOf('>', open) + 1;
  const range = [0, open, close, file.length - close];
  const at = file.indexOf('/ByteRange');
  const end = file.indexOf(']', at) + 1;
  file.write(`/ByteRange [ ${range.join(' ')} ]`.padEnd(end - at), at, 'latin1');
  const signature = signed(Buffer.concat([file.subarray(0, open), file.subarray(close)]));
  if (signature.length > roomBytes) throw new Error('the signature needs more room');
  file.write(signature.toString('hex'), open + 1, 'latin1');
  return new Uint8Array(file);
}

async function withRoom(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let n = 0; n < pages; n += 1) document.addPage([595.28, 841.89]).drawText(`Ket qua ${String(n + 1)}`);
  const { context, catalog } = document;
  const value = context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'adbe.pkcs7.detached' });
  value.set(
    PDFName.of('ByteRange'),
    context.obj([0, placeholder, placeholder, placeholder].map((number) => PDFNumber.of(number))),
  );
  value.set(PDFName.of('Contents'), PDFHexString.of('0'.repeat(roomBytes * 2)));
  value.set(PDFName.of('M'), PDFString.of('D:20261122000000Z'));
  const field = context.obj({ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', Rect: [0, 0, 0, 0], F: 132 });
  field.set(PDFName.of('T'), PDFString.of('ChuKySo'));
  field.set(PDFName.of('V'), context.register(value));
  const fieldRef = context.register(field);
  document.getPage(0).node.set(PDFName.of('Annots'), context.obj([fieldRef]));
  catalog.set(PDFName.of('AcroForm'), context.obj({ SigFlags: 3, Fields: [fieldRef] }));
  return await document.save({ useObjectStreams: false, updateFieldAppearances: false });
}

function signed(content: Uint8Array): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-sign-'));
  const openssl = (...args: string[]) => {
    const done = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${done.stderr}`);
  };
  try {
    writeFileSync(join(folder, 'content'), content);
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem'],
      ...['-days', '3650', '-subj', '/CN=Chu ky thu nghiem/O=Du lieu gia'],
    );
    openssl(
      ...['cms', '-sign', '-binary', '-md', 'sha256', '-in', 'content', '-signer', 'cert.pem'],
      ...['-inkey', 'key.pem', '-outform', 'DER', '-out', 'signature'],
    );
    return readFileSync(join(folder, 'signature'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
