/**
 * Separator sheets (tờ phân cách): a sheet in the feeder with a code that names the paper to which the pages after it go.
 * The code has a prefix of its own and a check value, so that no code on a citizen's paper is ever taken for one.
 */

/** What every code of a separator begins with. */
export const separatorPrefix = 'MC-TACH:';

/** The text of the code for a paper. */
export function separatorCode(componentId: string): string {
  const named = `${separatorPrefix}${encodeURIComponent(componentId)}`;
  return `${named}:${checkOf(named)}`;
}

/** The paper that a code names; null for any code that is not a separator's. */
export function componentOfSeparator(code: string): string | null {
  const named = code.slice(0, code.lastIndexOf(':'));
  if (!code.startsWith(separatorPrefix) || code !== `${named}:${checkOf(named)}`) return null;
  try {
    return decodeURIComponent(named.slice(separatorPrefix.length));
  } catch {
    return null;
  }
}

/** FNV-1a of 32 bits, in hex. */
function checkOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
