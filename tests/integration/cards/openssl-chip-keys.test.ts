/** OpenSSL in the chip's place: it makes the keys, signs the challenges and agrees on secrets; the reader must follow. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ChipSimulator, type ChipFaults } from '../../../native-bridge/cards/simulator/chip.ts';
import { recoverable } from '../../../native-bridge/cards/simulator/chip-keys.ts';
import { der, integer, octetString, sequence } from '../../../native-bridge/cards/simulator/der.ts';
import { makeCard, type CardPlan } from '../../../native-bridge/cards/simulator/make-card.ts';
import { tlvsIn, tlvAt } from '../../../native-bridge/cards/reader/tlv.ts';
import { findProgram } from '../../hardware/programs.ts';
import { mrz, planOf, read, unpassed } from '../../unit/cards/sample-cards.ts';

const missing = findProgram('openssl') ? null : 'needs openssl';

describe.skipIf(missing !== null)(`keys of openssl in a chip${missing ? ` (${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-chip-keys-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', timeout: 20_000 });
  const publicHalf = (name: string) =>
    new Uint8Array(openssl('pkey', '-in', name, '-pubout', '-outform', 'DER'));

  const readWith = (plan: Partial<CardPlan>, faults: ChipFaults) => {
    const face = { jpeg: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), width: 8, height: 8 };
    const chip = new ChipSimulator(makeCard(planOf({ face, pace: null, ...plan })), faults);
    return read(chip, { password: mrz, answerMs: 20_000 });
  };

  /** Raw RSA by openssl, over the message of ISO/IEC 9796-2. */
  function rsaProof(key: string, bits: number, challenge: Uint8Array): Uint8Array {
    writeFileSync(at('message'), recoverable(bits, challenge));
    return openssl(
      ...['pkeyutl', '-decrypt', '-inkey', key, '-in', 'message', '-pkeyopt', 'rsa_padding_mode:none'],
    );
  }
  /** ECDSA by openssl; its DER is what the chip writes plainly, r and s one after the other. */
  function ecdsaProof(key: string, challenge: Uint8Array): Uint8Array {
    writeFileSync(at('message'), challenge);
    const signature = openssl('dgst', '-sha256', '-sign', key, 'message');
    const numbers = tlvsIn(tlvAt(signature, 0).value).map(({ value }) =>
      Buffer.from(value).toString('hex').replace(/^00/, '').padStart(64, '0'),
    );
    return Buffer.from(numbers.join(''), 'hex');
  }

  it.each([
    ['rsa-1024', ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024'], 1_024],
    ['rsa-2048', ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], 2_048],
    ['ecdsa', ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], null],
    ['ecdsa', ['EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'], null],
  ] as const)('active authentication, %s %j', async (activeAuthentication, options, bits) => {
    for (const name of ['chip.key', 'other.key']) openssl('genpkey', '-algorithm', ...options, '-out', name);
    const foreignKeys = { active: publicHalf('chip.key') };
    const plan = { activeAuthentication, foreignKeys, chipAuthentication: null };
    const proof = (key: string, challenge: Uint8Array) =>
      bits ? rsaProof(key, bits, challenge) : ecdsaProof(key, challenge);
    const outcome = async (prove: (challenge: Uint8Array) => Uint8Array) =>
      unpassed(await readWith(plan, { prove }))[0];

    expect(await outcome((challenge) => proof('chip.key', challenge))).toBe(
      'chip-authentication not-offered',
    );
    const wrong = 'active-authentication failed proof-wrong';
    expect(await outcome((challenge) => proof('other.key', challenge))).toBe(wrong);
    expect(await outcome(() => proof('chip.key', new Uint8Array(8)))).toBe(wrong);
  });

  /** The reader's number as a public key that openssl reads: the algorithm of the chip's key, another number. */
  function peerOf(publicKeyInfo: Uint8Array, theirs: Uint8Array): void {
    const algorithm = tlvsIn(tlvAt(publicKeyInfo, 0).value)[0]?.raw ?? octetString(new Uint8Array(0));
    writeFileSync(at('peer.der'), sequence(algorithm, der(0x03, [0], integer(theirs))));
  }

  it.each([
    ['RFC 5114, 2048 bits, X9.42', ['DHX', '-pkeyopt', 'dh_rfc5114:3'], 2_048],
    ['RFC 3526, 2048 bits, PKCS #3', ['DH', '-pkeyopt', 'group:modp_2048'], 2_048],
    ['RFC 7919, 3072 bits, PKCS #3', ['DH', '-pkeyopt', 'group:ffdhe3072'], 3_072],
  ] as const)('chip authentication, %s', async (_, options, bits) => {
    for (const name of ['chip.key', 'other.key']) openssl('genpkey', '-algorithm', ...options, '-out', name);
    const chip = publicHalf('chip.key');
    const plan = {
      chipAgreement: 'dh',
      chipAuthentication: 'aes128',
      activeAuthentication: null,
      foreignKeys: { chip },
    } as const;
    const agreeBy = (key: string) => (theirs: Uint8Array) => {
      peerOf(chip, theirs);
      const secret = openssl(
        ...['pkeyutl', '-derive', '-inkey', key, '-peerform', 'DER', '-peerkey', 'peer.der'],
      );
      // Openssl leaves zeros at the front away; 9303-11, 9.6.1 has the length of the prime.
      return new Uint8Array(Buffer.concat([new Uint8Array(bits / 8 - secret.byteLength), secret]));
    };
    const good = await readWith(plan, { agree: agreeBy('chip.key') });
    expect(unpassed(good)).toEqual(['active-authentication not-offered']);
    expect(good.level).toBe('chip-verified');
    const copy = await readWith(plan, { agree: agreeBy('other.key') });
    expect(unpassed(copy)).toEqual([
      'active-authentication not-offered',
      'chip-authentication failed proof-wrong',
    ]);
    expect(readFileSync(at('peer.der')).byteLength).toBeGreaterThan(256);
  });
});
