/**
 * Reads the small XML documents of network scanners. Strict, and nothing more than they need: no document type (so no
 * entities of its own), no external anything; depth, elements and attributes are bounded. Names lose their prefix.
 */
import { BridgeError } from '../../bridge-error.ts';

export interface XmlElement {
  /** Local name, without its prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own text, trimmed. */
  readonly text: string;
}

interface OpenElement {
  readonly tag: string;
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const maxDepth = 32;
const maxElements = 20_000;
const maxAttributes = 64;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const tagPattern =
  /<(\/?)([A-Za-z_][\w.:-]{0,127})((?:\s+[A-Za-z_][\w.:-]{0,127}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attributePattern = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function bad(reason: string): BridgeError {
  return new BridgeError('scanner-answer-bad', { reason });
}

/** @throws BridgeError scanner-answer-bad with the reason: html, not-text, xml-… */
export function readXml(bytes: Uint8Array): XmlElement {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw bad('not-text');
  }
  if (/^\s*(<!--[^]{0,2000}?-->\s*)?<(!doctype\s+html|html)[\s>]/i.test(text.slice(0, 4096)))
    throw bad('html');
  return readElements(text);
}

function readElements(text: string): XmlElement {
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const end = next < 0 ? text.length : next;
      addText(open, decodeText(text.slice(at, end)));
      at = end;
      continue;
    }
    const skipped = skipMarkup(text, at, open);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    tagPattern.lastIndex = at;
    const match = tagPattern.exec(text);
    if (!match) throw bad('xml-broken');
    at = tagPattern.lastIndex;
    const [, closing, tag = '', attributes = '', empty] = match;
    if (root) throw bad('xml-after-end');
    if (closing) {
      const last = open.pop();
      if (!last || last.tag !== tag || attributes !== '' || empty) throw bad('xml-broken');
      root = close(last, open);
      continue;
    }
    elements += 1;
    if (elements > maxElements || open.length >= maxDepth) throw bad('xml-too-deep');
    const element = { tag, name: local(tag), attributes: readAttributes(attributes), children: [], text: '' };
    if (empty) root = close(element, open);
    else open.push(element);
  }
  if (!root || open.length > 0) throw bad('xml-cut-short');
  return root;
}

/** Comments, instructions and CDATA; null when a tag begins here. */
function skipMarkup(text: string, at: number, open: OpenElement[]): number | null {
  const past = (end: string, from: number): number => {
    const found = text.indexOf(end, from);
    if (found < 0) throw bad('xml-cut-short');
    return found + end.length;
  };
  if (text.startsWith('<?', at)) return past('?>', at + 2);
  if (text.startsWith('<!--', at)) return past('-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) {
    const end = past(']]>', at + 9);
    addText(open, text.slice(at + 9, end - 3));
    return end;
  }
  // A document type could name entities that grow a thousandfold; no scanner sends one.
  if (text.startsWith('<!', at)) throw bad('xml-doctype');
  return null;
}

/** Gives the element to its parent; without one it is the document's root. */
function close(element: OpenElement, open: readonly OpenElement[]): XmlElement | undefined {
  const { name, attributes, children, text } = element;
  const done = { name, attributes, children, text: text.trim() };
  const parent = open.at(-1);
  if (!parent) return done;
  parent.children.push(done);
  return undefined;
}

function addText(open: readonly OpenElement[], text: string): void {
  const element = open.at(-1);
  if (element) element.text += text;
  else if (text.replace(/^\uFEFF/, '').trim() !== '') throw bad('xml-broken');
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(attributePattern)) {
    if (attributes.size >= maxAttributes) throw bad('xml-too-deep');
    attributes.set(local(name), decodeText(double ?? single ?? ''));
  }
  return attributes;
}

function decodeText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&\s]{1,10});|&/g, (_, name: string | undefined) => {
    const plain = name === undefined ? undefined : (named[name] ?? numbered(name));
    if (plain === undefined) throw bad('xml-entity');
    return plain;
  });
}

function numbered(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
  if (!digits) return undefined;
  const point = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
    ? String.fromCodePoint(point)
    : undefined;
}

function local(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

/** The first child with this name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => each.name === name);
}

/** All elements with this name below, in the order of the document. */
export function descendants(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).flatMap((each) => [
    ...(each.name === name ? [each] : []),
    ...descendants(each, name),
  ]);
}
