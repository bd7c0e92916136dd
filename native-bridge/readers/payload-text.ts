/**
 * The text in the bytes of a scan. Vietnamese codes hold UTF-8; scanners set to an old code page, or that turn UTF-8 into
 * UTF-8 once more, are read as well. Pure, for any bytes.
 */

/** `unknown`: no code page gives Vietnamese words; what cannot be read is U+FFFD, and the reading says so. */
export type PayloadEncoding = 'utf-8' | 'utf-8-twice' | 'windows-1258' | 'viscii' | 'tcvn3' | 'unknown';

export interface PayloadText {
  readonly text: string;
  readonly encoding: PayloadEncoding;
}

/** Characters 0x80 to 0xff of VISCII 1.1 (RFC 1456). */
const viscii =
  'ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ' +
  'ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ' +
  'ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư' +
  'àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ';

/** Characters 0x80 to 0xff of TCVN 5712:1993, known as TCVN3 or ABC. */
const tcvn =
  'ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ' +
  '\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ' +
  'ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò' +
  'ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ';

/** Text of a payload, NFC. Line ends and other control characters at both ends are the frame's, not the code's. */
export function payloadText(bytes: Uint8Array): PayloadText {
  const { text, encoding } = decoded(bytes);
  return { text: text.normalize('NFC').replace(/^[\p{Cc}\uFEFF]+|\p{Cc}+$/gu, ''), encoding };
}

function decoded(bytes: Uint8Array): PayloadText {
  const utf8 = strict('utf-8', bytes);
  if (utf8 !== null) {
    const once = utf8IfTwice(utf8);
    return once === null ? { text: utf8, encoding: 'utf-8' } : { text: once, encoding: 'utf-8-twice' };
  }
  const readings: PayloadText[] = [
    { text: byTable(bytes, tcvn), encoding: 'tcvn3' },
    { text: byTable(bytes, viscii), encoding: 'viscii' },
    { text: new TextDecoder('windows-1258').decode(bytes), encoding: 'windows-1258' },
  ];
  const best = readings
    .map((reading) => ({ reading, doubts: doubtsIn(reading.text), known: knownWordsIn(reading.text) }))
    .reduce((best, next) =>
      next.doubts < best.doubts || (next.doubts === best.doubts && next.known > best.known) ? next : best,
    );
  if (best.doubts === 0) return best.reading;
  return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'unknown' };
}

function strict(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function byTable(bytes: Uint8Array, table: string): string {
  let text = '';
  for (const byte of bytes)
    text += byte < 0x80 ? String.fromCharCode(byte) : (table[byte - 0x80] ?? '\uFFFD');
  return text;
}

/** Windows-1252 in the range where it differs from Latin-1. */
const westernBytes = new Map(
  [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 0x80 }, (_, at) => 0x80 + at))].map(
    (char, at): [string, number] => [char, 0x80 + at],
  ),
);

/** "Nguyá»…n" back to "Nguyễn"; null when the text is not UTF-8 read as Western and written as UTF-8 again. */
function utf8IfTwice(text: string): string | null {
  if (!/[\u00c0-\u00ff]/.test(text)) return null;
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const byte = code < 0x80 ? code : (westernBytes.get(char) ?? (code < 0x100 ? code : -1));
    if (byte < 0) return null;
    bytes.push(byte);
  }
  return strict('utf-8', Uint8Array.from(bytes));
}

/** A syllable without its tone mark: beginning, vowels, end. */
const beginnings = 'ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdđghklmnprstvx]';
const vowels =
  'iêu|oai|oao|oay|oeo|uai|uau|uây|uôi|uya|uyê|uyu|ươi|ươu|yêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|' +
  'ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy]';
const syllable = new RegExp(`^(?:${beginnings})?(?:${vowels})(?:ng|nh|ch|[cmnpt])?$`);
/** An end in c, ch, p or t bears the rising or the heavy tone only. */
const wrongTone = /[\u0300\u0303\u0309].*(?:c|ch|p|t)$/u;
/** Words that names and addresses on cards are full of; they decide between code pages that both give syllables. */
const known = new Set(
  (
    'nguyễn trần lê phạm hoàng huỳnh võ vũ đặng bùi đỗ hồ ngô dương lý thị văn nữ số nhà phố đường phường xã thôn ' +
    'ngõ ngách tổ quận huyện hà nội thành hải phòng việt đà nẵng hồ chí minh bắc tỉnh trấn ấp khu'
  ).split(' '),
);
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/** Words with letters beyond ASCII that are no Vietnamese syllables, and signs that no card holds. */
function doubtsIn(text: string): number {
  let doubts = 0;
  for (const [run] of text.normalize('NFC').matchAll(/[\p{L}\p{M}]+/gu)) {
    if (/^[A-Za-z]*$/.test(run)) continue;
    const folded = run.toLowerCase().normalize('NFD');
    const tones = folded.match(toneMarks)?.length ?? 0;
    if (tones > 1 || wrongTone.test(folded) || !syllable.test(folded.replace(toneMarks, '').normalize('NFC')))
      doubts += 1;
  }
  return doubts + (text.match(/[^\p{L}\p{M}\p{ASCII}\u2013\u2014\u2018\u2019\u201c\u201d]/gu)?.length ?? 0);
}

function knownWordsIn(text: string): number {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return words.filter((word) => known.has(word)).length;
}
