/**
 * Imaging workers killed at random moments while pages are captured and prepared: the real supervisor, the real store,
 * SIGKILL. A batch is one run of the program over the same store, with a few kills in it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDigitization } from '../../../main/digitization/index.ts';
import { recipe } from '../../../main/digitization/preparation.ts';
import type { ComponentFile, Page } from '../../../main/domain/dossier.ts';
import type { Digitization } from '../../../main/intake/ports.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { randomFrom, type Random } from '../../fuzz/mutate.ts';
import { component, draftOf, watch } from '../../unit/digitization/parts.ts';
import { countedCalls, killAtRandom, type KillCount } from './killed-workers.ts';
import { markedFile, markedPicture, numberOn, pageDpi } from './marked-pages.ts';

export interface KillReport extends KillCount {
  /** Pages that were told to be safe, and the files made of them. */
  pages: number;
  files: number;
  /** Safe pages that are gone or another one than was captured, and files that lack pages. */
  lost: number;
  /** Pages that came twice, or were prepared twice. */
  doubled: number;
  /** Safe pages that were not prepared in the end. */
  unprepared: number;
  /** Captures that were told to have failed, because they lost two workers, and were begun again. */
  toldLost: number;
}

const killsABatch = 5;
/** After every so many scans comes a file of several pages. */
const scansAFile = 3;
const pagesAFile = 3;
/** A batch takes a few seconds; one that does not end hangs, ms. */
const batchWithinMs = 120_000;

export async function killWorkers(
  kills: number,
  seed: number,
  tell: (report: KillReport) => void = () => undefined,
): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-kills-'));
  const opened = openStore({ folder, dataKey: new Uint8Array(32).fill(9) });
  if (!opened.ok) throw new Error(opened.error.code);
  const random = randomFrom(seed);
  const counts = { kills: 0, atWork: 0, pages: 0, files: 0, lost: 0, doubled: 0, unprepared: 0, toldLost: 0 };
  const report: KillReport = counts;
  try {
    for (let batch = 0; report.kills < kills; batch += 1) {
      const most = Math.min(killsABatch, kills - report.kills);
      await withinTime(oneBatch(opened.value, batch, most, random, report));
      tell(report);
    }
  } finally {
    opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return report;
}

async function oneBatch(
  store: Store,
  batch: number,
  kills: number,
  random: Random,
  report: KillReport,
): Promise<void> {
  const bridge = startBridge({
    deviceClass: 'imaging',
    nodePath: process.execPath,
    script: join(import.meta.dirname, '../../../native-bridge/imaging/main.ts'),
    settings: { training: true, slipPrinters: [] },
    workers: 2,
    log: () => undefined,
  });
  const counted = countedCalls(bridge);
  let ids = 0;
  const digitization = createDigitization({
    imaging: counted.client,
    blobs: store.blobs,
    store,
    reading: null,
    log: () => undefined,
    onLooked: () => undefined,
    newId: () => `${String(batch)}-${String((ids += 1))}`,
    now: () => 1_795_000_000_000 + batch,
  });
  const killing = killAtRandom(kills, random, counted.open, report);
  const scanned: Page[] = [];
  const filed: Page[] = [];
  const wanted: number[] = [];
  const wantedInFiles: number[] = [];
  const numberOf = (place: number): number => batch * 1_000 + place;
  try {
    for (let place = 0; !killing.over() || place <= scansAFile; place += 1) {
      scanned.push(await scanUntilSafe(digitization, numberOf(place), report));
      wanted.push(numberOf(place));
      if (place % scansAFile === 0) {
        filed.push(...(await fileUntilSafe(digitization, numberOf(500 + place), report)));
        wantedInFiles.push(...Array.from({ length: pagesAFile }, (_, at) => numberOf(500 + place + at)));
      }
      // an acceptance amid the kills: it may be refused by name, never with a page missing
      if (place % 4 === 3) await checkFiles(digitization, [scanned, filed], report);
    }
    await killing.done;
    const made = await checkFiles(digitization, [scanned, filed], report);
    if (!made) report.lost += scanned.length + filed.length;
    report.files += made?.length ?? 0;
    report.pages += scanned.length + filed.length;
    for (const [at, page] of [...scanned, ...filed].entries()) {
      const picture = await store.blobs.get(page.imageBlob);
      const number = picture.ok ? await numberOn(picture.value) : null;
      const thumbSafe = (await store.blobs.get(page.thumbBlob)).ok;
      if (!thumbSafe || number !== [...wanted, ...wantedInFiles][at]) report.lost += 1;
      if (!store.preparedPages.get(page.imageBlob, recipe, page.dpi)) report.unprepared += 1;
    }
    const different = new Set([...scanned, ...filed].map((page) => page.imageBlob));
    report.doubled += scanned.length + filed.length - different.size;
    report.doubled += Math.max(0, counted.prepared() - different.size);
  } finally {
    killing.stop();
    await bridge.stop();
  }
}

async function scanUntilSafe(digitization: Digitization, number: number, report: KillReport): Promise<Page> {
  for (;;) {
    const page = await digitization.pageOfScan(await markedPicture(number), pageDpi);
    if (page.ok) return page.value;
    if (page.error.code !== 'worker-lost') throw new Error(page.error.code);
    report.toldLost += 1;
  }
}

/** The pages of a file of several; after a failure those that were kept stay, as many as were told. */
async function fileUntilSafe(
  digitization: Digitization,
  number: number,
  report: KillReport,
): Promise<Page[]> {
  const bytes = await markedFile(number, pagesAFile);
  for (;;) {
    const { report: job, onFile, onPage, pages } = watch();
    const result = await digitization.pagesOfFile({ name: 'a.tif', bytes }, job, onFile, onPage);
    const told = result.ok ? pagesAFile : Number(result.error.details?.['pagesKept'] ?? 0);
    report.lost += Math.max(0, told - pages.length);
    report.doubled += Math.max(0, pages.length - told);
    if (result.ok) {
      return pages;
    }
    if (result.error.code !== 'worker-lost') throw new Error(result.error.code);
    report.toldLost += 1;
  }
}

/** Null when the files are refused because workers were lost. */
async function checkFiles(
  digitization: Digitization,
  components: readonly (readonly Page[])[],
  report: KillReport,
): Promise<readonly ComponentFile[] | null> {
  const draft = draftOf(components.map((pages, at) => component(`c${String(at)}`, [...pages], [])));
  const files = await digitization.filesOf(draft, { code: 'H26', officer: 'CB001', device: 'Q01' });
  if (!files.ok) {
    if (files.error.code !== 'worker-lost') throw new Error(files.error.code);
    return null;
  }
  for (const [at, pages] of components.entries())
    if (files.value[at]?.pageCount !== pages.length) report.lost += 1;
  return files.value;
}

async function withinTime(batch: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('a batch did not end')), batchWithinMs);
  });
  try {
    await Promise.race([batch, late]);
  } finally {
    clearTimeout(timer);
  }
}
