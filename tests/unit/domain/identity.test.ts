import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScanView } from '../../../main/contract/views.ts';
import { isPersonalNumber, maskName, numberWarnings, readScan } from '../../../main/domain/identity.ts';
import type { Person } from '../../../main/domain/person.ts';

const fields = {
  number: '001099012345',
  old: '',
  name: 'Nguyễn Văn An',
  birth: '15011999',
  sex: 'Nam',
  address: 'Số 1, Phố Ví Dụ, Láng, Hà Nội',
  issued: '20082021',
};
const card = (change: Partial<typeof fields> = {}) => Object.values({ ...fields, ...change }).join('|');

function person(text: string): Person {
  const read = readScan(text);
  if (read.kind !== 'identity') throw new Error(`read as ${JSON.stringify(read)}`);
  return read.person;
}

function warnings(text: string): string[] {
  const read = readScan(text);
  return read.kind === 'identity' ? read.warnings : ['not an identity'];
}

function reason(text: string): string {
  const read = readScan(text);
  return read.kind === 'unusable' ? read.reason : read.kind;
}

describe('identity card QR', () => {
  test('seven fields become a person', () => {
    expect(readScan(card())).toEqual({
      kind: 'identity',
      warnings: [],
      person: {
        fullName: 'Nguyễn Văn An',
        idNumber: '001099012345',
        idKind: 'cccd',
        oldIdNumber: null,
        birthDate: '1999-01-15',
        sex: 'male',
        address: 'Số 1, Phố Ví Dụ, Láng, Hà Nội',
        phone: null,
        email: null,
        source: 'qr',
      },
    });
  });

  test.each(['\r', '\n', '\r\n', '\t', '\r\n\r\n', ' \t', '\u0000'])('ends with %j from a wedge', (end) => {
    expect(readScan(`${card()}${end}`)).toEqual(readScan(card()));
  });

  test('begins with a byte order mark or an AIM identifier', () => {
    expect(person(`\uFEFF${card()}`).idNumber).toBe('001099012345');
    expect(person(`]Q1${card()}`).idNumber).toBe('001099012345');
  });

  test('the card of 2024 has more fields, which are left alone', () => {
    const longer = `${card()}|Nguyễn Văn Bình|Trần Thị Cúc||`;
    expect(readScan(longer)).toEqual(readScan(card()));
  });

  test('names the old card', () => {
    expect(person(card({ old: '012345678' })).oldIdNumber).toBe('012345678');
    expect(person(card({ old: '01234' })).oldIdNumber).toBeNull();
  });

  test('decomposed text is composed', () => {
    expect(person(card().normalize('NFD'))).toEqual(person(card()));
  });

  test.each(["Y D'Rim Êban", "H'Nhi Niê", 'Nguyễn Văn An-đrê', 'Lò Thị Ộp'])('keeps the name %s', (name) => {
    expect(person(card({ name })).fullName).toBe(name);
    expect(warnings(card({ name }))).toEqual([]);
  });

  test.each([
    ['15/01/1999', '1999-01-15'],
    ['15-01-1999', '1999-01-15'],
    ['00/00/1999', '1999'],
    ['00001999', '1999'],
    ['1999', '1999'],
    ['00011999', '1999'],
  ])('birth date %s is %s', (birth, expected) => {
    expect(person(card({ birth })).birthDate).toBe(expected);
    expect(warnings(card({ birth }))).toEqual([]);
  });

  test('an impossible birth date is left open and said', () => {
    for (const birth of ['31021999', '99999999', 'abc', '']) {
      expect(person(card({ birth })).birthDate).toBeNull();
      expect(warnings(card({ birth }))).toContain('birth-date-unreadable');
    }
  });

  test.each(['Nữ', 'NỮ', 'nữ', 'Nu', 'N?', 'N\uFFFD', 'N??'])('%s is a woman', (sex) => {
    expect(person(card({ sex, number: '001199012345' })).sex).toBe('female');
  });

  test('another sex is left open', () => {
    expect(person(card({ sex: 'Khác' })).sex).toBeNull();
    expect(person(card({ sex: '' })).sex).toBeNull();
  });
});

describe('lost diacritics', () => {
  test.each([
    { name: 'NGUYEN VAN AN', address: 'SO 1, PHO VI DU, LANG, HA NOI' },
    { name: 'NGUYEN VAN AN' },
    { name: 'Nguyen Van An', address: 'So 1, Pho Vi Du, Lang, Ha Noi' },
    { name: 'Nguy?n V?n An' },
    { name: 'Nguy\uFFFDn V\uFFFDn An' },
    { name: 'Nguyá»…n VÄƒn An' },
  ])('are noticed in $name', (change) => {
    expect(warnings(card(change))).toEqual(['diacritics-lost']);
  });
  test.each(['Mai Anh', 'Cao Lan Anh', 'NGUYỄN VĂN AN'])('are not claimed of %s', (name) => {
    expect(warnings(card({ name }))).toEqual([]);
  });
});

describe('what is no identity card', () => {
  test('cut off at every place, it is never a person', () => {
    const whole = card();
    for (let length = 0; length < whole.length; length += 1) {
      expect(reason(whole.slice(0, length)), `after ${length} characters`).not.toBe('identity');
    }
    expect(reason(whole.slice(0, 40))).toBe('truncated');
    expect(reason(whole.slice(0, -1))).toBe('truncated');
  });
  test.each(['00109901234', '0010990123456'])('a number of %s is wrong, in a code or alone', (number) => {
    expect(reason(card({ number }))).toBe('bad-number');
    expect(reason(number)).toBe('bad-number');
  });
  test('health insurance cards', () => {
    const name = Buffer.from('Nguyễn Văn An').toString('hex');
    expect(reason(`DN4010112345678|${name}|15/01/1999|1|${name}|01 - 001|01/01/2026|-|01/01/2026|x|$`)).toBe(
      'health-insurance',
    );
    expect(reason(`0112345678|${name}|15/01/1999|1|${name}|01 - 001|01/01/2026|-|01/01/2026|x|$`)).toBe(
      'health-insurance',
    );
    expect(reason(`DN4010112345678|${name.slice(0, 9)}`)).toBe('health-insurance');
    expect(reason('DN4010112345678')).toBe('health-insurance');
  });
  test('payment codes', () => {
    expect(
      reason('00020101021138570010A000000727012700069704220113000000000000008QRIBFTTA53037045802VN6304ABCD'),
    ).toBe('payment');
  });
  test('VNeID codes', () => {
    expect(reason('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.MEUCIQDexampleexampleexampleexample')).toBe('vneid');
    expect(reason('https://vneid.gov.vn/qr/abc')).toBe('vneid');
  });
  test('cards whose code holds the number alone', () => {
    expect(reason('012345678')).toBe('legacy-card');
    expect(reason('001099012345')).toBe('legacy-card');
    expect(reason(card({ number: '012345678' }))).toBe('legacy-card');
  });
  test('noise', () => {
    expect(reason('')).toBe('unreadable');
    expect(reason(' \r\n')).toBe('unreadable');
    expect(reason('\uFFFD\uFFFD\uFFFD')).toBe('unreadable');
    expect(reason('|||||||')).toBe('unreadable');
    expect(reason(card({ name: '' }))).toBe('unreadable');
    expect(reason(card({ name: 'A'.repeat(500) }))).toBe('unreadable');
    expect(reason('hello')).toBe('unknown');
    expect(reason('https://example.com/a')).toBe('unknown');
    expect(reason('x'.repeat(9000))).toBe('unknown');
  });
});

describe('codes of ours and of the city', () => {
  test('dossier codes, typed or scanned', () => {
    expect(readScan('000.00.01.h26-261123-0012\r')).toEqual({
      kind: 'dossier',
      code: '000.00.01.H26-261123-0012',
    });
    expect(readScan('TAM-Q01-261123-0007')).toEqual({ kind: 'dossier', code: 'TAM-Q01-261123-0007' });
  });
  test('the QR of a receipt', () => {
    const receipt = (code: string) =>
      `MC1|${code}|1.001193|CB001|Giấy tiếp nhận hồ sơ và hẹn trả kết quả|Một Cửa|2026-11-23T09:00:00+07:00|2026-11-25`;
    expect(readScan(receipt('H26.01.02.03-261123-0975'))).toEqual({
      kind: 'dossier',
      code: 'H26.01.02.03-261123-0975',
    });
    expect(readScan(receipt('TAM-Q01-261123-0007'))).toEqual({
      kind: 'dossier',
      code: 'TAM-Q01-261123-0007',
    });
    expect(reason(receipt('000.00'))).toBe('truncated');
  });
  test('procedure codes, with or without a suffix', () => {
    expect(readScan('1.001193')).toEqual({ kind: 'procedure', code: '1.001193' });
    expect(readScan('1.013831.h26')).toEqual({ kind: 'procedure', code: '1.013831' });
  });
});

describe('personal numbers', () => {
  test('are twelve digits', () => {
    expect(
      ['001099012345', '00109901234', '0010990123456', '00109901234a', ''].map(isPersonalNumber),
    ).toEqual([true, false, false, false, false]);
  });
  test('contradictions are warnings', () => {
    expect(numberWarnings('001099012345', '1999-01-15', 'male')).toEqual([]);
    expect(numberWarnings('001199012345', '1999-01-15', 'male')).toEqual(['number-sex-mismatch']);
    expect(numberWarnings('001099012345', '1998-01-15', 'male')).toEqual(['number-birth-mismatch']);
    expect(numberWarnings('001099012345', '2099-01-15', 'male')).toEqual(['number-birth-mismatch']);
    expect(numberWarnings('003099012345', null, null)).toEqual(['number-unknown-province']);
    expect(numberWarnings('079305012345', '2005', 'female')).toEqual([]);
    expect(numberWarnings('123', '1998-01-15', 'male')).toEqual([]);
  });
});

test('masked names keep the last word only', () => {
  expect(maskName('Nguyễn Văn An')).toBe('N. V. An');
  expect(maskName('Nguyễn Văn An'.normalize('NFD'))).toBe('N. V. An');
  expect(maskName('  Ái   Ân ')).toBe('Á. Ân');
  expect(maskName('An')).toBe('An');
  expect(maskName('')).toBe('');
});

describe('any text at all', () => {
  const shaped = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: fc.constantFrom(...'0123456789|<IDVNM.-/\r\nNamữ\uFFFD?'), maxLength: 120 }),
    fc.array(fc.string({ maxLength: 20 }), { maxLength: 14 }).map((parts) => parts.join('|')),
    fc
      .array(fc.string({ maxLength: 20 }), { maxLength: 14 })
      .map((parts) => `001099012345|${parts.join('|')}`),
    fc.string({ maxLength: 90 }).map((rest) => `IDVNM${rest}`),
    fc
      .record({
        name: fc.string(),
        birth: fc.string(),
        sex: fc.string(),
        address: fc.string(),
        old: fc.string(),
      })
      .map((change) => card(change)),
  );
  test('is answered, in the shape of the contract, and the same when read again', () => {
    fc.assert(
      fc.property(shaped, (text) => {
        const read = readScan(text);
        expect(ScanView.parse(read)).toEqual(read);
        expect(readScan(`${text}\r\n`)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});
