/** What a PIN must be, and its hash: `scrypt$N$r$p$salt$hash` (base64). */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Fewest characters of a PIN. */
export const minPinLength = 6;

const cost = { n: 2 ** 15, r: 8, p: 1 } as const;
const hashBytes = 32;

/** False for short ones, one character repeated, a run (123456, fedcba), and the sign-in code itself. */
export function isPinStrong(pin: string, code: string): boolean {
  const points = [...normal(pin)].map((character) => character.codePointAt(0) ?? 0);
  if (points.length < minPinLength) return false;
  if (normal(pin).toLowerCase() === normal(code).toLowerCase()) return false;
  const steps = points.slice(1).map((point, at) => point - (points[at] ?? 0));
  return ![0, 1, -1].some((step) => steps.every((each) => each === step));
}

export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(pin, salt);
  const { n, r, p } = cost;
  return ['scrypt', n, r, p, salt.toString('base64'), hash.toString('base64')].join('$');
}

/** Does the same work whatever the hash says, so that time tells nothing. */
export async function pinMatches(pin: string, stored: string): Promise<boolean> {
  const parts = stored.split('$');
  const expected = Buffer.from(parts[5] ?? '', 'base64');
  const actual = await derive(pin, Buffer.from(parts[4] ?? '', 'base64'));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** A hash that no PIN has, to do the same work for a code that nobody has. */
export const nobodysHash = ['scrypt', cost.n, cost.r, cost.p, 'bm9ib2R5J3Mgc2FsdA==', ''].join('$');

function derive(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const limits = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r };
    scrypt(normal(pin), salt, hashBytes, limits, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** The same characters, however the keyboard composed them. */
function normal(text: string): string {
  return text.normalize('NFC').trim();
}
