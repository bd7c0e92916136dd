/** OpenSSL's own tools as the other side: they accept what the simulated state signs, and we what they sign. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { authenticatePassively } from '../../../native-bridge/cards/trust/passive-authentication.ts';
import { readSecurityObject } from '../../../native-bridge/cards/trust/security-object.ts';
import { makeAuthority, makeSigner, signGroups } from '../../../native-bridge/cards/simulator/issuer.ts';
import { der } from '../../../native-bridge/cards/simulator/der.ts';
import { tlvAt } from '../../../native-bridge/cards/reader/tlv.ts';
import { findProgram } from '../../hardware/programs.ts';
import { now, valid } from '../../unit/cards/sample-cards.ts';

const missing = findProgram('openssl') ? null : 'needs openssl';
const groups = new Map([
  [1, Uint8Array.of(0x61, 1, 1)],
  [2, Uint8Array.of(0x75, 1, 2)],
]);

describe.skipIf(missing !== null)(`security objects${missing ? ` (${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-sod-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', timeout: 20_000 });

  it.each(['ecdsa', 'rsa', 'rsa-pss'] as const)(
    'made by the simulated state with %s: openssl verifies them',
    (scheme) => {
      const state = makeAuthority('Training CSCA', { from: now - 1e10, to: Date.now() + 1e11 }, scheme);
      const signer = makeSigner(state, { from: now - 1e10, to: Date.now() + 1e11 }, scheme);
      const sod = signGroups(groups, signer, now);
      writeFileSync(at('sod.der'), tlvAt(sod, 0).value);
      writeFileSync(at('csca.pem'), new X509Certificate(state.certificate).toString());
      const content = openssl(
        ...['cms', '-verify', '-inform', 'DER', '-in', 'sod.der', '-CAfile', 'csca.pem', '-purpose', 'any'],
      );
      expect(Buffer.from(readSecurityObject(sod).content).equals(content)).toBe(true);
      const altered = Buffer.from(tlvAt(sod, 0).value);
      const place = altered.indexOf(content) + content.byteLength - 1;
      altered[place] = (altered[place] ?? 0) ^ 1;
      writeFileSync(at('sod.der'), altered);
      expect(() =>
        openssl(
          'cms',
          '-verify',
          '-inform',
          'DER',
          '-in',
          'sod.der',
          '-CAfile',
          'csca.pem',
          '-purpose',
          'any',
        ),
      ).toThrow();
    },
  );

  it.each([
    ['a named curve', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP384r1'], []],
    [
      'a curve spelled out',
      ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'],
      [],
    ],
    [
      'RSA PSS',
      ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
      ['-keyopt', 'rsa_padding_mode:pss'],
    ],
  ])('signed by openssl with %s: we verify them', (_, keyOptions, signOptions) => {
    for (const name of ['csca', 'ds']) openssl('genpkey', ...keyOptions, '-out', `${name}.key`);
    openssl(
      ...[
        'req',
        '-x509',
        '-new',
        '-key',
        'csca.key',
        '-subj',
        '/C=UT/CN=Peer CSCA',
        '-days',
        '900',
        '-out',
        'csca.crt',
      ],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    );
    openssl('req', '-new', '-key', 'ds.key', '-subj', '/C=UT/CN=Peer DS', '-out', 'ds.csr');
    openssl(
      ...['x509', '-req', '-in', 'ds.csr', '-CA', 'csca.crt', '-CAkey', 'csca.key', '-CAcreateserial'],
      ...['-days', '300', '-out', 'ds.crt'],
    );
    // The signed content is taken from a security object of ours; only its signature is the peer's.
    const state = makeAuthority('Training CSCA', valid);
    const { content } = readSecurityObject(signGroups(groups, makeSigner(state, valid), now));
    writeFileSync(at('content'), content);
    openssl(
      ...['cms', '-sign', '-binary', '-nodetach', '-in', 'content', '-signer', 'ds.crt', '-inkey', 'ds.key'],
      ...['-econtent_type', '2.23.136.1.1.1', '-md', 'sha256', '-nosmimecap', ...signOptions],
      ...['-outform', 'DER', '-out', 'peer.der'],
    );
    const object = readSecurityObject(der(0x77, readFileSync(at('peer.der'))));
    const trusted = [new X509Certificate(readFileSync(at('csca.crt')))];
    const checks = authenticatePassively({ object, groups, trusted, now: Date.now() });
    expect(checks.map(({ name, state: outcome }) => `${name} ${outcome}`)).toEqual([
      'data-groups passed',
      'document-signature passed',
      'signer-trusted passed',
      'signer-valid passed',
    ]);
  });
});
