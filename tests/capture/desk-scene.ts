/**
 * What a document camera sees, with corners that are known: ImageMagick lays a page (or a card, or nothing) in
 * perspective on a desk and adds shadow, hand, blur, noise and JPEG. None of it is ours, so that it can contradict us.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readPnm } from '../../native-bridge/imaging/pnm.ts';
import type { Quad } from '../../renderer/counter/work/capture/camera/edges/quad.ts';
import type { Seeded } from './seeded.ts';
import { seeded } from './seeded.ts';
import type { Desk, Trouble } from './desk-things.ts';
import { deskOf, handOver, lightOf, sceneHeight, sceneWidth } from './desk-things.ts';
import { sheetSizes } from './desk-sheets.ts';

const run = promisify(execFile);

export type Sheet = 'letter' | 'form' | 'card' | 'none' | 'two';

export interface Scene {
  readonly desk: Desk;
  readonly trouble: Trouble;
  readonly sheet: Sheet;
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
  /** Of the page (of the larger one, of two); null where there is none. */
  readonly corners: Quad | null;
  /** The picture as the camera gave it. */
  readonly jpegFile: string;
}

/** The same seed gives the same picture. */
export async function makeScene(
  folder: string,
  sheets: string,
  seed: number,
  about: { readonly desk: Desk; readonly trouble: Trouble; readonly sheet: Sheet },
): Promise<Scene> {
  const chance = seeded(seed * 7919 + 13);
  const jpegFile = join(folder, `scene-${String(seed)}.jpg`);
  const width = sceneWidth;
  const height = sceneHeight;
  const args = ['-seed', String(seed), ...deskOf(about.desk, chance)];
  const laid: Quad[] = [];
  if (about.sheet === 'two') {
    const shift = chance.between(-12, 12);
    laid.push(
      laidOut(chance, 'letter', 0.56, { x: 205, y: 240 + shift }),
      laidOut(chance, 'letter', 0.4, { x: 520, y: 240 - shift }),
    );
  } else if (about.sheet !== 'none') {
    const share = about.sheet === 'card' ? chance.between(0.25, 0.6) : chance.between(0.52, 0.74);
    laid.push(
      laidOut(chance, about.sheet, share, {
        x: width / 2 + chance.between(-45, 45),
        y: height / 2 + chance.between(-12, 12),
      }),
    );
  }
  for (const quad of laid) {
    const name = about.sheet === 'two' ? 'form' : about.sheet;
    const [w, h] = sheetSizes[name === 'none' ? 'letter' : name];
    const at = [
      [0, 0],
      [w, 0],
      [w, h],
      [0, h],
    ];
    const map = at.map(
      ([x, y], index) => `${String(x)},${String(y)},${String(quad[index]?.x)},${String(quad[index]?.y)}`,
    );
    args.push(
      '(',
      join(sheets, `${name}.png`),
      '-alpha',
      'set',
      '-virtual-pixel',
      'transparent',
      '-define',
      `distort:viewport=${width}x${height}+0+0`,
      '-distort',
      'Perspective',
      map.join(' '),
      '+repage',
      ')',
      '-composite',
    );
  }
  args.push(...lightOf(about.trouble, chance));
  if (about.trouble === 'hand' && laid[0]) args.push(...handOver(laid[0], chance));
  const blur = about.trouble === 'blur' ? chance.between(1, 2) : 0.5;
  args.push('-blur', `0x${blur.toFixed(2)}`);
  args.push('-attenuate', (about.trouble === 'noise' ? 0.5 : 0.15).toFixed(2), '+noise', 'Gaussian');
  args.push('-quality', '75', jpegFile);
  await run('convert', args);
  const { stdout } = await run('convert', [jpegFile, '-colorspace', 'Gray', '-depth', '8', 'pgm:-'], {
    encoding: 'buffer',
    maxBuffer: 16e6,
  });
  const { data } = readPnm(stdout);
  return { ...about, width, height, grey: Uint8Array.from(data), corners: laid[0] ?? null, jpegFile };
}

/** A sheet on the desk seen by a camera above it that leans a little: turned, tilted, inside the picture. */
function laidOut(
  chance: Seeded,
  sheet: 'letter' | 'form' | 'card',
  share: number,
  middle: { x: number; y: number },
): Quad {
  const [w, h] = sheetSizes[sheet];
  const quarter = sheet !== 'card' && chance.chance(0.3) && share > 0.5 ? Math.PI / 2 : 0;
  const turn = (chance.between(-12, 12) * Math.PI) / 180 + quarter;
  const lean = { x: chance.between(-0.12, 0.12), y: chance.between(-0.22, 0.22) };
  const long = share * sceneHeight * (quarter === 0 ? 1 : 1.15);
  const scale = long / Math.max(w, h);
  const place = (x: number, y: number) => {
    const rx = (x * Math.cos(turn) - y * Math.sin(turn)) * scale;
    const ry = (x * Math.sin(turn) + y * Math.cos(turn)) * scale;
    const depth = 1 + (rx * lean.x + ry * lean.y) / (sceneHeight / 2);
    const inside = (value: number, most: number): number => Math.min(Math.max(value, 12), most - 12);
    return { x: inside(middle.x + rx / depth, sceneWidth), y: inside(middle.y + ry / depth, sceneHeight) };
  };
  return [place(-w / 2, -h / 2), place(w / 2, -h / 2), place(w / 2, h / 2), place(-w / 2, h / 2)];
}
