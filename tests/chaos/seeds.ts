/** Everything that chance decides follows from one number and the names of what it decides. */
import { createHash } from 'node:crypto';
import { randomOf, type Random } from '../corpus/random.ts';

/** FNV-1a over the names. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The same chances for the same names, whatever else was drawn before. */
export function chances(seed: number, ...names: readonly (string | number)[]): Random {
  return randomOf(hashOf([seed, ...names].join('/')));
}

/** Shaped like a random UUID. */
export function idOf(seed: number, ...names: readonly (string | number)[]): string {
  const hex = createHash('sha256')
    .update([seed, ...names].join('/'))
    .digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export function keyOf(seed: number, station: number): Buffer {
  return createHash('sha256')
    .update(`key/${String(seed)}/${String(station)}`)
    .digest();
}
