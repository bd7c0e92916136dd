import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../main/domain/result.ts';
import { createKeys, openKeys, recoverWithEscrow } from '../../../main/store/key-custody.ts';
import { keysExist } from '../../../main/store/key-file.ts';
import type { KeyRing } from '../../../main/store/key-wrapping.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { newFolder } from './samples.ts';

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const escrow = pair();
const passphrase = 'bốn chữ chẳng liên quan';
const guard = { kind: 'passphrase', passphrase } as const;

/** A keyring that masks with a pad of its own: another pad is another machine. */
function keyRing(pad: Uint8Array): KeyRing {
  const mask = (bytes: Uint8Array) => bytes.map((byte, at) => byte ^ (pad[at % pad.length] ?? 0));
  const tag = (bytes: Uint8Array) => createHash('sha256').update(pad).update(bytes).digest();
  return {
    name: 'test',
    protect: async (bytes) => Promise.resolve(Buffer.concat([tag(bytes), mask(bytes)])),
    unprotect: async (bytes) => {
      const plain = mask(bytes.subarray(32));
      if (!tag(plain).equals(bytes.subarray(0, 32))) throw new Error('not mine');
      return Promise.resolve(plain);
    },
  };
}

async function made(): Promise<{ folder: string; dataKey: Uint8Array }> {
  const folder = newFolder();
  const created = await createKeys({ folder, guard, escrowPublicKey: escrow.publicKey });
  if (!created.ok) throw new Error(created.error.code);
  return { folder, dataKey: created.value };
}

describe('custody of the data key', () => {
  it('the passphrase opens it, however its letters are composed', async () => {
    const { folder, dataKey } = await made();
    const opened = await openKeys({
      folder,
      guard: { kind: 'passphrase', passphrase: passphrase.normalize('NFD') },
    });
    expect(opened.ok && Buffer.from(opened.value).equals(Buffer.from(dataKey))).toBe(true);
    expect(keysExist(folder)).toBe(true);
  });

  it('a wrong passphrase is refused', async () => {
    const { folder } = await made();
    const wrong = { kind: 'passphrase', passphrase: `${passphrase}!` } as const;
    expect(await openKeys({ folder, guard: wrong })).toEqual(fail('wrong-passphrase'));
  });

  it.each(['elevenchars', '            x', 'aaaaaaaaaaaaaaa'])(
    'passphrase "%s" is too weak',
    async (weak) => {
      const folder = newFolder();
      const created = await createKeys({
        folder,
        guard: { kind: 'passphrase', passphrase: weak },
        escrowPublicKey: escrow.publicKey,
      });
      expect(created).toEqual(fail('passphrase-too-weak'));
      expect(keysExist(folder)).toBe(false);
    },
  );

  it('the keyring opens it; the keyring of another machine does not', async () => {
    const folder = newFolder();
    const mine = keyRing(randomBytes(64));
    await createKeys({
      folder,
      guard: { kind: 'keyring', keyRing: mine },
      escrowPublicKey: escrow.publicKey,
    });
    expect((await openKeys({ folder, guard: { kind: 'keyring', keyRing: mine } })).ok).toBe(true);
    const other = { kind: 'keyring', keyRing: keyRing(randomBytes(64)) } as const;
    expect(await openKeys({ folder, guard: other })).toEqual(fail('wrong-key'));
    expect(await openKeys({ folder, guard })).toEqual(fail('wrong-key'));
  });

  it('the file holds neither key nor passphrase and is for its owner only', async () => {
    const { folder, dataKey } = await made();
    const text = readFileSync(join(folder, 'keys.json'), 'latin1');
    for (const secret of [
      Buffer.from(dataKey).toString('hex'),
      Buffer.from(dataKey).toString('base64'),
      passphrase,
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toContain(Buffer.from(dataKey).toString('latin1'));
    expect(readdirSync(folder)).toEqual(['keys.json']);
  });

  it('a second key is never made over a first one, nor over a store whose key file is lost', async () => {
    const { folder, dataKey } = await made();
    const before = readFileSync(join(folder, 'keys.json'));
    expect(await createKeys({ folder, guard, escrowPublicKey: escrow.publicKey })).toEqual(
      fail('store-damaged'),
    );
    expect(readFileSync(join(folder, 'keys.json')).equals(before)).toBe(true);

    const lost = newFolder();
    const opened = openStore({ folder: lost, dataKey });
    if (opened.ok) opened.value.close();
    expect(await createKeys({ folder: lost, guard, escrowPublicKey: escrow.publicKey })).toEqual(
      fail('store-damaged'),
    );
  });

  it('two windows that make the key at once make one', async () => {
    const folder = newFolder();
    const both = await Promise.all([
      createKeys({ folder, guard, escrowPublicKey: escrow.publicKey }),
      createKeys({ folder, guard, escrowPublicKey: escrow.publicKey }),
    ]);
    const winners = both.filter((each) => each.ok);
    expect(winners).toHaveLength(1);
    const opened = await openKeys({ folder, guard });
    expect(opened.ok && winners[0]?.ok && Buffer.compare(opened.value, winners[0].value)).toBe(0);
  });

  it('an escrow key that is too short or of another kind is a fault of the installation', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const curve = generateKeyPairSync('ed25519').publicKey;
    for (const key of [short, curve]) {
      const pem = key.export({ type: 'spki', format: 'pem' }).toString();
      await expect(createKeys({ folder: newFolder(), guard, escrowPublicKey: pem })).rejects.toThrow(/3072/);
    }
  });

  it.each([
    ['cut', (text: string) => text.slice(0, 100)],
    ['empty', () => ''],
    ['asking for all memory', (text: string) => text.replace('65536', '1073741824')],
  ])('a key file that is %s is damage', async (_name, change) => {
    const { folder } = await made();
    const path = join(folder, 'keys.json');
    const text = readFileSync(path, 'utf8');
    chmodSync(path, 0o600);
    writeFileSync(path, change(text));
    expect(await openKeys({ folder, guard })).toEqual(fail('store-damaged'));
  });

  it('a missing key file is damage', async () => {
    expect(await openKeys({ folder: newFolder(), guard })).toEqual(fail('store-damaged'));
  });
});

describe('recovery with the escrow key', () => {
  const newGuard = { kind: 'passphrase', passphrase: 'một câu hoàn toàn mới' } as const;

  it('gives the same key, a new guard, and can be done again', async () => {
    const { folder, dataKey } = await made();
    for (let round = 0; round < 2; round += 1) {
      const recovered = await recoverWithEscrow({ folder, escrowPrivateKeyPem: escrow.privateKey, newGuard });
      expect(recovered.ok && Buffer.compare(recovered.value, dataKey)).toBe(0);
    }
    expect((await openKeys({ folder, guard: newGuard })).ok).toBe(true);
    expect(await openKeys({ folder, guard })).toEqual(fail('wrong-passphrase'));
  });

  it("another city's escrow key, a public key and garbage change nothing", async () => {
    const { folder } = await made();
    for (const escrowPrivateKeyPem of [pair().privateKey, escrow.publicKey, 'garbage']) {
      expect(await recoverWithEscrow({ folder, escrowPrivateKeyPem, newGuard })).toEqual(fail('wrong-key'));
    }
    expect((await openKeys({ folder, guard })).ok).toBe(true);
  });

  it('a weak new passphrase changes nothing', async () => {
    const { folder } = await made();
    const weak = { kind: 'passphrase', passphrase: 'ngắn' } as const;
    const recovered = await recoverWithEscrow({
      folder,
      escrowPrivateKeyPem: escrow.privateKey,
      newGuard: weak,
    });
    expect(recovered).toEqual(fail('passphrase-too-weak'));
    expect((await openKeys({ folder, guard })).ok).toBe(true);
  });
});
