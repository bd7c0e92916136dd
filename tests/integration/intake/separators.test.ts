/** Separator sheets as printed, scanned askew and dirty: the real drawing, the real imaging worker and the real store. */
import { join } from 'node:path';
import bwip from 'bwip-js/node';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import type { Draft } from '../../../main/domain/dossier.ts';
import { goesAside } from '../../../main/domain/page-gate.ts';
import { ok } from '../../../main/domain/result.ts';
import { separatorCode, separatorPrefix } from '../../../main/domain/separator.ts';
import { createCapture, type CaptureParts } from '../../../main/intake/capture.ts';
import { createDrafts } from '../../../main/intake/drafts.ts';
import { createPageDecisions } from '../../../main/intake/page-decisions.ts';
import { createJobs } from '../../../main/intake/jobs.ts';
import type { ScannerPort } from '../../../main/intake/ports.ts';
import { loadFaces } from '../../../main/printing/faces.ts';
import { renderSeparator } from '../../../main/printing/separator-paper.ts';
import { drawVirtualPage } from '../../../native-bridge/scanners/virtual-page.ts';
import { component, openBench, type Bench } from '../../unit/digitization/parts.ts';
import { draftFor } from '../../unit/domain/sample-draft.ts';
import { ask } from '../../unit/imaging/ask.ts';

let bench: Bench;
let sheet: Uint8Array;
const fonts = join(import.meta.dirname, '../../../node_modules/@expo-google-fonts');
const toGks = { componentId: 'GKS', name: 'Giấy chứng sinh hoặc văn bản của người làm chứng', madeAt: 1 };

beforeAll(async () => {
  bench = openBench();
  const pdf = await renderSeparator(toGks, await loadFaces(fonts));
  const { bodies } = await ask('renderPdf', { dpi: 200, maxPages: 1 }, [pdf]);
  sheet = bodies[0] ?? new Uint8Array();
}, 60_000);
afterAll(() => bench.close());

const jpeg = async (picture: Sharp) => new Uint8Array(await picture.jpeg({ quality: 80 }).toBuffer());
const paper = () => sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#f6f4ef' } });
const codesOn = async (bytes: Uint8Array) =>
  (await ask('separator', { dpi: 200, prefix: separatorPrefix, blank: false }, [bytes])).result.codes;

it.each([
  ['as it was printed', (page: Sharp) => page],
  ['upside down', (page: Sharp) => page.rotate(180)],
  ['on its side', (page: Sharp) => page.rotate(90)],
  ['7° askew', (page: Sharp) => page.rotate(7, { background: '#555' })],
  ['blurred, pale and grey', (page: Sharp) => page.blur(2.5).linear(0.55, 90).greyscale()],
  ['at 75 dpi', (page: Sharp) => page.resize(620)],
])('a separator %s is read', async (_, change) => {
  expect(await codesOn(await jpeg(change(sharp(sheet))))).toEqual([separatorCode('GKS')]);
});

it("a citizen's code, and a page without one, are no separators", async () => {
  const text = '001099012345|012345678|Nguyen Van An|15011999|Nam|So 1, Pho Vi Du, Ha Noi|01012021';
  const code = await bwip.toBuffer({ bcid: 'qrcode', text, scale: 6 });
  expect(await codesOn(await jpeg(paper().composite([{ input: code, left: 200, top: 300 }])))).toEqual([]);
  expect(await codesOn(await drawVirtualPage(1, 200))).toEqual([]);
});

it('a batch is split: pages to the paper that is named or comes next; the sheets lie aside and come back', async () => {
  const written = await drawVirtualPage(2, 200);
  const feed = [written, await jpeg(sharp(sheet)), written, written, await jpeg(paper()), written];
  const scanners: Pick<ScannerPort, 'scan'> = {
    async scan(_request, _report, onPage) {
      for (const bytes of feed) {
        const kept = await onPage(bytes, { dpi: 200, kind: 'picture' });
        if (!kept.ok) return kept;
      }
      return ok({ pages: feed.length });
    },
  };
  let ids = 0;
  const newId = () => `id-${String((ids += 1))}`;
  const { store } = bench;
  const draft = {
    ...draftFor(null, null),
    components: ['CT01', 'GKS', 'CCCD'].map((id) => component(id, [], [])),
  };
  store.drafts.insert(draft);
  const drafts = createDrafts({ store, clock: { now: Date.now }, newId, onChanged: () => undefined });
  const digitization = createDigitization({ ...bench, newId, now: Date.now });
  const ended = new Promise<{ outcome: string; pagesKept: number }>((resolve) => {
    const jobs = createJobs({ newId, tell: (event) => event.type === 'job.ended' && resolve(event) });
    const parts = { store, drafts, jobs, digitization, scanners, copiers: null, onCaptured: () => undefined };
    const capture = createCapture(parts as unknown as CaptureParts);
    const request = {
      draftId: draft.id,
      componentId: 'CT01',
      scannerId: 's',
      source: 'feeder',
      dpi: 200,
    } as const;
    const separators = { blank: true, papers: ['CT01', 'GKS', 'CCCD'] };
    capture.scan({ ...request, colour: 'colour', replacePageId: null, separators }, 'officer-1');
  });
  expect(await ended).toMatchObject({ outcome: 'done', pagesKept: 4 });
  const now = drafts.open(draft.id);
  if (!now.ok) throw new Error(now.error.code);
  expect(now.value.components.map(({ pages }) => pages.length)).toEqual([1, 2, 1]);
  const asideOf = (each: Draft) =>
    each.components.map(({ aside = [] }) => aside.map(({ why, place, seen }) => [why, place, seen]));
  expect(asideOf(now.value)).toEqual([[['separator', 1, false]], [['separator', 2, false]], []]);

  const gate = createPageDecisions({ drafts, digitization, clock: { now: () => 1 } });
  const [blank] = now.value.components[1]?.aside ?? [];
  const change = { draftId: draft.id, revision: now.value.revision, actor: 'officer-1' };
  const back = gate.fileAside({ ...change, pageId: blank?.page.id ?? '' });
  if (!back.ok) throw new Error(back.error.code);
  expect(back.value.components.map(({ pages }) => pages.length)).toEqual([1, 3, 1]);
  const page = back.value.components[1]?.pages[2];
  expect([page?.id, page && goesAside(page)]).toEqual([blank?.page.id, false]);
  expect(asideOf(back.value)).toEqual([[['separator', 1, false]], [], []]);
}, 60_000);
