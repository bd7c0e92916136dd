import { expect, it } from 'vitest';
import {
  isoTime,
  longTime,
  money,
  moneyWords,
  numberWords,
  shortTime,
} from '../../../main/printing/vietnamese-words.ts';

it.each([
  [0, 'không'],
  [3, 'ba'],
  [10, 'mười'],
  [15, 'mười lăm'],
  [21, 'hai mươi mốt'],
  [24, 'hai mươi bốn'],
  [55, 'năm mươi lăm'],
  [101, 'một trăm linh một'],
  [110, 'một trăm mười'],
  [1_005, 'một nghìn không trăm linh năm'],
  [16_000, 'mười sáu nghìn'],
  [25_005, 'hai mươi lăm nghìn không trăm linh năm'],
  [1_000_000, 'một triệu'],
  [2_050_000, 'hai triệu không trăm năm mươi nghìn'],
  [1_000_000_001, 'một tỷ không trăm linh một'],
  [12_003_000_000, 'mười hai tỷ không trăm linh ba triệu'],
])('reads %i as "%s"', (value, words) => {
  expect(numberWords(value)).toBe(words);
});

it('amount-misread: money keeps every digit, with dots and words that agree', () => {
  expect(money(1_234_567)).toBe('1.234.567\u00a0đồng');
  expect(money(0)).toBe('0\u00a0đồng');
  expect(money(500)).toBe('500\u00a0đồng');
  expect(moneyWords(200_000)).toBe('Hai trăm nghìn đồng');
});

it('zone-lost: an evening in UTC is the next morning in Hà Nội', () => {
  const lateUtc = Date.UTC(2026, 10, 22, 20, 5, 9);
  expect(longTime(lateUtc)).toBe('03 giờ 05 phút, ngày 23 tháng 11 năm 2026');
  expect(shortTime(lateUtc)).toBe('03:05 23/11/2026');
  expect(isoTime(lateUtc)).toBe('2026-11-23T03:05:09+07:00');
});
