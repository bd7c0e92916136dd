import { expect, test } from 'vitest';
import { linesOfTsv } from '../../../native-bridge/reading/tsv.ts';

const head = 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext';
const row = (line: number, place: string, confidence: string, text: string) =>
  ['5', '1', '1', '1', String(line), '1', ...place.split(' '), confidence, text].join('\t');
const read = (...rows: string[]) =>
  linesOfTsv([head, '4\t1\t1\t1\t1\t0\t9\t9\t9\t9\t-1\t', ...rows, ''].join('\n'), 600, 800);

test('words of a line stand on its line, composed', () => {
  const rows = [
    row(1, '10 20 40 18', '96.5', 'Ho\u0300a'),
    row(1, '60 16 30 30', '90', 'Kiếm'),
    row(2, '10 90 40 20', '80', 'x'),
  ];
  expect(read(...rows)).toEqual([
    {
      top: 16,
      heightPx: 30,
      words: [
        { text: 'Hòa', left: 10, widthPx: 40 },
        { text: 'Kiếm', left: 60, widthPx: 30 },
      ],
    },
    { top: 90, heightPx: 20, words: [{ text: 'x', left: 10, widthPx: 40 }] },
  ]);
});

test.each([
  ['a guess', row(1, '10 20 40 18', '12', 'x')],
  ['no confidence', row(1, '10 20 40 18', '', 'x')],
  ['a word without letters', row(1, '10 20 40 18', '95', '   ')],
  ['a place off the page', row(1, '700 20 40 18', '95', 'x')],
  ['a place before the page', row(1, '-5 20 40 18', '95', 'x')],
  ['no width', row(1, '10 20 0 18', '95', 'x')],
  ['no number', row(1, 'a b c d', '95', 'x')],
  ['a broken row', '5\t1\t1\t1'],
])('%s is left out', (_, odd) => {
  expect(read(odd)).toEqual([]);
});

test('an endless table ends', () => {
  const lines = read(
    ...Array.from({ length: 30_000 }, (_, at) => row(at, '10 20 40 18', '95', 'x'.repeat(500))),
  );
  expect(lines.length).toBe(20_000);
  expect(lines[0]?.words[0]?.text).toHaveLength(200);
});
