/** Proofs by the chip itself, in every way that 9303-11 has them and we claim: active authentication and chip authentication. */
import {
  constants,
  createDiffieHellmanGroup,
  createHash,
  generateKeyPairSync,
  privateEncrypt,
  randomBytes,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signedByRsa } from '../../../native-bridge/cards/trust/active-authentication.ts';
import { ChipSimulator } from '../../../native-bridge/cards/simulator/chip.ts';
import { makeActiveKeys, signChallenge } from '../../../native-bridge/cards/simulator/chip-keys.ts';
import { der, integer, oid, sequence } from '../../../native-bridge/cards/simulator/der.ts';
import { makeCard, type CardPlan } from '../../../native-bridge/cards/simulator/make-card.ts';
import { mrz, planOf, read, unpassed } from './sample-cards.ts';

const plain: Partial<CardPlan> = {
  face: { jpeg: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), width: 8, height: 8 },
  pace: null,
};

const readByZone = (chip: ChipSimulator) => read(chip, { password: mrz });

describe.each(['ecdsa', 'rsa-1024', 'rsa-2048'] as const)('active authentication with %s', (scheme) => {
  const plan = planOf({ ...plain, chipAuthentication: null, activeAuthentication: scheme });
  const image = makeCard(plan);
  const secret = image.activeKey ?? makeActiveKeys(scheme).secret;
  const refused = ['active-authentication failed proof-wrong', 'chip-authentication not-offered'];

  it('is believed from the chip that has the key', async () => {
    expect(unpassed(await readByZone(new ChipSimulator(image)))).toEqual(['chip-authentication not-offered']);
  });

  it('a signature with one bit changed', async () => {
    for (const at of [0, 40, -1]) {
      const prove = (challenge: Uint8Array) => {
        const signature = Buffer.from(signChallenge(secret, challenge));
        const place = at < 0 ? signature.byteLength + at : at;
        signature[place] = (signature[place] ?? 0) ^ 1;
        return signature;
      };
      expect(unpassed(await readByZone(new ChipSimulator(image, { prove })))).toEqual(refused);
    }
  });

  it('a signature over another challenge, kept from an earlier reading', async () => {
    const kept = signChallenge(secret, randomBytes(8));
    expect(unpassed(await readByZone(new ChipSimulator(image, { prove: () => kept })))).toEqual(refused);
  });

  it('a signature by another key of the same kind', async () => {
    const prove = (challenge: Uint8Array) => signChallenge(makeActiveKeys(scheme).secret, challenge);
    expect(unpassed(await readByZone(new ChipSimulator(image, { prove })))).toEqual(refused);
  });

  it.each([0, 1, 200])('a signature of %d bytes', async (length) => {
    const prove = () => new Uint8Array(length).fill(1);
    expect(unpassed(await readByZone(new ChipSimulator(image, { prove })))).toEqual(refused);
  });
});

describe('message recovery of ISO/IEC 9796-2', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const challenge = randomBytes(8);
  const signed = (message: Buffer) =>
    new Uint8Array(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, message));
  function message(hash: string, trailer: readonly number[], head = 0x6a, covered?: Uint8Array): Buffer {
    const size = createHash(hash).digest().byteLength;
    const own = randomBytes(128 - 1 - size - trailer.length);
    const digest = createHash(hash)
      .update(covered ?? Buffer.concat([own, challenge]))
      .digest();
    return Buffer.concat([Buffer.of(head), own, digest, Buffer.from(trailer)]);
  }

  it.each([
    ['sha1', [0xbc]],
    ['sha1', [0x33, 0xcc]],
    ['sha224', [0x38, 0xcc]],
    ['sha256', [0x34, 0xcc]],
    ['sha384', [0x36, 0xcc]],
    ['sha512', [0x35, 0xcc]],
  ])('%s with trailer %j', (hash, trailer) => {
    expect(signedByRsa(publicKey, signed(message(hash, trailer)), challenge)).toBe(true);
    expect(signedByRsa(publicKey, signed(message(hash, trailer)), randomBytes(8))).toBe(false);
  });

  it.each([
    ['another hash than the trailer names', message('sha256', [0x36, 0xcc])],
    ['a trailer that names nothing', message('sha256', [0x31, 0xcc])],
    ['a head that is not 6A', message('sha256', [0x34, 0xcc], 0x4a)],
    ['a hash over the challenge alone', message('sha256', [0x34, 0xcc], 0x6a, challenge)],
    ['zeros', Buffer.alloc(128)],
  ])('%s is no proof', (_, bytes) => {
    expect(signedByRsa(publicKey, signed(bytes), challenge)).toBe(false);
  });

  it('a number beyond the modulus is no proof', () => {
    expect(signedByRsa(publicKey, new Uint8Array(128).fill(0xff), challenge)).toBe(false);
  });
});

describe.each([
  ['ecdh', '3des'],
  ['ecdh', 'aes256'],
  ['dh', '3des'],
  ['dh', 'aes128'],
  ['dh', 'aes256'],
] as const)('chip authentication with %s and %s', (chipAgreement, chipAuthentication) => {
  const plan = planOf({ ...plain, chipAgreement, chipAuthentication, activeAuthentication: null });
  const refused = ['active-authentication not-offered', 'chip-authentication failed proof-wrong'];

  it('is believed from the chip that has the key', async () => {
    const reading = await readByZone(new ChipSimulator(makeCard(plan)));
    expect(unpassed(reading)).toEqual(['active-authentication not-offered']);
    expect(reading.level).toBe('chip-verified');
  });

  it('another key than the one that was signed', async () => {
    const reading = await readByZone(new ChipSimulator(makeCard({ ...plan, copied: true })));
    expect(unpassed(reading)).toEqual(refused);
    expect(reading.level).toBe('chip-read');
  });

  it('a session that the chip only guesses', async () => {
    const agree = () => randomBytes(32);
    expect(unpassed(await readByZone(new ChipSimulator(makeCard(plan), { agree })))).toEqual(refused);
  });
});

describe('a group that gives the secret away', () => {
  const group = (prime: bigint, generator: bigint, open: bigint) =>
    sequence(
      sequence(oid('1.2.840.113549.1.3.1'), sequence(integer(prime), integer(generator))),
      der(0x03, [0], integer(open)),
    );
  const prime = BigInt(`0x${createDiffieHellmanGroup('modp14').getPrime('hex')}`);

  it.each([
    ['a public key of 1', group(prime, 2n, 1n)],
    ['a public key of p - 1', group(prime, 2n, prime - 1n)],
    ['a public key beyond the prime', group(prime, 2n, prime + 5n)],
    ['a generator of 1', group(prime, 1n, 5n)],
    ['an even modulus', group(prime - 1n, 2n, 5n)],
    ['a modulus of zero', group(0n, 2n, 5n)],
    ['a small modulus', group(1_000_003n, 2n, 5n)],
    ['a modulus of 8192 bits', group((1n << 8_191n) + 1n, 2n, 5n)],
  ])('%s is no proof, and nothing is sent', async (_, chip) => {
    let asked = 0;
    const agree = () => {
      asked += 1;
      return randomBytes(32);
    };
    const plan = {
      ...plain,
      chipAgreement: 'dh',
      chipAuthentication: 'aes128',
      foreignKeys: { chip },
    } as const;
    const reading = await readByZone(new ChipSimulator(makeCard(planOf(plan)), { agree }));
    expect(unpassed(reading)).toEqual(['chip-authentication failed algorithm-unknown']);
    expect(asked).toBe(0);
  });
});
