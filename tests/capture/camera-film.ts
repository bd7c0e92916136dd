/** A film for Chromium's fake camera: one A4 page of Vietnamese text on a desk, seen at a slant, with a sensor's noise. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Quad } from '../../renderer/counter/work/capture/camera/edges/quad.ts';

const run = promisify(execFile);

export const filmWidth = 1600;
export const filmHeight = 1200;
export const filmLines = [
  'GIẤY XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ',
  'Kính gửi: Ủy ban nhân dân phường',
  'Họ và tên: Nguyễn Thị Bích Ngọc',
  'Nơi thường trú: số 12 ngõ Gạch',
];

/** So many differ by their noise: a sensor never gives one picture twice. */
const frames = 3;
const a4 = { width: 1240, height: 1754 };

/**
 * Corners of an A4 page on the desk, px of the film: a camera with a lens of 1.2 picture widths, leaning by 7 degrees; the
 * page turned by 4 degrees.
 */
export function filmCorners(): Quad {
  const focal = 1.2 * filmWidth;
  const lean = (7 * Math.PI) / 180;
  const turn = (4 * Math.PI) / 180;
  const away = (focal * 297) / 1010;
  const place = (x: number, y: number) => {
    const rx = x * Math.cos(turn) - y * Math.sin(turn);
    const ry = x * Math.sin(turn) + y * Math.cos(turn);
    const depth = away - ry * Math.sin(lean);
    return {
      x: filmWidth / 2 + (focal * rx) / depth,
      y: filmHeight / 2 + (focal * ry * Math.cos(lean)) / depth,
    };
  };
  return [place(-105, -148.5), place(105, -148.5), place(105, 148.5), place(-105, 148.5)];
}

/** Concatenated JPEGs, which Chromium takes with `--use-file-for-fake-video-capture`. */
export async function makeFilm(folder: string): Promise<string> {
  const sheet = join(folder, 'film-page.png');
  const words = filmLines.flatMap((line, index) => ['-annotate', `+90+${String(220 + index * 130)}`, line]);
  const more = Array.from({ length: 14 }, (_, row) => [
    '-annotate',
    `+90+${String(760 + row * 62)}`,
    'Nội dung đề nghị xác nhận được ghi đầy đủ và đúng sự thật',
  ]);
  await run('convert', [
    '-size',
    `${a4.width}x${a4.height}`,
    'xc:#f4f3ef',
    '-font',
    'Noto-Sans-Regular',
    '-fill',
    '#202020',
    '-pointsize',
    '52',
    ...words.flat(),
    '-pointsize',
    '30',
    ...more.flat(),
    sheet,
  ]);
  const at = [
    [0, 0],
    [a4.width, 0],
    [a4.width, a4.height],
    [0, a4.height],
  ];
  const map = filmCorners().map(
    ({ x, y }, index) => `${String(at[index]?.[0])},${String(at[index]?.[1])},${String(x)},${String(y)}`,
  );
  const still = join(folder, 'film-still.png');
  await run('convert', [
    '-size',
    `${filmWidth}x${filmHeight}`,
    'gradient:#5a4433-#3d2e24',
    '(',
    sheet,
    '-alpha',
    'set',
    '-virtual-pixel',
    'transparent',
    '-define',
    `distort:viewport=${filmWidth}x${filmHeight}+0+0`,
    '-distort',
    'Perspective',
    map.join(' '),
    '+repage',
    ')',
    '-composite',
    still,
  ]);
  const pictures: Buffer[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const file = join(folder, `film-${String(frame)}.jpg`);
    await run('convert', [
      still,
      '-seed',
      String(frame + 1),
      '-attenuate',
      '0.1',
      '+noise',
      'Gaussian',
      '-sampling-factor',
      '4:2:0',
      '-quality',
      '88',
      file,
    ]);
    pictures.push(readFileSync(file));
  }
  const film = join(folder, 'desk.mjpeg');
  writeFileSync(film, Buffer.concat(pictures));
  return film;
}
