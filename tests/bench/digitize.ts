/**
 * npm run bench -- digitize [pages] [pages for the peers]: captured pages to archived files by this application, and the
 * same pictures through OCRmyPDF, unpaper with img2pdf, and tesseract, on the same machine in the same run.
 *
 * Ours is the whole way: pages come one after the other as from a feeder, each is sealed and shown, prepared in the
 * background, and all are composed into one PDF/A at the end. Without reading the text: that is told apart.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Page } from '../../main/domain/dossier.ts';
import { makePage } from '../corpus/make-page.ts';
import type { PageTruth } from '../corpus/truth.ts';
import { component, draftOf, openBench } from '../unit/digitization/parts.ts';
import { createDigitization } from '../../main/digitization/index.ts';
import { errorRate } from './character-errors.ts';
import { percentile } from './figures.ts';
import { workerPeaks } from './worker-peaks.ts';

const [pageCount = 24, peerCount = 6] = process.argv.slice(2).map(Number);
const dpi = 300;
const kinds = ['form', 'letter', 'table', 'certificate'] as const;
const folder = mkdtempSync(join(tmpdir(), 'mot-cua-digitize-'));
const seconds = (ms: number) => (ms / 1000).toFixed(1);
const perMinute = (pages: number, ms: number) => (pages * 60_000) / ms;

interface Sheet {
  readonly file: string;
  readonly jpeg: Uint8Array;
  readonly truth: PageTruth;
}

/** A4 in colour with stamps, up to 3° askew, as a scanner hands them over. */
async function sheet(number: number): Promise<Sheet> {
  const made = makePage({
    seed: 5_000 + number,
    kind: kinds[number % kinds.length] ?? 'form',
    dpi,
    turnDeg: 0,
    lid: 'none',
    skewDeg: ((number * 7) % 13) / 2 - 3,
  });
  const { widthPx: width, heightPx: height, data } = made.picture;
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .withMetadata({ density: dpi })
    .toBuffer();
  const file = join(folder, `${String(number).padStart(3, '0')}.jpg`);
  writeFileSync(file, jpeg);
  return { file, jpeg, truth: made.truth };
}

function timed(command: string, args: readonly string[], env: Record<string, string> = {}): number | null {
  const begun = performance.now();
  const done = spawnSync(command, args, {
    stdio: 'ignore',
    env: { ...process.env, ...env },
    timeout: 600_000,
  });
  return done.error || done.status !== 0 ? null : performance.now() - begun;
}

async function ours(sheets: readonly Sheet[]) {
  const bench = openBench(2);
  let ids = 0;
  const digitization = createDigitization({
    ...bench,
    newId: () => `id-${String((ids += 1))}`,
    now: () => 1_795_000_000_000,
  });
  // the processes are up, as they are when an officer scans
  await digitization.pageOfScan(sheets[0]?.jpeg ?? new Uint8Array(), dpi);
  const captureMs: number[] = [];
  const pages: Page[] = [];
  const begun = performance.now();
  for (const { jpeg } of sheets) {
    const start = performance.now();
    const page = await digitization.pageOfScan(jpeg, dpi);
    if (!page.ok) throw new Error(page.error.code);
    captureMs.push(performance.now() - start);
    digitization.looks.soon('draft', page.value);
    pages.push(page.value);
  }
  const files = await digitization.filesOf(draftOf([component('giay-to', pages, [])]), {
    code: 'HS',
    officer: 'CB001',
    device: 'Q01',
  });
  const ms = performance.now() - begun;
  if (!files.ok) throw new Error(files.error.code);
  const workers = workerPeaks();
  const blob = await bench.blobs.get(files.value[0]?.blob ?? '');
  await bench.close();
  if (!blob.ok) throw new Error(blob.error.code);
  return { ms, captureMs, pdf: blob.value, workers };
}

function readText(picture: string): string {
  const done = spawnSync('tesseract', [picture, '-', '-l', 'vie', '--dpi', '300'], {
    encoding: 'utf8',
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  });
  return done.stdout;
}

try {
  const sheets: Sheet[] = [];
  for (let number = 0; number < pageCount; number += 1) sheets.push(await sheet(number));
  const few = sheets.slice(0, peerCount);
  const cores = availableParallelism();
  const meanKb = sheets.reduce((sum, { jpeg }) => sum + jpeg.length, 0) / sheets.length / 1024;
  console.log(
    `digitize: ${String(pageCount)} A4 pages, colour, ${String(dpi)} dpi, ${meanKb.toFixed(0)} KB each; ${String(cores)} cores`,
  );

  const whole = await ours(sheets);
  const rate = perMinute(pageCount, whole.ms);
  console.log(`  ours: ${seconds(whole.ms)} s, ${rate.toFixed(0)} pages/min (aim ≥ 60, wished 120)`);
  console.log(
    `  captured and sealed while others are prepared: p50 ${percentile(whole.captureMs, 0.5).toFixed(0)} ms, p95 ${percentile(whole.captureMs, 0.95).toFixed(0)} ms (aim ≤ 1,000)`,
  );
  console.log(`  ${(whole.pdf.length / pageCount / 1024).toFixed(1)} KB a page (aim ≤ 100)`);
  console.log(`  peak of the imaging workers: ${whole.workers.map((mb) => mb.toFixed(0)).join(' + ')} MB`);

  const sameFew = await ours(few);
  const fewRate = perMinute(few.length, sameFew.ms);
  console.log(`the same ${String(few.length)} pages:`);
  console.log(`  ours: ${fewRate.toFixed(1)} pages/min`);
  const files = few.map(({ file }) => file);
  const pdf = join(folder, 'in.pdf');
  const made = timed('img2pdf', ['-o', pdf, ...files]);
  const ocrArgs = ['-l', 'vie', '--deskew', '--clean', '--output-type', 'pdfa', '--jobs', String(cores), pdf];
  const ocr =
    made === null
      ? null
      : timed('ocrmypdf', [...ocrArgs, join(folder, 'out.pdf')], { OMP_THREAD_LIMIT: '1' });
  report('OCRmyPDF, deskew + clean + PDF/A', ocr, 20);
  const cleaned = join(folder, 'cleaned');
  mkdirSync(cleaned, { recursive: true });
  let unpaper: number | null = 0;
  for (const [at, file] of files.entries()) {
    const [pnm, out] = [join(cleaned, `${String(at)}.ppm`), join(cleaned, `${String(at)}-o.ppm`)];
    await sharp(file).toFormat('raw').toBuffer();
    const turned = timed('convert', [file, pnm]);
    const once = timed('unpaper', ['--overwrite', pnm, out]);
    unpaper = unpaper === null || once === null || turned === null ? null : unpaper + once;
  }
  report('unpaper (+ img2pdf)', unpaper === null || made === null ? null : unpaper + made, null);

  const letters = sheets.filter(({ truth }) => truth.kind === 'letter').slice(0, 4);
  if (letters.length > 0) {
    const picked = await ours(letters);
    writeFileSync(join(folder, 'letters.pdf'), picked.pdf);
    spawnSync('pdftoppm', ['-r', '300', '-png', join(folder, 'letters.pdf'), join(folder, 'letter')]);
    let [before, after, count] = [0, 0, 0];
    for (const [at, { file, truth }] of letters.entries()) {
      const text = truth.lines.map((line) => line.text).join('\n');
      before += errorRate(readText(file), text);
      after += errorRate(readText(join(folder, `letter-${String(at + 1)}.png`)), text);
      count += 1;
    }
    const [was, is] = [(100 * before) / count, (100 * after) / count];
    console.log(
      `  tesseract's character errors on ${String(count)} letters: ${was.toFixed(2)} % as scanned, ${is.toFixed(2)} % on our page: ${(is - was).toFixed(2)} points (aim ≤ 0.3)`,
    );
  }

  function report(name: string, ms: number | null, aim: number | null): void {
    if (ms === null) {
      console.log(`  ${name}: not on this machine, or it failed`);
      return;
    }
    const theirs = perMinute(few.length, ms);
    const ratio = `ours ${(fewRate / theirs).toFixed(1)} times as fast`;
    console.log(`  ${name}: ${theirs.toFixed(1)} pages/min; ${ratio}${aim ? ` (aim ≥ ${String(aim)})` : ''}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
