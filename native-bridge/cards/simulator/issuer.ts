/** A made-up issuing state: a signing authority (CSCA), document signers, and the security objects they sign. */
import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { der, integer, nothing, octetString, oid, printable, sequence, setOf, time, utf8 } from './der.ts';

export type SigningScheme = 'ecdsa' | 'rsa' | 'rsa-pss';

interface Scheme {
  readonly makeKey: () => { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly algorithm: () => Uint8Array;
}

const sha256 = () => sequence(oid('2.16.840.1.101.3.4.2.1'), nothing());
const makeRsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const schemes: Readonly<Record<SigningScheme, Scheme>> = {
  ecdsa: {
    makeKey: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    algorithm: () => sequence(oid('1.2.840.10045.4.3.2')),
  },
  rsa: { makeKey: makeRsa, algorithm: () => sequence(oid('1.2.840.113549.1.1.11'), nothing()) },
  'rsa-pss': {
    makeKey: makeRsa,
    algorithm: () =>
      sequence(
        oid('1.2.840.113549.1.1.10'),
        sequence(
          der(0xa0, sha256()),
          der(0xa1, sequence(oid('1.2.840.113549.1.1.8'), sha256())),
          der(0xa2, integer(32)),
        ),
      ),
  },
};

const signed = (scheme: SigningScheme, key: KeyObject, bytes: Uint8Array): Buffer =>
  sign('sha256', bytes, scheme === 'rsa-pss' ? { key, padding: 6, saltLength: 32 } : { key });

/** Epoch ms. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface Authority {
  readonly certificate: Uint8Array;
  readonly name: Uint8Array;
  readonly key: KeyObject;
  readonly scheme: SigningScheme;
}

/** Makes a signing authority of a state that does not exist (UT, Utopia). */
export function makeAuthority(
  commonName: string,
  period: Period,
  scheme: SigningScheme = 'ecdsa',
): Authority {
  const pair = schemes[scheme].makeKey();
  const name = nameOf(commonName);
  const extensions = [
    criticalExtension('2.5.29.19', sequence(der(0x01, [0xff]), integer(0))),
    criticalExtension('2.5.29.15', der(0x03, [1, 0x06])),
  ];
  const subject = { name, publicKey: pair.publicKey, period, extensions };
  const certificate = certify(subject, { name, key: pair.privateKey, scheme });
  return { certificate, name, key: pair.privateKey, scheme };
}

export interface DocumentSigner {
  readonly certificate: Uint8Array;
  readonly issuerName: Uint8Array;
  readonly serial: Uint8Array;
  readonly key: KeyObject;
  readonly scheme: SigningScheme;
}

export function makeSigner(
  authority: Authority,
  period: Period,
  scheme: SigningScheme = 'ecdsa',
): DocumentSigner {
  const pair = schemes[scheme].makeKey();
  const extensions = [criticalExtension('2.5.29.15', der(0x03, [7, 0x80]))];
  const subject = { name: nameOf('Training Document Signer'), publicKey: pair.publicKey, period, extensions };
  const certificate = certify(subject, authority);
  const serial = Buffer.from(new X509Certificate(certificate).serialNumber, 'hex');
  return { certificate, issuerName: authority.name, serial, key: pair.privateKey, scheme };
}

/** EF.SOD over the given data groups (9303-10, 4.6.2; RFC 5652). */
export function signGroups(
  groups: ReadonlyMap<number, Uint8Array>,
  signer: DocumentSigner,
  now: number,
): Uint8Array {
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const hashes = [...groups].sort(([a], [b]) => a - b);
  const content = sequence(
    integer(0),
    sha256(),
    sequence(...hashes.map(([number, file]) => sequence(integer(number), octetString(hash(file))))),
  );
  const contentType = oid('2.23.136.1.1.1');
  const attribute = (type: string, value: Uint8Array) => sequence(oid(type), setOf(value));
  const attributes = [
    attribute('1.2.840.113549.1.9.3', contentType),
    attribute('1.2.840.113549.1.9.4', octetString(hash(content))),
    attribute('1.2.840.113549.1.9.5', time(now)),
  ];
  const asSet = setOf(...attributes);
  const inPlace = Uint8Array.from(asSet);
  inPlace[0] = 0xa0;
  const signerInfo = sequence(
    integer(1),
    sequence(signer.issuerName, integer(signer.serial)),
    sha256(),
    inPlace,
    schemes[signer.scheme].algorithm(),
    octetString(signed(signer.scheme, signer.key, asSet)),
  );
  const signedData = sequence(
    integer(3),
    setOf(sha256()),
    sequence(contentType, der(0xa0, octetString(content))),
    der(0xa0, signer.certificate),
    setOf(signerInfo),
  );
  return der(0x77, sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, signedData)));
}

interface Subject {
  readonly name: Uint8Array;
  readonly publicKey: KeyObject;
  readonly period: Period;
  readonly extensions: readonly Uint8Array[];
}

function certify(subject: Subject, issuer: Pick<Authority, 'name' | 'key' | 'scheme'>): Uint8Array {
  const serial = randomBytes(8);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const algorithm = schemes[issuer.scheme].algorithm();
  const body = sequence(
    der(0xa0, integer(2)),
    integer(serial),
    algorithm,
    issuer.name,
    sequence(time(subject.period.from), time(subject.period.to)),
    subject.name,
    subject.publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(...subject.extensions)),
  );
  return sequence(body, algorithm, der(0x03, [0], signed(issuer.scheme, issuer.key, body)));
}

function criticalExtension(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), der(0x01, [0xff]), octetString(value));
}

function nameOf(commonName: string): Uint8Array {
  return sequence(
    setOf(sequence(oid('2.5.4.6'), printable('UT'))),
    setOf(sequence(oid('2.5.4.3'), utf8(commonName))),
  );
}
