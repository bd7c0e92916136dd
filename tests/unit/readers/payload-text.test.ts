/** Vietnamese names out of a scanner's bytes: UTF-8, the old code pages, and bytes that are no text. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payloadText } from '../../../native-bridge/readers/payload-text.ts';
import { readScan } from '../../../main/domain/identity.ts';

const card =
  '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022';

/** The system's own converter is the judge; it is part of Debian's libc. */
function inCodePage(text: string, page: string): Uint8Array | null {
  const made = spawnSync('iconv', ['-f', 'UTF-8', '-t', page], { input: text });
  return made.status === 0 ? new Uint8Array(made.stdout) : null;
}

const noIconv = inCodePage('a', 'VISCII') === null;

describe.skipIf(noIconv)('old code pages (needs iconv)', () => {
  test.each([
    ['VISCII', 'viscii'],
    ['TCVN', 'tcvn3'],
    ['WINDOWS-1258', 'windows-1258'],
  ])('scanner-set-to-%s: every letter comes back', (page, encoding) => {
    for (const text of [
      card,
      'Nguyễn Văn An',
      'Phạm Thị Mẫu|Nữ|Thôn Mẫu, Xã Sóc Sơn, Hà Nội',
      'Lê Hoàng Yến',
    ]) {
      const bytes = inCodePage(text, page);
      expect(bytes && payloadText(bytes)).toEqual({ text, encoding });
    }
  });
});

test('utf-8-made-twice: "Nguyá»…n" is read as Nguyễn', () => {
  const twice = new TextDecoder('windows-1252').decode(new TextEncoder().encode('Nguyễn Văn An'));
  expect(twice).not.toContain('ễ');
  expect(payloadText(new TextEncoder().encode(twice))).toEqual({
    text: 'Nguyễn Văn An',
    encoding: 'utf-8-twice',
  });
});

test('letters taken apart (NFD) come together', () => {
  expect(payloadText(new TextEncoder().encode(card.normalize('NFD'))).text).toBe(card);
});

test('no-code-page-fits: what is lost shows as lost, and the card says so', () => {
  const bytes = Uint8Array.from(
    [...new TextEncoder().encode(card)].map((byte) => (byte > 0xc5 ? 0x9d : byte)),
  );
  const { text, encoding } = payloadText(bytes);
  expect(encoding).toBe('unknown');
  expect(text).toContain('\uFFFD');
  const reading = readScan(text);
  expect(reading.kind === 'identity' ? reading.warnings : reading).toContain('diacritics-lost');
});

test('Vietnamese in UTF-8 is never taken for another code page', () => {
  const letter = fc.constantFrom(
    ...'aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ |0',
  );
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1, maxLength: 60 }), (letters) => {
      const text = letters.join('');
      expect(payloadText(new TextEncoder().encode(text))).toEqual({ text, encoding: 'utf-8' });
    }),
  );
});

test('byte-noise: any bytes are answered, with no more letters than bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(payloadText(bytes).text.length).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 2_000 },
  );
});
