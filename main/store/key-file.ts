/** The shape of `keys.json`: the data key, wrapped for this machine and for the city's escrow; no secret in clear. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { temporaryName, writeThrough } from './durable-file.ts';

export const keyFileName = 'keys.json';

const base64 = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/);

/** AES-256-GCM of the data key under a key made from the passphrase by scrypt. */
export const PassphraseGuard = z.object({
  kind: z.literal('passphrase'),
  kdf: z.object({
    name: z.literal('scrypt'),
    /** Bounded, so that a changed file cannot ask for all memory. */
    n: z.union([z.literal(2 ** 15), z.literal(2 ** 16), z.literal(2 ** 17)]),
    r: z.literal(8),
    p: z.literal(1),
    salt: base64(64),
  }),
  nonce: base64(32),
  tag: base64(32),
  wrapped: base64(64),
});
export type PassphraseGuard = z.infer<typeof PassphraseGuard>;

export const KeyringGuard = z.object({
  kind: z.literal('keyring'),
  name: z.string().max(100),
  wrapped: base64(20_000),
});
export type KeyringGuard = z.infer<typeof KeyringGuard>;

export const KeyFile = z.object({
  version: z.literal(1),
  /** Tells whether an unwrapped key is the right one. */
  check: z.string().regex(/^[0-9a-f]{64}$/),
  guard: z.discriminatedUnion('kind', [PassphraseGuard, KeyringGuard]),
  escrow: z.object({
    algorithm: z.literal('RSA-OAEP-SHA256'),
    /** SHA-256 of the public key (SPKI DER), lower-case hex: which private key opens it. */
    keyId: z.string().regex(/^[0-9a-f]{64}$/),
    wrapped: base64(4_000),
  }),
});
export type KeyFile = z.infer<typeof KeyFile>;

/** Whether a data key was already made for this folder. */
export function keysExist(folder: string): boolean {
  return existsSync(join(folder, keyFileName));
}

/** Null when the file is missing or not what this program writes. At once: while a window starts, each turn of the event loop is long. */
export function readKeyFile(folder: string): KeyFile | null {
  try {
    const read = KeyFile.safeParse(JSON.parse(readFileSync(join(folder, keyFileName), 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** `never-replace` fails with EEXIST where a key file stands: a data key that is lost takes every dossier along. */
export async function writeKeyFile(
  folder: string,
  file: KeyFile,
  place: 'replace' | 'never-replace',
): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(file, null, 2)}\n`);
  await writeThrough(
    join(folder, `${keyFileName}.${temporaryName()}`),
    join(folder, keyFileName),
    [bytes],
    place,
  );
}
