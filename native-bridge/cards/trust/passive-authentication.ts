/**
 * Passive authentication, ICAO 9303-11, 5.1: are the data what the issuing state signed? Each question is answered by
 * itself, so that the screen can say which one was not.
 */
import { constants, createHash, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { same } from '../bytes.ts';
import { childrenOf, MalformedData, onlyTlv } from '../reader/tlv.ts';
import type { Check } from './checks.ts';
import { ldsSecurityObject, type SecurityObject, type Signer } from './security-object.ts';

/** Certificates of country signing authorities (CSCA) that this station believes. */
export type TrustedIssuers = readonly X509Certificate[];

export interface PassiveInput {
  readonly object: SecurityObject;
  /** Files as read, by data group number. */
  readonly groups: ReadonlyMap<number, Uint8Array>;
  readonly trusted: TrustedIssuers;
  /** Epoch ms. */
  readonly now: number;
}

/** In order: data-groups, document-signature, signer-trusted, signer-valid. */
export function authenticatePassively({ object, groups, trusted, now }: PassiveInput): readonly Check[] {
  const data = checkGroups(object, groups);
  const signed = signingCertificate(object);
  if (!signed) {
    return [
      data,
      { name: 'document-signature', state: 'failed', reason: 'signature-wrong' },
      { name: 'signer-trusted', state: 'not-possible', reason: 'signature-wrong' },
      { name: 'signer-valid', state: 'not-possible', reason: 'signature-wrong' },
    ];
  }
  const issuer = trusted.find((each) => issued(each, signed));
  return [
    data,
    { name: 'document-signature', state: 'passed' },
    trustIn(issuer, trusted),
    validityOf(signed, issuer, now),
  ];
}

function checkGroups(object: SecurityObject, groups: ReadonlyMap<number, Uint8Array>): Check {
  const wrong = [...groups].filter(([number, file]) => {
    const expected = object.hashes.get(number);
    return !expected || !same(createHash(object.hashName).update(file).digest(), expected);
  });
  if (wrong.length === 0) return { name: 'data-groups', state: 'passed' };
  const names = wrong.map(([number]) => `DG${number}`);
  return { name: 'data-groups', state: 'failed', reason: 'data-altered', groups: names };
}

function trustIn(issuer: X509Certificate | undefined, trusted: TrustedIssuers): Check {
  if (issuer) return { name: 'signer-trusted', state: 'passed' };
  return trusted.length === 0
    ? { name: 'signer-trusted', state: 'not-possible', reason: 'no-issuers-configured' }
    : { name: 'signer-trusted', state: 'failed', reason: 'issuer-unknown' };
}

/** The shell model of 9303-12: signer and issuer are both valid at this moment. */
function validityOf(signer: X509Certificate, issuer: X509Certificate | undefined, now: number): Check {
  const within = (certificate: X509Certificate) => ({
    begun: Date.parse(certificate.validFrom) <= now,
    over: Date.parse(certificate.validTo) < now,
  });
  const own = within(signer);
  if (own.over) return { name: 'signer-valid', state: 'failed', reason: 'signer-expired' };
  if (!own.begun) return { name: 'signer-valid', state: 'failed', reason: 'signer-not-yet-valid' };
  if (issuer) {
    const above = within(issuer);
    if (above.over || !above.begun)
      return { name: 'signer-valid', state: 'failed', reason: 'issuer-expired' };
  }
  return { name: 'signer-valid', state: 'passed' };
}

/** The certificate in the file whose key made the signature; null when none did. */
function signingCertificate(object: SecurityObject): X509Certificate | null {
  for (const signer of object.signers) {
    for (const der of object.certificates) {
      const certificate = certificateFrom(der);
      if (certificate && isMeant(signer, der) && signatureHolds(object, signer, certificate)) {
        return certificate;
      }
    }
  }
  return null;
}

function signatureHolds(object: SecurityObject, signer: Signer, certificate: X509Certificate): boolean {
  if (signer.attributes) {
    const digest = createHash(signer.digest).update(object.content).digest();
    const bound =
      signer.contentType === ldsSecurityObject &&
      signer.messageDigest !== null &&
      same(signer.messageDigest, digest);
    if (!bound) return false;
  }
  const key = keyOf(certificate);
  if (!key) return false;
  const { algorithm } = signer;
  try {
    return verify(
      algorithm.hash,
      signer.attributes ?? object.content,
      algorithm.kind === 'rsa-pss'
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength }
        : { key },
      signer.signature,
    );
  } catch {
    return false;
  }
}

/** The key may be of a kind that OpenSSL does not know; then nothing can be said about the signature. */
function keyOf(certificate: X509Certificate): KeyObject | null {
  try {
    return certificate.publicKey;
  } catch {
    return null;
  }
}

function isMeant({ identifier }: Signer, der: Uint8Array): boolean {
  if (identifier.kind === 'key') return true;
  try {
    const [body] = childrenOf(onlyTlv(der, 0x30), 0x30);
    const fields = childrenOf(body, 0x30);
    const numbered = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
    const [serial, , issuer] = numbered;
    return (
      serial !== undefined &&
      issuer !== undefined &&
      same(serial.value, identifier.serial) &&
      same(issuer.raw, identifier.issuer)
    );
  } catch (error) {
    if (error instanceof MalformedData) return false;
    throw error;
  }
}

function certificateFrom(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
