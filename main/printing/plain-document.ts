/** Sheets with embedded fonts as one PDF, for papers that are no form. The same input gives the same bytes. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFHexString, PDFName, PDFRawStream } from 'pdf-lib';
import { faceNames, type Faces } from './faces.ts';
import type { Sheet } from './sheet.ts';

export interface PlainFacts {
  readonly title: string;
  /** Epoch ms. */
  readonly madeAt: number;
  /** What the document's identity is made of. */
  readonly identity: string;
}

export async function plainDocument(
  { title, madeAt, identity }: PlainFacts,
  sheets: readonly Sheet[],
  faces: Faces,
): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setLanguage('vi-VN');
  document.setProducer('Một Cửa');
  document.setCreationDate(new Date(madeAt));
  document.setModificationDate(new Date(madeAt));
  const fonts = Object.fromEntries(faceNames.map((name) => [name, faces[name].embed(context)]));
  const resources = context.register(context.obj({ Font: fonts }));
  for (const sheet of sheets) {
    const bytes = deflateSync(Buffer.from(sheet.content(), 'latin1'));
    const dictionary = context.obj({ Filter: 'FlateDecode', Length: bytes.length });
    const page = document.addPage([sheet.width, sheet.height]);
    page.node.set(PDFName.of('Resources'), resources);
    page.node.set(PDFName.of('Contents'), context.register(PDFRawStream.of(dictionary, bytes)));
  }
  const id = PDFHexString.of(createHash('sha256').update(identity).digest('hex').slice(0, 32));
  context.trailerInfo.ID = context.obj([id, id]);
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}
