import { describe, expect, test } from 'vitest';
import { readScan } from '../../../main/domain/identity.ts';
import { checkDigit } from '../../../main/domain/mrz.ts';
import type { Person } from '../../../main/domain/person.ts';

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

describe('machine-readable zone', () => {
  const lines = [
    'IDVNM0990123459001099012345<<0',
    '9901155M3901153VNM<<<<<<<<<<<6',
    'NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<',
  ];
  const mismatched = [
    'IDVNM1990123456001199012345<<7',
    '9901155M3901153VNM<<<<<<<<<<<4',
    'NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<',
  ];

  test.each(['\n', '\r\n', ''])('three lines joined by %j', (end) => {
    expect(readScan(lines.join(end))).toMatchObject({
      kind: 'identity',
      warnings: ['diacritics-lost'],
      person: {
        fullName: 'NGUYEN VAN AN',
        idNumber: '001099012345',
        birthDate: '1999-01-15',
        sex: 'male',
        source: 'mrz',
      },
    });
  });
  test('a number that contradicts the sex is warned of', () => {
    expect(warnings(mismatched.join('\n'))).toEqual(['diacritics-lost', 'number-sex-mismatch']);
  });
  test('one wrong character anywhere in the checked fields is noticed', () => {
    const zone = lines.join('');
    const checked = [5, 8, 14, 15, 20, 26, 29, 30, 35, 36, 38, 43, 44, 59];
    for (const index of checked) {
      const wrong = zone[index] === '5' ? '6' : '5';
      expect(reason(zone.slice(0, index) + wrong + zone.slice(index + 1)), `at ${index}`).toBe('unreadable');
    }
  });
  test('each field has a check digit of its own, beside the one over all', () => {
    const [first = '', second = '', third = ''] = lines;
    for (const [line, index] of [
      [0, 14],
      [0, 29],
      [1, 6],
      [1, 14],
    ] as const) {
      const changed = [first, second].map((text, at) => {
        if (at !== line) return text;
        return text.slice(0, index) + String((Number(text[index]) + 1) % 10) + text.slice(index + 1);
      });
      const [one = '', two = ''] = changed;
      const over = checkDigit(one.slice(5) + two.slice(0, 7) + two.slice(8, 15) + two.slice(18, 29));
      expect(reason(one + two.slice(0, 29) + String(over) + third), `line ${line}, place ${index}`).toBe(
        'unreadable',
      );
    }
  });
  test('a missing line is said', () => {
    expect(reason(lines.slice(0, 2).join('\n'))).toBe('truncated');
  });
  test('a card without expiry', () => {
    const second = '9901155M<<<<<<<VNM<<<<<<<<<<<';
    const composite = checkDigit(
      lines.join('').slice(5, 30) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18),
    );
    expect(person(`${lines[0]}${second}${composite}${lines[2]}`).idNumber).toBe('001099012345');
  });
  test('check digits as in ICAO 9303', () => {
    expect(checkDigit('D23145890')).toBe(7);
    expect(checkDigit('520727')).toBe(3);
  });
});
