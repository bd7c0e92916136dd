/** Names of symbologies by their AIM identifier (ISO/IEC 15424): `]`, a letter, a modifier. Pure. */

const byLetter: Readonly<Record<string, string>> = {
  A: 'code39',
  B: 'telepen',
  C: 'code128',
  D: 'code1',
  E: 'ean-upc',
  F: 'codabar',
  G: 'code93',
  H: 'code11',
  I: 'itf',
  K: 'code16k',
  L: 'pdf417',
  M: 'msi',
  N: 'anker',
  O: 'codablock',
  P: 'plessey',
  Q: 'qr',
  R: '2of5',
  S: '2of5',
  U: 'maxicode',
  d: 'datamatrix',
  e: 'gs1-databar',
  h: 'hanxin',
  j: 'dotcode',
  o: 'ocr',
  z: 'aztec',
};

/** A short name such as `qr`; `other` for a maker's own or unknown identifier, `unknown` without any. */
export function symbologyOf(aim: string | null): string {
  const letter = aim?.[1];
  if (letter === undefined) return 'unknown';
  return (Object.hasOwn(byLetter, letter) ? byLetter[letter] : undefined) ?? 'other';
}

/** Takes the identifier off a text that a scanner sent with it in front. */
export function splitAim(text: string): { readonly aim: string | null; readonly text: string } {
  const [, aim] = /^(\][A-Za-z][0-9A-Fa-f])/.exec(text) ?? [];
  return aim === undefined ? { aim: null, text } : { aim, text: text.slice(aim.length) };
}
