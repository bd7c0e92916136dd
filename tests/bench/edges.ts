/**
 * npm run bench -- edges: how exactly the page is found in a camera's picture, and how fast. ImageMagick made the
 * pictures and knows the corners; the floor of the time is decoding the same picture (libjpeg-turbo through sharp).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { findPage } from '../../renderer/counter/work/capture/camera/edges/find-page.ts';
import { distance, farthestCorner, inOrder } from '../../renderer/counter/work/capture/camera/edges/quad.ts';
import { makeScene, type Scene, type Sheet } from '../capture/desk-scene.ts';
import { makeSheets } from '../capture/desk-sheets.ts';
import { desks, troubles } from '../capture/desk-things.ts';
import { percentile, ratioLine, spread } from './figures.ts';

const rounds = 3;
/** A corner that is off by more than this part of the diagonal is a wrong cut, %. */
const wrongFrom = 1;
/** A live outline has this long for a picture, ms. */
const aimMs = 40;

interface Row {
  count: number;
  none: number;
  wrong: number;
  readonly errors: number[];
}

const folder = mkdtempSync(join(tmpdir(), 'mot-cua-edges-'));
const rows = new Map<string, Row>();
const findMs: number[] = [];
const decodeMs: number[] = [];
let falsely = 0;
let empty = 0;

function look(scene: Scene): void {
  const { width, height, grey, corners } = scene;
  const begun = performance.now();
  const page = findPage({ width, height, data: grey });
  findMs.push(performance.now() - begun);
  if (!corners) {
    empty += 1;
    if (page) falsely += 1;
    return;
  }
  const name = `${scene.sheet === 'two' ? 'two pages' : scene.sheet}, ${scene.desk}`;
  const row = rows.get(name) ?? { count: 0, none: 0, wrong: 0, errors: [] };
  rows.set(name, row);
  row.count += 1;
  const truth = inOrder(corners);
  const diagonal = Math.max(distance(truth[0], truth[2]), distance(truth[1], truth[3]));
  if (!page) row.none += 1;
  else {
    const error = (100 * farthestCorner(page.corners, truth)) / diagonal;
    if (error > wrongFrom) row.wrong += 1;
    else row.errors.push(error);
  }
}

async function decode(file: string): Promise<void> {
  const bytes = readFileSync(file);
  const begun = performance.now();
  await sharp(bytes).greyscale().raw().toBuffer();
  decodeMs.push(performance.now() - begun);
}

const sheets: Sheet[] = [
  ...Array<Sheet[]>(rounds).fill(['letter', 'form', 'card']).flat(),
  'none',
  'none',
  'two',
];
try {
  await makeSheets(folder);
  const wanted = sheets.flatMap((sheet) =>
    desks.flatMap((desk) => troubles.map((trouble) => ({ desk, trouble, sheet }))),
  );
  for (let at = 0; at < wanted.length; at += 2) {
    const made = await Promise.all(
      wanted.slice(at, at + 2).map((about, beside) => makeScene(folder, folder, at + beside + 1, about)),
    );
    for (const scene of made) {
      look(scene);
      await decode(scene.jpegFile);
      rmSync(scene.jpegFile);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const all = [...rows.values()];
const errors = all.flatMap((row) => row.errors);
const head = [
  'page, desk',
  'pictures',
  'found',
  'none',
  `wrong (> ${wrongFrom} %)`,
  'p50 %',
  'p95 %',
  'max %',
];
const table = [...rows].map(([name, row]) => [
  name,
  String(row.count),
  String(row.errors.length),
  String(row.none),
  String(row.wrong),
  ...[0.5, 0.95, 1].map((share) => percentile(row.errors, share).toFixed(2)),
]);
const lines = [head, ...table];
const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
for (const line of lines)
  console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
const sum = (of: (row: Row) => number): number => all.reduce((total, row) => total + of(row), 0);
console.log(
  `corners, % of the diagonal, worst of four: p50 ${percentile(errors, 0.5).toFixed(2)}, p95 ${percentile(errors, 0.95).toFixed(2)}, p99 ${percentile(errors, 0.99).toFixed(2)}`,
);
console.log(
  `${sum((row) => row.count)} pages: ${errors.length} found, ${sum((row) => row.none)} not found, ${sum((row) => row.wrong)} wrong; ${empty} empty desks: ${falsely} with a page that is not there`,
);
const find = spread(findMs);
const floor = spread(decodeMs);
console.log(`a picture of 640 × 480: found in p50 ${find.p50.toFixed(1)} ms, p95 ${find.p95.toFixed(1)} ms`);
console.log(ratioLine(`p95 against ${aimMs} ms`, find.p95 / aimMs, 1));
console.log(
  `against decoding it (p50 ${floor.p50.toFixed(1)} ms): ${(find.p50 / floor.p50).toFixed(1)} times`,
);
