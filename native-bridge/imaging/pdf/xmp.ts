/** What a file says about itself, as XMP (ISO 16684-1) in the shape that PDF/A asks for. */

/** About a component's file; personal data of the citizen has no place in it. */
export interface FileFacts {
  readonly title: string;
  readonly subject: string;
  /** Epoch ms, whole seconds are written. */
  readonly createdAt: number;
  /** Id of the dossier, from its draft on; its code (mã hồ sơ) comes when the file is sealed already. */
  readonly dossier: string;
  /** Code of the component of the dossier. */
  readonly component: string;
  readonly pageCount: number;
  /** Staff code of the officer, never the name. */
  readonly officer: string;
  /** The counter or machine on which the pages were taken. */
  readonly device: string;
}

/** Which standard the file keeps: ISO 19005-1 level B, or ISO 19005-2 level B, or with text for every glyph U. */
export type Conformance = '1B' | '2B' | '2U';

export const producer = 'Một Cửa';
const namespace = 'urn:mot-cua:file:1.0/';

const own: readonly (readonly [keyof FileFacts, 'Text' | 'Integer', string])[] = [
  ['dossier', 'Text', 'Identity of the dossier, given by the counter that received it'],
  ['component', 'Text', 'Code of the component of the dossier'],
  ['pageCount', 'Integer', 'Number of pages'],
  ['officer', 'Text', 'Staff code of the officer who received the paper'],
  ['device', 'Text', 'Counter on which the paper was digitized'],
];

/** Date and time in UTC without fractions, as XMP and the information dictionary must agree on. */
function isoSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** An XMP packet in UTF-8; without `conformance` no standard is claimed. Properties of our own are described in it, as PDF/A asks (ISO 19005-1, 6.7.8). */
export function xmpPacket(facts: FileFacts, conformance: Conformance | null): string {
  const when = isoSeconds(facts.createdAt);
  const [part = '', level = ''] = conformance ?? '';
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    ...(conformance
      ? [
          `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>${part}</pdfaid:part><pdfaid:conformance>${level}</pdfaid:conformance></rdf:Description>`,
        ]
      : []),
    `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>${alternative('dc:title', facts.title)}${alternative('dc:description', facts.subject)}</rdf:Description>`,
    `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>${producer}</xmp:CreatorTool><xmp:CreateDate>${when}</xmp:CreateDate><xmp:ModifyDate>${when}</xmp:ModifyDate></rdf:Description>`,
    `<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>${producer}</pdf:Producer></rdf:Description>`,
    `<rdf:Description rdf:about="" xmlns:mc="${namespace}">${own.map(([name]) => `<mc:${name}>${escaped(String(facts[name]))}</mc:${name}>`).join('')}</rdf:Description>`,
    schemaOfOwn(),
    '</rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n');
}

function alternative(name: string, text: string): string {
  return `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt></${name}>`;
}

function schemaOfOwn(): string {
  const properties = own.map(
    ([name, type, description]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>${type}</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${description}</pdfaProperty:description></rdf:li>`,
  );
  return `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Digitized component of a dossier</pdfaSchema:schema><pdfaSchema:namespaceURI>${namespace}</pdfaSchema:namespaceURI><pdfaSchema:prefix>mc</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${properties.join('')}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`;
}

function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
