/**
 * Custody of the data key. It is wrapped twice: for this machine (keyring of the operating system, or a passphrase where
 * there is none) and for the city's escrow key, so that a lost keyring or passphrase never means lost dossiers.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../domain/result.ts';
import { isDiskFull } from './durable-file.ts';
import { keyFits, keyCheck } from './keys.ts';
import { keysExist, readKeyFile, writeKeyFile, type KeyFile } from './key-file.ts';
import {
  isPassphraseStrong,
  unwrapByEscrow,
  unwrapByKeyring,
  unwrapByPassphrase,
  wrapForEscrow,
  wrapForGuard,
  type KeyGuard,
} from './key-wrapping.ts';
import { storeFiles } from './open-store.ts';

/**
 * Makes and keeps a new data key (32 bytes). `store-damaged`: the folder has a key or a store already, and making
 * another key would shut its dossiers away for good.
 */
export async function createKeys(options: {
  folder: string;
  guard: KeyGuard;
  /** PEM, SPKI, RSA ≥ 3072 bits. */
  escrowPublicKey: string;
}): Promise<Result<Uint8Array, 'passphrase-too-weak' | 'store-damaged' | 'disk-full'>> {
  const { folder, guard, escrowPublicKey } = options;
  if (isWeak(guard)) return fail('passphrase-too-weak');
  const made = [storeFiles.database, storeFiles.about].some((name) => existsSync(join(folder, name)));
  if (made || keysExist(folder)) return fail('store-damaged');
  const dataKey = Uint8Array.from(randomBytes(32));
  const escrow = wrapForEscrow(escrowPublicKey, dataKey);
  const wrapped = await wrapForGuard(guard, dataKey);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeKeyFile(
      folder,
      { version: 1, check: keyCheck(dataKey), guard: wrapped, escrow },
      'never-replace',
    );
    return ok(dataKey);
  } catch (error) {
    if (isDiskFull(error)) return fail('disk-full');
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return fail('store-damaged');
    throw error;
  }
}

/** `wrong-key`: guarded in another way, or by a keyring that does not open it; the escrow key does. */
export async function openKeys(options: {
  folder: string;
  guard: KeyGuard;
}): Promise<Result<Uint8Array, 'wrong-passphrase' | 'store-damaged' | 'wrong-key'>> {
  const { folder, guard } = options;
  const file = readKeyFile(folder);
  if (!file) return fail('store-damaged');
  if (guard.kind === 'passphrase' && file.guard.kind === 'passphrase') {
    const dataKey = await unwrapByPassphrase(file.guard, guard.passphrase);
    return dataKey ? checked(file, dataKey) : fail('wrong-passphrase');
  }
  if (guard.kind === 'keyring' && file.guard.kind === 'keyring') {
    const dataKey = await unwrapByKeyring(file.guard, guard.keyRing);
    return dataKey ? checked(file, dataKey) : fail('wrong-key');
  }
  return fail('wrong-key');
}

/** Opens the data key with the city's escrow key and wraps it for a new guard; the escrow wrapping stays. */
export async function recoverWithEscrow(options: {
  folder: string;
  escrowPrivateKeyPem: string;
  /** Where the PEM itself is encrypted. */
  escrowPassphrase?: string;
  newGuard: KeyGuard;
}): Promise<Result<Uint8Array, 'wrong-key' | 'store-damaged' | 'passphrase-too-weak' | 'disk-full'>> {
  const { folder, escrowPrivateKeyPem, escrowPassphrase, newGuard } = options;
  if (isWeak(newGuard)) return fail('passphrase-too-weak');
  const file = readKeyFile(folder);
  if (!file) return fail('store-damaged');
  const dataKey = unwrapByEscrow(file.escrow, {
    pem: escrowPrivateKeyPem,
    ...(escrowPassphrase === undefined ? {} : { passphrase: escrowPassphrase }),
  });
  if (!dataKey) return fail('wrong-key');
  const right = checked(file, dataKey);
  if (!right.ok) return right;
  try {
    await writeKeyFile(folder, { ...file, guard: await wrapForGuard(newGuard, dataKey) }, 'replace');
    return ok(dataKey);
  } catch (error) {
    if (isDiskFull(error)) return fail('disk-full');
    throw error;
  }
}

function isWeak(guard: KeyGuard): boolean {
  return guard.kind === 'passphrase' && !isPassphraseStrong(guard.passphrase);
}

function checked(file: KeyFile, dataKey: Uint8Array): Result<Uint8Array, 'wrong-key'> {
  return dataKey.byteLength === 32 && keyFits(dataKey, file.check) ? ok(dataKey) : fail('wrong-key');
}
