/**
 * npm run bench -- ocr [pages] [rounds]: captured pages prepared and read in the background as at a counter, against bare
 * tesseract (one thread a page, all cores) on the same uncompressed pictures, in turns in the same run; and tesseract's
 * character errors on our compressed page against those on the uncompressed one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, constants, loadavg, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDigitization } from '../../main/digitization/index.ts';
import type { Page } from '../../main/domain/dossier.ts';
import { startBridge } from '../../main/shell/bridge/supervisor.ts';
import { makePage } from '../corpus/make-page.ts';
import type { PageTruth } from '../corpus/truth.ts';
import { component, draftOf, openBench } from '../unit/digitization/parts.ts';
import { errorRate } from './character-errors.ts';

const [pageCount = 12, rounds = 2] = process.argv.slice(2).map(Number);
const dpi = 300;
const kinds = ['letter', 'form', 'table', 'certificate'] as const;
const cores = availableParallelism();
const limitMs = 600_000;
// as the reading process does: what else the machine has to do then slows all of them alike
setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
const folder = mkdtempSync(join(tmpdir(), 'mot-cua-ocr-'));
const oneThread = { ...process.env, OMP_THREAD_LIMIT: '1' };
const perMinute = (ms: number) => (pageCount * 60_000) / ms;
const load = () => loadavg()[0]?.toFixed(1) ?? '?';

interface Sheet {
  readonly kind: string;
  readonly file: string;
  readonly ppm: Uint8Array;
  readonly truth: PageTruth;
}

/** A4, other fonts each time, up to 3° askew, stamps and signatures, noise and paper of a scanner. */
function sheet(number: number): Sheet {
  const kind = kinds[number % kinds.length] ?? 'letter';
  const skewDeg = ((number * 7) % 13) / 2 - 3;
  const { picture, truth } = makePage({ seed: 8_100 + number, kind, dpi, turnDeg: 0, lid: 'none', skewDeg });
  const head = Buffer.from(`P6\n${String(picture.widthPx)} ${String(picture.heightPx)}\n255\n`, 'latin1');
  const ppm = Buffer.concat([head, picture.data]);
  const file = join(folder, `${String(number).padStart(2, '0')}.ppm`);
  writeFileSync(file, ppm);
  return { kind, file, ppm, truth };
}

function tesseract(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('tesseract', [file, '-', '-l', 'vie', '--dpi', String(dpi)], {
      env: oneThread,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: limitMs,
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}

/** As many pages at a time as there are cores. */
async function bare(files: readonly string[]): Promise<{ ms: number; texts: string[] }> {
  const texts: string[] = [];
  const waiting = [...files.entries()];
  const begun = performance.now();
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) texts[next[0]] = await tesseract(next[1]);
  };
  await Promise.all(Array.from({ length: cores }, one));
  return { ms: performance.now() - begun, texts };
}

/** From the first picture that comes until the words of the last page are known, all of it, as an officer scans. */
async function ours(sheets: readonly Sheet[]) {
  const bench = openBench(2);
  const reading = startBridge({
    deviceClass: 'reading',
    nodePath: process.execPath,
    script: join(import.meta.dirname, '../../native-bridge/reading/main.ts'),
    settings: { training: true, slipPrinters: [] },
    log: () => undefined,
  });
  let ids = 0;
  const digitization = createDigitization({
    ...bench,
    reading,
    log: (event, details) => {
      if (event === 'ocr-page') console.log(`  ${event} ${JSON.stringify(details)}`);
    },
    newId: () => `id-${String((ids += 1))}`,
    now: Date.now,
  });
  digitization.begin();
  const pages: Page[] = [];
  const begun = performance.now();
  for (const { ppm } of sheets) {
    const page = await digitization.pageOfScan(ppm, dpi);
    if (!page.ok) throw new Error(page.error.code);
    pages.push(page.value);
  }
  const captured = performance.now() - begun;
  const isRead = ({ imageBlob }: Page) => bench.store.pageReadings.stateOf(imageBlob) === null;
  while (!pages.every(isRead) && performance.now() - begun < limitMs)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const ms = performance.now() - begun;
  const read = pages.map(({ imageBlob }) => bench.store.pageTexts.plainOf(imageBlob) ?? '');
  const files = await digitization.filesOf(draftOf([component('giay-to', pages, [])]), {
    code: 'HS',
    officer: 'CB001',
    device: 'Q01',
  });
  if (!files.ok) throw new Error(files.error.code);
  const pdf = await bench.blobs.get(files.value[0]?.blob ?? '');
  digitization.end();
  await reading.stop();
  await bench.close();
  if (!pdf.ok) throw new Error(pdf.error.code);
  return { ms, captured, read, pdf: pdf.value };
}

try {
  const sheets = Array.from({ length: pageCount }, (_, number) => sheet(number));
  const files = sheets.map(({ file }) => file);
  console.log(
    `ocr: ${String(pageCount)} A4 pages in colour, ${String(dpi)} dpi, ${String(cores)} cores; load at the start ${load()}`,
  );
  const sums = { ours: 0, bare: 0 };
  let last: Awaited<ReturnType<typeof ours>> | undefined;
  let texts: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    last = await ours(sheets);
    const peer = await bare(files);
    texts = peer.texts;
    sums.ours += last.ms;
    sums.bare += peer.ms;
    console.log(
      `  round ${String(round)}: ours ${perMinute(last.ms).toFixed(1)} pages/min (captured after ${(last.captured / 1000).toFixed(1)} s), tesseract ${perMinute(peer.ms).toFixed(1)}; ratio ${(peer.ms / last.ms).toFixed(2)}; load ${load()}`,
    );
  }
  console.log(`with OCR: ${(sums.bare / sums.ours).toFixed(2)} of bare tesseract (aim ≥ 0.8)`);

  writeFileSync(join(folder, 'ours.pdf'), last?.pdf ?? '');
  const drawn = spawnSync('pdftoppm', ['-r', String(dpi), join(folder, 'ours.pdf'), join(folder, 'drawn')]);
  if (drawn.status !== 0) throw new Error('pdftoppm failed');
  const digits = String(pageCount).length;
  const again = await bare(
    files.map((_, at) => join(folder, `drawn-${String(at + 1).padStart(digits, '0')}.ppm`)),
  );
  const totals = { before: 0, after: 0, layer: 0 };
  // of forms it is not known what the handwriting-like strokes should be read as
  const known = [...sheets.entries()].filter(([, { kind }]) => kind !== 'form');
  for (const [at, { kind, truth }] of known) {
    const text = truth.lines.map((line) => line.text).join('\n');
    const before = 100 * errorRate(texts[at] ?? '', text);
    const after = 100 * errorRate(again.texts[at] ?? '', text);
    const layer = 100 * errorRate(last?.read[at] ?? '', text);
    totals.before += before / known.length;
    totals.after += after / known.length;
    totals.layer += layer / known.length;
    console.log(
      `  ${kind}: ${before.toFixed(2)} % as scanned, ${after.toFixed(2)} % on our page, ${layer.toFixed(2)} % in our text layer`,
    );
  }
  console.log(
    `character errors: ${totals.before.toFixed(2)} % as scanned, ${totals.after.toFixed(2)} % on our page: ${(totals.after - totals.before).toFixed(2)} points (aim ≤ 0.3); ${totals.layer.toFixed(2)} % in our text layer`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
