import { expect, test } from 'vitest';
import { count, dateAndTime, localDate, money } from '../../../renderer/kit/format.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [10_000, '10.000'],
  [1_234_567, '1.234.567'],
  [-5000, '-5.000'],
])('count %s', (value, text) => {
  expect(count(value)).toBe(text);
  expect(money(value)).toBe(`${text}\u00A0đ`);
});

test('zone-of-the-machine: times are those of Hà Nội wherever the machine thinks it is', () => {
  expect(dateAndTime(Date.UTC(2026, 10, 21, 17, 5))).toBe('22/11/2026 00:05');
});

test('birth dates keep what is known', () => {
  expect([localDate('1999-09-05'), localDate('1999')]).toEqual(['05/09/1999', '1999']);
});
