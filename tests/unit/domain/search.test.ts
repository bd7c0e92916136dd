import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  baseProcedureCode,
  caseCode,
  isDossierCode,
  isLocalCode,
  isProcedureCode,
  localDossierCode,
} from '../../../main/domain/codes.ts';
import { createFinder, fold, wordsOf } from '../../../main/domain/search.ts';

describe('folding', () => {
  test('diacritics, đ, case and spaces do not matter', () => {
    expect(fold('  Đăng   ký\tKHAI sinh ')).toBe('dang ky khai sinh');
    expect(fold('hoà')).toBe(fold('hòa'));
    expect(fold('Hòa Lạc'.normalize('NFD'))).toBe('hoa lac');
    expect(wordsOf('Sổ đỏ, sổ-hồng (bản gốc)')).toEqual(['so', 'do', 'so', 'hong', 'ban', 'goc']);
  });
  test('twice is the same as once, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 3000 },
    );
  });
  test('composed and decomposed text come out equal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    );
  });
});

describe('finding', () => {
  const row = (item: string, names: string[], weight = 0, context: string[] = []) => ({
    item,
    names,
    weight,
    context,
  });
  const find = createFinder([
    row('birth', ['Đăng ký khai sinh', 'làm giấy khai sinh'], 1, ['Hộ tịch']),
    row('again', ['Đăng ký lại khai sinh'], 0, ['Hộ tịch']),
    row('land', ['Cấp đổi Giấy chứng nhận quyền sử dụng đất', 'sổ đỏ'], 5, ['Đất đai']),
  ]);

  test('the whole name comes before a part of it', () => {
    expect(find('dang ky khai sinh', 9)).toEqual(['birth', 'again']);
  });
  test('a sentence that contains an everyday name', () => {
    expect(find('tôi muốn làm giấy khai sinh cho con', 9)[0]).toBe('birth');
  });
  test('the last word may be unfinished', () => {
    expect(find('giay khai si', 9)).toEqual(['birth']);
  });
  test('no text lists by weight, and the limit holds', () => {
    expect(find('', 9)).toEqual(['land', 'birth', 'again']);
    expect(find('  ', 2)).toEqual(['land', 'birth']);
    expect(find('', 0)).toEqual([]);
  });
  test('what is nowhere is not found', () => {
    expect(find('xyzzy', 9)).toEqual([]);
    expect(find('khai thuế xyzzy', 9)).toEqual([]);
  });
  test('any text is answered', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => find(text, 9).length <= 3));
  });
});

describe('codes', () => {
  test.each([
    '000.00.01.H26-260930-0012',
    '000.A0.01.H26-210212-9090',
    'H26.01.02.03-261008-0975',
    'H26-261008-000975',
    'G15-261008-1234567',
  ])('%s is a dossier code', (code) => expect(isDossierCode(code)).toBe(true));

  test.each([
    '',
    'TAM-Q01-261123-0001',
    '000.00.01.H26-260930-001',
    '000.00.01.H26-26093-0012',
    '00.00.01.H26-260930-0012',
    '000.00.01.H26-260930-0012\n',
    ' 000.00.01.H26-260930-0012',
    '1.001193',
  ])('%j is none', (code) => expect(isDossierCode(code)).toBe(false));

  test('procedure and case codes', () => {
    expect(['1.001193', '1.001193.01', '1.013831.H26'].every(isProcedureCode)).toBe(true);
    expect(['1.00119', '11.001193', '1.001193.1', '1.001193.', '1.001193.h26'].some(isProcedureCode)).toBe(
      false,
    );
    expect(caseCode('1.001193', '02')).toBe('1.001193.02');
    expect(caseCode('1.001193.H26', '02')).toBe('1.001193.02');
    expect(baseProcedureCode('1.013831.H19')).toBe('1.013831');
  });

  test('local numbers carry the day of the city and are no dossier codes', () => {
    const lateEvening = Date.parse('2026-11-23T16:59:59Z');
    expect(localDossierCode('Q01', lateEvening, 7)).toBe('TAM-Q01-261123-0007');
    expect(localDossierCode('Q01', lateEvening + 1000, 12345)).toBe('TAM-Q01-261124-12345');
  });
  test('any counter name gives a local number that is recognised', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.integer({ min: 1, max: 99_999 }),
        (counter, number) => {
          const code = localDossierCode(counter, Date.parse('2026-11-23T02:00:00Z'), number);
          expect(isLocalCode(code)).toBe(true);
          expect(isDossierCode(code)).toBe(false);
        },
      ),
    );
  });
});
