/**
 * The sealed form of a blob: magic (4 bytes) · nonce of the wrapping (12) · wrapped key (32) · its tag (16) · nonce (12) ·
 * tag (16) · ciphertext. AES-256-GCM both times, with the blob's id as associated data, so that a file put in another
 * one's place does not open. Work is cut into pieces, so that the event loop is never held for long.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, type KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

const magic = Buffer.from('MCB1');
const headerBytes = 4 + 12 + 32 + 16 + 12 + 16;
const piece = 256 * 1024;

/** Of one made once (`createSecretKey`) the engine spares itself the making for each file. */
type Key = Uint8Array | KeyObject;

const cipher = 'aes-256-gcm';

/** HMAC-SHA-256 of the content, lower-case hex: the same content has the same id, and an id tells nothing. */
export async function idOf(idKey: Key, bytes: Uint8Array): Promise<string> {
  const hmac = createHmac('sha256', idKey);
  for await (const part of pieces(bytes)) hmac.update(part);
  return hmac.digest('hex');
}

/** The parts of a sealed file, in order. */
export async function seal(wrapKey: Key, id: string, bytes: Uint8Array): Promise<Uint8Array[]> {
  const associated = Buffer.from(id);
  const key = randomBytes(32);
  const wrapNonce = randomBytes(12);
  const wrapping = createCipheriv(cipher, wrapKey, wrapNonce).setAAD(associated);
  const wrapped = Buffer.concat([wrapping.update(key), wrapping.final()]);
  const nonce = randomBytes(12);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(associated);
  const body: Uint8Array[] = [];
  for await (const part of pieces(bytes)) body.push(sealing.update(part));
  body.push(sealing.final());
  key.fill(0);
  const header = Buffer.concat([
    magic,
    wrapNonce,
    wrapped,
    wrapping.getAuthTag(),
    nonce,
    sealing.getAuthTag(),
  ]);
  return [header, ...body];
}

/** The content, or null when the file is not exactly what was sealed under this id. */
export async function unseal(
  keys: { readonly wrap: Key; readonly id: Key },
  id: string,
  file: Uint8Array,
): Promise<Uint8Array | null> {
  if (file.byteLength < headerBytes || !magic.equals(file.subarray(0, 4))) return null;
  const associated = Buffer.from(id);
  const cut = cutter(file);
  cut(4);
  const [wrapNonce, wrapped, wrapTag, nonce, tag] = [cut(12), cut(32), cut(16), cut(12), cut(16)];
  const content = Buffer.allocUnsafeSlow(file.byteLength - headerBytes);
  try {
    const unwrapping = createDecipheriv(cipher, keys.wrap, wrapNonce, { authTagLength: 16 }).setAAD(
      associated,
    );
    unwrapping.setAuthTag(wrapTag);
    const key = Buffer.concat([unwrapping.update(wrapped), unwrapping.final()]);
    const opening = createDecipheriv(cipher, key, nonce, { authTagLength: 16 }).setAAD(associated);
    opening.setAuthTag(tag);
    key.fill(0);
    let done = 0;
    for await (const part of pieces(file.subarray(headerBytes)))
      done += opening.update(part).copy(content, done);
    opening.final();
  } catch {
    return null;
  }
  return (await idOf(keys.id, content)) === id ? content : null;
}

function cutter(file: Uint8Array): (length: number) => Uint8Array {
  let at = 0;
  return (length) => {
    at += length;
    return file.subarray(at - length, at);
  };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += piece) {
    if (at > 0) await nextTurn();
    yield bytes.subarray(at, at + piece);
  }
}
