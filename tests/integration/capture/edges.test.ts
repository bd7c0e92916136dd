/** A small part of `npm run bench -- edges`: pages that ImageMagick laid on desks. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPage } from '../../../renderer/counter/work/capture/camera/edges/find-page.ts';
import { flattened } from '../../../renderer/counter/work/capture/camera/edges/flatten.ts';
import {
  distance,
  farthestCorner,
  inOrder,
  type Quad,
} from '../../../renderer/counter/work/capture/camera/edges/quad.ts';
import { makeScene, type Sheet } from '../../capture/desk-scene.ts';
import { makeSheets } from '../../capture/desk-sheets.ts';
import { desks } from '../../capture/desk-things.ts';
import { findProgram } from '../../hardware/programs.ts';

const needed = findProgram('convert');
const folder = mkdtempSync(join(tmpdir(), 'mot-cua-edges-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!needed)('pages on desks (needs ImageMagick’s convert)', () => {
  beforeAll(() => makeSheets(folder));

  async function seen(seed: number, about: Parameters<typeof makeScene>[3]) {
    const scene = await makeScene(folder, folder, seed, about);
    const page = findPage({ width: scene.width, height: scene.height, data: scene.grey });
    const truth = scene.corners && inOrder(scene.corners);
    const diagonal = truth ? Math.max(distance(truth[0], truth[2]), distance(truth[1], truth[3])) : 1;
    return {
      page,
      percent: page && truth ? (100 * farthestCorner(page.corners, truth)) / diagonal : Infinity,
    };
  }

  it.each(desks)('desk %s: corners within a hundredth of the diagonal', async (desk) => {
    const trouble = { wood: 'hand', dark: 'noise', light: 'blur', clutter: 'plain', mat: 'shadow' } as const;
    const sheet: Sheet = desk === 'mat' ? 'card' : desk === 'wood' ? 'form' : 'letter';
    expect((await seen(41, { desk, trouble: trouble[desk], sheet })).percent).toBeLessThan(1);
  });

  it('an empty desk has no page', async () => {
    expect((await seen(42, { desk: 'wood', trouble: 'shadow', sheet: 'none' })).page).toBeNull();
    expect((await seen(43, { desk: 'clutter', trouble: 'plain', sheet: 'none' })).page).toBeNull();
  });

  it('of two pages the larger one', async () => {
    expect((await seen(44, { desk: 'dark', trouble: 'plain', sheet: 'two' })).percent).toBeLessThan(1);
  });

  it('the page made flat is the one that ImageMagick makes flat', async () => {
    const scene = await makeScene(folder, folder, 45, { desk: 'wood', trouble: 'plain', sheet: 'form' });
    const corners = scene.corners as Quad;
    const [width, height] = [420, 594];
    const { data, info } = await sharp(scene.jpegFile)
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const ours = flattened(
      { width: info.width, height: info.height, data: new Uint8ClampedArray(data) },
      corners,
      width,
      height,
    );
    const at = [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ] as const;
    const map = corners.map(({ x, y }, index) => `${x},${y},${at[index]?.join(',') ?? ''}`).join(' ');
    const peer = join(folder, 'flat.png');
    const view = `distort:viewport=${width}x${height}+0+0`;
    execFileSync('convert', [
      scene.jpegFile,
      '-virtual-pixel',
      'edge',
      '-define',
      view,
      '-distort',
      'Perspective',
      map,
      '+repage',
      peer,
    ]);
    const theirs = await sharp(peer).removeAlpha().raw().toBuffer();
    let squares = 0;
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        squares += ((ours.data[pixel * 4 + channel] ?? 0) - (theirs[pixel * 3 + channel] ?? 0)) ** 2;
      }
    }
    const decibels = 10 * Math.log10(255 ** 2 / (squares / (width * height * 3)));
    expect(decibels).toBeGreaterThan(30);
  });
});

it('pictures of nothing, of noise and of no size end without a page and without an error', () => {
  expect(findPage({ width: 0, height: 0, data: new Uint8Array() })).toBeNull();
  expect(findPage({ width: 640, height: 480, data: new Uint8Array(640 * 480) })).toBeNull();
  const noise = Uint8Array.from(
    { length: 640 * 480 },
    (_, at) => (Math.imul(at + 1, 2654435761) >>> 13) & 255,
  );
  expect(findPage({ width: 640, height: 480, data: noise })).toBeNull();
});
