import { degrees, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString, StandardFonts } from 'pdf-lib';
import sharp, { type Sharp } from 'sharp';

/** A page-like picture: white, a dark block in the top left, a red block below it. */
export function pagePicture(widthPx: number, heightPx: number): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">
    <rect width="100%" height="100%" fill="#fff"/>
    <rect x="0" y="0" width="${widthPx / 4}" height="${heightPx / 4}" fill="#101010"/>
    <rect x="0" y="${heightPx / 2}" width="${widthPx / 4}" height="${heightPx / 4}" fill="#d01020"/></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

/** Mean colour of the middle of a quarter-sized cell, column and row 0–3. */
export async function colourAt(picture: Uint8Array, column: number, row: number): Promise<number[]> {
  const { width = 0, height = 0 } = await sharp(picture).metadata();
  const { channels } = await sharp(
    await sharp(picture)
      .extract({
        left: Math.floor((width * (column + 0.3)) / 4),
        top: Math.floor((height * (row + 0.3)) / 4),
        width: Math.max(1, Math.floor(width / 10)),
        height: Math.max(1, Math.floor(height / 10)),
      })
      .png()
      .toBuffer(),
  ).stats();
  return channels.slice(0, 3).map((channel) => Math.round(channel.mean));
}

export async function textPdf(pages: number, text = 'Page'): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.TimesRoman);
  for (let n = 1; n <= pages; n += 1)
    document.addPage([595.28, 841.89]).drawText(`${text} ${n}`, { x: 60, y: 760, size: 24, font });
  return await document.save();
}

export async function rotatedPdf(angle: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const page = document.addPage([595.28, 841.89]);
  page.drawText('Turned', { x: 60, y: 760, size: 24 });
  page.setRotation(degrees(angle));
  return await document.save();
}

export type Signature = 'signed' | 'empty-field';

/** A PDF with a signature field; 'signed' has a value whose byte ranges really frame its contents. */
export async function signedPdf(kind: Signature, useObjectStreams: boolean): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const page = document.addPage([595.28, 841.89]);
  page.drawText('Decision', { x: 60, y: 760, size: 24 });
  const { context } = document;
  const placeholder = 1_111_111_111;
  const value = context.obj({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'adbe.pkcs7.detached',
    ByteRange: [0, placeholder, placeholder, placeholder],
    Contents: PDFHexString.of('30'.repeat(512)),
  });
  const field = context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: PDFString.of('Signature1'),
    Rect: [0, 0, 0, 0],
    F: PDFNumber.of(132),
    P: page.ref,
  });
  if (kind === 'signed') field.set(PDFName.of('V'), context.register(value));
  const fieldRef = context.register(field);
  page.node.set(PDFName.of('Annots'), context.obj([fieldRef]));
  const form = context.obj({ SigFlags: 3, Fields: [fieldRef] });
  document.catalog.set(PDFName.of('AcroForm'), context.register(form));
  const bytes = Buffer.from(await document.save({ useObjectStreams }));
  const gapStart = bytes.indexOf('<3030');
  if (kind === 'empty-field' || gapStart < 0) return bytes;
  const gapEnd = bytes.indexOf('>', gapStart) + 1;
  const range = bytes.indexOf('/ByteRange');
  const end = bytes.indexOf(']', range) + 1;
  const ranges = `/ByteRange [0 ${gapStart} ${gapEnd} ${bytes.byteLength - gapEnd}]`;
  bytes.write(ranges.padEnd(end - range), range, 'latin1');
  return bytes;
}

/** The same PDF with a signature added the way signers do it: appended as a new revision. */
export async function signedByRevision(): Promise<Uint8Array> {
  const document = await PDFDocument.load(await textPdf(1));
  const before = Buffer.from(await document.save({ useObjectStreams: false }));
  const at = before.byteLength;
  const number = document.context.largestObjectNumber + 1;
  const head = `${number} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Contents `;
  const contents = `<${'30'.repeat(256)}>`;
  const gapStart = at + head.length;
  const gapEnd = gapStart + contents.length;
  const tail = (rest: string) => `\n/ByteRange [0 ${gapStart} ${gapEnd} ${rest}] >>\nendobj\n`;
  const xref = `xref\n${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
  const previous = /startxref\s+(\d+)/.exec(before.toString('latin1'))?.[1] ?? '0';
  const start = gapEnd + tail('0000000000').length;
  const trailer = `trailer\n<< /Size ${number + 1} /Root 2 0 R /Prev ${previous} >>\nstartxref\n${start}\n%%EOF\n`;
  const after = start + xref.length + trailer.length - gapEnd;
  return Buffer.concat([
    before,
    Buffer.from(head + contents + tail(String(after).padStart(10, '0')) + xref + trailer, 'latin1'),
  ]);
}
