/** Cuts the bytes that a simulated printer received into commands. Pure: only lengths, no effects. */

/**
 * Length of the command at the front, 1 for a letter; 0 while it is not whole; negative: so many bytes, unknown to us and
 * passed over as a printer does.
 */
export function commandLength(bytes: readonly number[]): number {
  const [first, second, third] = bytes;
  if (first === undefined) return 0;
  if (first !== 0x10 && first !== 0x1b && first !== 0x1d) return 1;
  if (second === undefined) return 0;
  if (first === 0x10) return realTimeLength(second, third);
  return first === 0x1b ? escLength(bytes, second, third) : gsLength(bytes, second, third);
}

export function realTimeLength(second: number | undefined, third: number | undefined): number {
  if (second === 0x04) return 3;
  if (second !== 0x14) return -1;
  if (third === undefined) return 0;
  return third === 8 ? 10 : third === 1 || third === 2 ? 5 : -3;
}

const escOne = new Set([
  0x21, 0x20, 0x25, 0x2d, 0x33, 0x3d, 0x3f, 0x45, 0x47, 0x4a, 0x4d, 0x52, 0x54, 0x56, 0x61, 0x64, 0x72, 0x74,
  0x7b,
]);
const escNone = new Set([0x40, 0x32, 0x4c, 0x53, 0x0c]);
const gsOne = new Set([0x21, 0x42, 0x48, 0x49, 0x54, 0x61, 0x66, 0x68, 0x72, 0x77, 0x62]);

function escLength(bytes: readonly number[], second: number, third: number | undefined): number {
  if (escNone.has(second)) return 2;
  if (escOne.has(second)) return 3;
  if (second === 0x24 || second === 0x5c || second === 0x63) return 4;
  if (second === 0x70) return 5;
  if (second === 0x26) return lettersLength(bytes, third);
  if (second === 0x2a)
    return bytes.length < 5 ? 0 : 5 + (third !== undefined && third >= 32 ? 3 : 1) * number(bytes, 3);
  return -2;
}

/** ESC & y c1 c2 [x, x·y bytes] for each code. */
function lettersLength(bytes: readonly number[], high: number | undefined): number {
  const [from, to] = [bytes[3], bytes[4]];
  if (high === undefined || from === undefined || to === undefined) return 0;
  if (high !== 3 || from < 0x20 || to > 0x7e || to < from) return -5;
  let at = 5;
  for (let code = from; code <= to; code += 1) {
    const wide = bytes[at];
    if (wide === undefined) return 0;
    at += 1 + high * wide;
  }
  return at;
}

function gsLength(bytes: readonly number[], second: number, third: number | undefined): number {
  if (gsOne.has(second)) return 3;
  if (third === undefined) return 0;
  if (second === 0x56) return third >= 65 ? 4 : 3;
  if (second === 0x4c || second === 0x57 || second === 0x50) return 4;
  if (second === 0x76 && third === 0x30)
    return bytes.length < 8 ? 0 : 8 + number(bytes, 4) * number(bytes, 6);
  if (second === 0x28) return bytes.length < 5 ? 0 : 5 + number(bytes, 3);
  if (second === 0x6b) {
    if (third >= 65) return bytes[3] === undefined ? 0 : 4 + bytes[3];
    const end = bytes.indexOf(0, 3);
    return end < 0 ? 0 : end + 1;
  }
  return -2;
}

/** Two bytes, the low one first. */
export function number(bytes: readonly number[], at: number): number {
  return (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
}
