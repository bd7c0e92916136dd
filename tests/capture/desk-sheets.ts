/** The sheets that are laid on desks: a letter, a form and an identity card, flat. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Sheets lie flat at this size, px: A4 and an identity card (ID-1). */
export const sheetSizes = { letter: [630, 891], form: [630, 891], card: [685, 432] } as const;

export async function makeSheets(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const line =
    'Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc; kính gửi ủy ban nhân dân phường';
  const [w, h] = sheetSizes.letter;
  const page = ['-size', `${w}x${h}`, 'xc:#f6f5f1', '-font', 'Noto-Sans-Regular', '-fill', '#262626'];
  const rows = Array.from({ length: 34 }, (_, row) => [
    '-annotate',
    `+60+${90 + row * 22}`,
    line.slice(row % 7, 70),
  ]);
  const words = ['-pointsize', '15', ...rows.flat()];
  await run('convert', [
    ...page,
    ...words,
    '-fill',
    'none',
    '-stroke',
    '#b3202a',
    '-strokewidth',
    '4',
    '-draw',
    'circle 480,760 480,700',
    join(folder, 'letter.png'),
  ]);
  const grid = Array.from({ length: 15 }, (_, row) => `rectangle 50,${100 + row * 50} 580,${150 + row * 50}`);
  const frame = [
    '-fill',
    'none',
    '-stroke',
    '#303030',
    '-strokewidth',
    '2',
    '-draw',
    [...grid, 'line 210,100 210,850'].join(' '),
  ];
  await run('convert', [
    ...page,
    ...frame,
    '-stroke',
    'none',
    '-fill',
    '#262626',
    '-pointsize',
    '14',
    '-annotate',
    '+60+70',
    line.slice(0, 60),
    join(folder, 'form.png'),
  ]);
  const [cw, ch] = sheetSizes.card;
  await run('convert', [
    '-size',
    `${cw}x${ch}`,
    'gradient:#c9dfe6-#9cc3cf',
    '-fill',
    '#d9c9b8',
    '-draw',
    'rectangle 40,130 210,350',
    '-fill',
    '#8f2a2a',
    '-draw',
    'circle 110,70 110,30',
    '-fill',
    '#23303a',
    '-pointsize',
    '22',
    '-font',
    'Noto-Sans-Regular',
    '-annotate',
    '+240+60',
    'CĂN CƯỚC CÔNG DÂN',
    '-annotate',
    '+240+180',
    'Họ và tên: NGUYỄN VĂN MẪU',
    '-annotate',
    '+240+240',
    'Ngày sinh: 01/01/1990',
    join(folder, 'card.png'),
  ]);
}
