/**
 * npm run bench -- digitize-memory [pages …]: the highest memory of the imaging workers for batches of 10, 100 and 600
 * pages, from captured pages to one archived file. What is kept of a page must not grow with the batch.
 */
import sharp from 'sharp';
import { createDigitization } from '../../main/digitization/index.ts';
import type { Page } from '../../main/domain/dossier.ts';
import { makePage } from '../corpus/make-page.ts';
import { component, draftOf, openBench } from '../unit/digitization/parts.ts';
import { ratioLine } from './figures.ts';
import { workerPeaks } from './worker-peaks.ts';

const asked = process.argv.slice(2).map(Number);
const batches = asked.length > 0 ? asked : [10, 100, 600];
const dpi = 300;
const kinds = ['form', 'letter', 'table', 'certificate'] as const;
/** Of each of these as many different pages are made as a batch needs, by a mark in the corner. */
const models = kinds.map((kind, at) =>
  makePage({ seed: 5_100 + at, kind, dpi, turnDeg: 0, lid: 'none', skewDeg: at - 1.5 }),
);

function modelOf(number: number) {
  const model = models[number % models.length];
  if (!model) throw new Error('no model');
  return model.picture;
}

/** A page that no batch has had before: the same page would not be prepared a second time. */
async function sheet(number: number): Promise<Uint8Array> {
  const { widthPx: width, heightPx: height, data } = modelOf(number);
  const marked = Uint8Array.from(data);
  for (let bit = 0; bit < 24; bit += 1) {
    if (!((number >> bit) & 1)) continue;
    for (let y = 40; y < 60; y += 1)
      marked.fill(40, (y * width + 40 + bit * 30) * 3, (y * width + 60 + bit * 30) * 3);
  }
  return await sharp(marked, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

async function peakOf(pageCount: number): Promise<number> {
  const bench = openBench(2);
  let ids = 0;
  const digitization = createDigitization({
    ...bench,
    newId: () => `id-${String((ids += 1))}`,
    now: () => 1_795_000_000_000,
  });
  const pages: Page[] = [];
  const begun = performance.now();
  for (let number = 0; number < pageCount; number += 1) {
    const page = await digitization.pageOfScan(await sheet(number), dpi);
    if (!page.ok) throw new Error(page.error.code);
    digitization.looks.soon('draft', page.value);
    pages.push(page.value);
  }
  const names = { code: 'HS', officer: 'CB001', device: 'Q01' };
  const files = await digitization.filesOf(draftOf([component('giay-to', pages, [])]), names);
  const seconds = (performance.now() - begun) / 1000;
  const peaks = workerPeaks();
  await bench.close();
  if (!files.ok) throw new Error(files.error.code);
  const sum = peaks.reduce((all, mb) => all + mb, 0);
  console.log(
    `  ${String(pageCount)} pages in ${seconds.toFixed(0)} s: ${peaks.map((mb) => mb.toFixed(0)).join(' + ')} = ${sum.toFixed(0)} MB (aim ≤ 500)`,
  );
  return sum;
}

console.log('digitize-memory: highest resident set of the imaging workers, A4 at 300 dpi in colour');
const [first, ...others] = batches;
const least = first === undefined ? Number.NaN : await peakOf(first);
for (const pageCount of others)
  console.log(
    ratioLine(
      `  ${String(pageCount)} pages against ${String(first)}`,
      (await peakOf(pageCount)) / least,
      1.2,
    ),
  );
