/**
 * EF.SOD of ICAO 9303-10: CMS SignedData (RFC 5652) around the hashes of the data groups. Only taken apart here; whether
 * it is to be believed, passive-authentication.ts decides. Parts are views of the file, so that what is hashed is
 * what was signed, byte for byte.
 */
import {
  childrenOf,
  MalformedData,
  oidOf,
  onlyTlv,
  smallIntegerOf,
  tlvsIn,
  type Tlv,
} from '../reader/tlv.ts';

export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export interface SecurityObject {
  /** Hash of each data group, by its number 1 to 16. */
  readonly hashes: ReadonlyMap<number, Uint8Array>;
  readonly hashName: HashName;
  /** The bytes that the signed hash is made of (LDSSecurityObject). */
  readonly content: Uint8Array;
  /** Certificates in the file, DER. */
  readonly certificates: readonly Uint8Array[];
  readonly signers: readonly Signer[];
}

export interface Signer {
  /** Issuer (Name, DER) and serial number, or subject key identifier. */
  readonly identifier:
    | { readonly kind: 'issuer'; readonly issuer: Uint8Array; readonly serial: Uint8Array }
    | { readonly kind: 'key'; readonly keyId: Uint8Array };
  readonly digest: HashName;
  /** The DER of the signed attributes as a SET, or null: the content itself is signed. */
  readonly attributes: Uint8Array | null;
  readonly messageDigest: Uint8Array | null;
  readonly contentType: string | null;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

export type SignatureAlgorithm =
  | { readonly kind: 'rsa' | 'ecdsa'; readonly hash: HashName }
  | { readonly kind: 'rsa-pss'; readonly hash: HashName; readonly saltLength: number };

const hashes: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const signatureHashes: Readonly<Record<string, { kind: 'rsa' | 'ecdsa'; hash: HashName }>> = {
  '1.2.840.113549.1.1.5': { kind: 'rsa', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { kind: 'rsa', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.1': { kind: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { kind: 'ecdsa', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'sha512' },
};
const signedData = '1.2.840.113549.1.7.2';
/** id-icao-mrtd-security-ldsSecurityObject */
export const ldsSecurityObject = '2.23.136.1.1.1';
const rsaEncryption = '1.2.840.113549.1.1.1';
const rsaPss = '1.2.840.113549.1.1.10';
const maxCertificates = 16;
const maxSigners = 8;

/** @throws MalformedData */
export function readSecurityObject(file: Uint8Array): SecurityObject {
  const [type, wrapped] = childrenOf(onlyTlv(onlyTlv(file, 0x77).value, 0x30), 0x30);
  if (oidOf(type) !== signedData) throw new MalformedData('not signed data');
  const parts = childrenOf(childrenOf(wrapped, 0xa0)[0], 0x30);
  const [, , encapsulated, ...rest] = parts;
  const [contentType, explicit] = childrenOf(encapsulated, 0x30);
  if (oidOf(contentType) !== ldsSecurityObject) throw new MalformedData('not a document security object');
  const content = octets(childrenOf(explicit, 0xa0)[0]);
  const certificates = rest.filter((each) => each.tag === 0xa0).flatMap((each) => tlvsIn(each.value));
  const signerSet = rest.find((each) => each.tag === 0x31);
  const signers = signerSet ? tlvsIn(signerSet.value) : [];
  if (certificates.length > maxCertificates || signers.length === 0 || signers.length > maxSigners) {
    throw new MalformedData('too many or no signers');
  }
  return {
    ...readHashes(content),
    content,
    certificates: certificates.filter((each) => each.tag === 0x30).map((each) => each.raw),
    signers: signers.map(readSigner),
  };
}

/** LDSSecurityObject, 9303-10, 4.6.2.3. */
function readHashes(content: Uint8Array): Pick<SecurityObject, 'hashes' | 'hashName'> {
  const [, algorithm, values] = childrenOf(onlyTlv(content, 0x30), 0x30);
  const found = new Map<number, Uint8Array>();
  for (const each of childrenOf(values, 0x30)) {
    const [number, hash] = childrenOf(each, 0x30);
    const group = smallIntegerOf(number);
    if (group < 1 || group > 16 || found.has(group)) throw new MalformedData('a data group that cannot be');
    found.set(group, octets(hash));
  }
  return { hashes: found, hashName: hashOf(algorithm) };
}

function readSigner(element: Tlv): Signer {
  const [, identifier, digest, ...rest] = childrenOf(element, 0x30);
  const attributes = rest[0]?.tag === 0xa0 ? rest[0] : null;
  const [algorithm, signature] = attributes ? rest.slice(1) : rest;
  const hash = hashOf(digest);
  const values = attributes ? tlvsIn(attributes.value).map((each) => childrenOf(each, 0x30)) : [];
  const attribute = (oid: string) => {
    const set = values.find(([type]) => oidOf(type) === oid)?.[1];
    return set ? childrenOf(set, 0x31)[0] : undefined;
  };
  const messageDigest = attribute('1.2.840.113549.1.9.4');
  const contentType = attribute('1.2.840.113549.1.9.3');
  return {
    identifier: readIdentifier(identifier),
    digest: hash,
    attributes: attributes ? asSet(attributes.raw) : null,
    messageDigest: messageDigest ? octets(messageDigest) : null,
    contentType: contentType ? oidOf(contentType) : null,
    algorithm: readAlgorithm(algorithm, hash),
    signature: octets(signature),
  };
}

function readIdentifier(element: Tlv | undefined): Signer['identifier'] {
  if (element?.tag === 0x80) return { kind: 'key', keyId: element.value };
  const [issuer, serial] = childrenOf(element, 0x30);
  if (issuer?.tag !== 0x30 || serial?.tag !== 0x02) throw new MalformedData('a signer without a name');
  return { kind: 'issuer', issuer: issuer.raw, serial: serial.value };
}

function readAlgorithm(element: Tlv | undefined, digest: HashName): SignatureAlgorithm {
  const [type, parameters] = childrenOf(element, 0x30);
  const oid = oidOf(type);
  const named = signatureHashes[oid];
  if (named) return named;
  if (oid === rsaEncryption) return { kind: 'rsa', hash: digest };
  if (oid !== rsaPss) throw new MalformedData('a signature algorithm that is not known');
  // RSASSA-PSS-params (RFC 4055): defaults are SHA-1 and 20 bytes of salt.
  const fields = parameters && parameters.tag === 0x30 ? tlvsIn(parameters.value) : [];
  const inside = (tag: number) => {
    const field = fields.find((each) => each.tag === tag);
    return field ? tlvsIn(field.value)[0] : undefined;
  };
  const [hash, salt] = [inside(0xa0), inside(0xa2)];
  return {
    kind: 'rsa-pss',
    hash: hash ? hashOf(hash) : 'sha1',
    saltLength: salt ? smallIntegerOf(salt) : 20,
  };
}

function hashOf(algorithm: Tlv | undefined): HashName {
  const name = hashes[oidOf(childrenOf(algorithm, 0x30)[0])];
  if (!name) throw new MalformedData('a hash that is not known');
  return name;
}

function octets(element: Tlv | undefined): Uint8Array {
  if (element?.tag !== 0x04) throw new MalformedData('expected an octet string');
  return element.value;
}

/** Signed is the SET, while the file writes [0] in its place (RFC 5652, 5.4). */
function asSet(raw: Uint8Array): Uint8Array {
  const set = new Uint8Array(raw);
  set[0] = 0x31;
  return set;
}
