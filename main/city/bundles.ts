/**
 * Catalogues and calendars that the city issues: bytes signed with Ed25519 (RFC 8032) by a key of the station's settings,
 * with a version that grows and a first day in force. What is not newer or not signed right is refused, and said.
 *
 * The signature covers `mot-cua/goi/1\n<loai>\n<phienBan>\n<hieuLucTu>\n` and then the content's bytes, so that neither
 * version nor day can be changed without it.
 */
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { LocalDate } from '../domain/person.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { CityBundleRow } from '../store/city-memory-port.ts';

const longestContent = 3 * 1024 * 1024;

const Bundle = z.looseObject({
  loai: z.string().regex(/^[a-z0-9-]{1,40}$/),
  phienBan: z.coerce.number().int().min(1),
  hieuLucTu: LocalDate,
  /** Base64. */
  noiDung: z.base64().max(longestContent),
  chuKy: z.base64().max(200),
});

export type BundleError =
  | 'bundle-wrong-shape'
  | 'bundle-signature-wrong'
  /** `details`: version, newest (the one that is held). */
  | 'bundle-older';

export function signedBytes(bundle: Omit<CityBundleRow, 'signature'>): Buffer {
  const head = `mot-cua/goi/1\n${bundle.kind}\n${String(bundle.version)}\n${bundle.effectiveFrom}\n`;
  return Buffer.concat([Buffer.from(head, 'utf8'), Buffer.from(bundle.content, 'base64')]);
}

function isSigned(bundle: CityBundleRow, keys: readonly string[]): boolean {
  const signature = Buffer.from(bundle.signature, 'base64');
  return keys.some((key) => verify(null, signedBytes(bundle), createPublicKey(key), signature));
}

/** `newest` is the version held of that kind, 0 for none; `keys` are PEM (SPKI). The same version again is older, too. */
export function readBundle(
  body: unknown,
  keys: readonly string[],
  newest: (kind: string) => number,
): Result<CityBundleRow, BundleError> {
  const parsed = Bundle.safeParse(body);
  if (!parsed.success) return fail('bundle-wrong-shape');
  const { loai, phienBan, hieuLucTu, noiDung, chuKy } = parsed.data;
  const bundle = {
    kind: loai,
    version: phienBan,
    effectiveFrom: hieuLucTu,
    content: noiDung,
    signature: chuKy,
  };
  if (!isSigned(bundle, keys)) return fail('bundle-signature-wrong');
  const held = newest(loai);
  return phienBan > held ? ok(bundle) : fail('bundle-older', { version: phienBan, newest: held });
}
