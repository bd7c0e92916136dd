/**
 * A PDF fit to archive: ISO 19005-2 (PDF/A-2), and inside what ISO 19005-1 (PDF/A-1) allows too, so that validators of
 * either can check it. Nothing in it depends on the clock or on chance: the same input gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { PDFDocument, PDFHexString, PDFName, PDFRawStream, PDFString } from 'pdf-lib';
import { srgbProfile } from './srgb-profile.ts';
import { producer, xmpPacket, type Conformance, type FileFacts } from './xmp.ts';

/** A document with its information dictionary. */
export async function archiveDocument(facts: FileFacts): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const created = new Date(Math.floor(facts.createdAt / 1000) * 1000);
  document.setTitle(facts.title);
  document.setSubject(facts.subject);
  document.setProducer(producer);
  document.setCreator(producer);
  document.setCreationDate(created);
  document.setModificationDate(created);
  return document;
}

/**
 * Adds what makes the finished document an archive's: XMP, the colour space that its colours are meant in, an identity.
 * @param conformance What it keeps, or null for one whose pages come from elsewhere: nothing is claimed for those.
 */
export async function savedArchive(
  document: PDFDocument,
  facts: FileFacts,
  conformance: Conformance | null,
): Promise<Uint8Array> {
  const { context, catalog } = document;
  const packet = Buffer.from(xmpPacket(facts, conformance), 'utf8');
  // left uncompressed: whoever looks for it must find it
  const metadata = context.obj({ Type: 'Metadata', Subtype: 'XML', Length: packet.length });
  catalog.set(PDFName.of('Metadata'), context.register(PDFRawStream.of(metadata, packet)));
  if (conformance) {
    const profile = context.register(context.flateStream(srgbProfile(), { N: 3 }));
    const intent = context.obj({ Type: 'OutputIntent', S: 'GTS_PDFA1' });
    intent.set(PDFName.of('OutputConditionIdentifier'), PDFString.of('sRGB IEC61966-2.1'));
    intent.set(PDFName.of('Info'), PDFString.of('sRGB IEC61966-2.1'));
    intent.set(PDFName.of('DestOutputProfile'), profile);
    catalog.set(PDFName.of('OutputIntents'), context.obj([context.register(intent)]));
  }
  // an identity of the content, because ISO 32000-1 (14.4) wants one and chance is not allowed
  const draft = await document.save({ addDefaultPage: false, useObjectStreams: false, objectsPerTick: 200 });
  const identity = PDFHexString.of(createHash('sha256').update(draft).digest('hex').slice(0, 32));
  context.trailerInfo.ID = context.obj([identity, identity]);
  const bytes = await document.save({ addDefaultPage: false, useObjectStreams: false, objectsPerTick: 200 });
  return conformance ? asPdf14(bytes) : bytes;
}

/** pdf-lib writes 1.7 into every header; what conforms holds nothing that 1.4 does not know. */
function asPdf14(bytes: Uint8Array): Uint8Array {
  const header = Buffer.from('%PDF-1.7', 'latin1');
  if (header.compare(bytes, 0, header.length) !== 0)
    throw new Error('pdf-lib wrote another header than it used to');
  bytes.set(Buffer.from('4', 'latin1'), header.length - 1);
  return bytes;
}
