/** Wrapping and unwrapping the data key for each of its keepers. Only what Electron's BoringSSL has. */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  scrypt,
  type KeyObject,
} from 'node:crypto';
import type { KeyFile, KeyringGuard, PassphraseGuard } from './key-file.ts';

/** The operating system's keyring, as the shell offers it. Both may ask the person and may fail by throwing. */
export interface KeyRing {
  /** E.g. `dpapi`, `libsecret`; kept with the wrapped key. */
  readonly name: string;
  protect(bytes: Uint8Array): Promise<Uint8Array>;
  unprotect(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Who guards the data key on this machine; a passphrase only where there is no keyring. */
export type KeyGuard =
  | { readonly kind: 'keyring'; readonly keyRing: KeyRing }
  | { readonly kind: 'passphrase'; readonly passphrase: string };

/** Fewest characters of a passphrase. */
export const minPassphraseLength = 12;

const minEscrowBits = 3072;
const cipher = 'aes-256-gcm';
const associated = Buffer.from('mot-cua/v1/data-key');

/** Characters as a person counts them, however the keyboard composed them. */
export function isPassphraseStrong(passphrase: string): boolean {
  const characters = [...passphrase.normalize('NFC').trim()];
  return characters.length >= minPassphraseLength && new Set(characters).size >= 4;
}

export async function wrapForGuard(guard: KeyGuard, dataKey: Uint8Array): Promise<KeyFile['guard']> {
  if (guard.kind === 'keyring') {
    const wrapped = Buffer.from(await guard.keyRing.protect(dataKey)).toString('base64');
    return { kind: 'keyring', name: guard.keyRing.name.slice(0, 100), wrapped };
  }
  const salt = randomBytes(16);
  const kdf = { name: 'scrypt', n: 2 ** 16, r: 8, p: 1, salt: salt.toString('base64') } as const;
  const key = await passphraseKey(guard.passphrase, kdf);
  const nonce = randomBytes(12);
  const wrapping = createCipheriv(cipher, key, nonce).setAAD(associated);
  const wrapped = Buffer.concat([wrapping.update(dataKey), wrapping.final()]);
  return {
    kind: 'passphrase',
    kdf,
    nonce: nonce.toString('base64'),
    tag: wrapping.getAuthTag().toString('base64'),
    wrapped: wrapped.toString('base64'),
  };
}

/** Null when the passphrase is wrong. */
export async function unwrapByPassphrase(
  guard: PassphraseGuard,
  passphrase: string,
): Promise<Uint8Array | null> {
  const key = await passphraseKey(passphrase, guard.kdf);
  try {
    const nonce = Buffer.from(guard.nonce, 'base64');
    const unwrapping = createDecipheriv(cipher, key, nonce, { authTagLength: 16 }).setAAD(associated);
    unwrapping.setAuthTag(Buffer.from(guard.tag, 'base64'));
    return Buffer.concat([unwrapping.update(Buffer.from(guard.wrapped, 'base64')), unwrapping.final()]);
  } catch {
    return null;
  }
}

/** Null when this keyring (another account or machine) does not open it. */
export async function unwrapByKeyring(guard: KeyringGuard, keyRing: KeyRing): Promise<Uint8Array | null> {
  try {
    return Uint8Array.from(await keyRing.unprotect(Buffer.from(guard.wrapped, 'base64')));
  } catch {
    return null;
  }
}

/** True for a PEM (SPKI) that the data key can be wrapped for: RSA of at least 3072 bits. */
export function isEscrowPublicKey(pem: string): boolean {
  try {
    return pem.includes('BEGIN PUBLIC KEY') && isStrongRsa(createPublicKey(pem));
  } catch {
    return false;
  }
}

function isStrongRsa(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= minEscrowBits;
}

/** `publicKeyPem` is SPKI; throws for anything but RSA of at least 3072 bits, which is a fault of the installation. */
export function wrapForEscrow(publicKeyPem: string, dataKey: Uint8Array): KeyFile['escrow'] {
  const key = createPublicKey(publicKeyPem);
  if (!isStrongRsa(key)) {
    throw new Error(`the escrow key must be RSA with at least ${String(minEscrowBits)} bits`);
  }
  return {
    algorithm: 'RSA-OAEP-SHA256',
    keyId: keyIdOf(key),
    wrapped: publicEncrypt({ key, ...oaep }, dataKey).toString('base64'),
  };
}

/** Null when this is not the escrow key, or not a private key at all. */
export function unwrapByEscrow(
  escrow: KeyFile['escrow'],
  privateKey: { readonly pem: string; readonly passphrase?: string },
): Uint8Array | null {
  try {
    const key = createPrivateKey({
      key: privateKey.pem,
      ...(privateKey.passphrase === undefined ? {} : { passphrase: privateKey.passphrase }),
    });
    if (keyIdOf(createPublicKey(key)) !== escrow.keyId) return null;
    return Uint8Array.from(privateDecrypt({ key, ...oaep }, Buffer.from(escrow.wrapped, 'base64')));
  } catch {
    return null;
  }
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };

function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function passphraseKey(passphrase: string, kdf: PassphraseGuard['kdf']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const secret = passphrase.normalize('NFC').trim();
    // scrypt needs 128 · n · r bytes; twice that is the limit.
    const cost = { N: kdf.n, r: kdf.r, p: kdf.p, maxmem: 256 * kdf.n * kdf.r };
    scrypt(secret, Buffer.from(kdf.salt, 'base64'), 32, cost, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
