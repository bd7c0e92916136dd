/** Incoming PDFs normalised on request: the real workers and the real store, the files judged by other programs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fontkit from '@pdf-lib/fontkit';
import { degrees, PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ErrorCode } from '../../../main/contract/errors.ts';
import type { WindowEvent } from '../../../main/contract/events.ts';
import type { Draft, KeptFile } from '../../../main/domain/dossier.ts';
import { fail, type Result } from '../../../main/domain/result.ts';
import { createCapture, type Capture, type CaptureParts } from '../../../main/intake/capture.ts';
import { createDrafts, type Drafts } from '../../../main/intake/drafts.ts';
import { createJobs, type Jobs } from '../../../main/intake/jobs.ts';
import { drawVirtualPage } from '../../../native-bridge/scanners/virtual-page.ts';
import { signedPdf } from '../../station/signed-pdf.ts';
import { component } from '../../unit/digitization/parts.ts';
import { draftFor } from '../../unit/domain/sample-draft.ts';
import { has, hasPreflight, preflight, run } from '../imaging/peers.ts';
import { openReadingDesk, type ReadingDesk } from '../imaging/reading-desk.ts';

type JobEnd = Extract<WindowEvent, { type: 'job.ended' }>;

const sentences = [
  'Giấy xác nhận tình trạng hôn nhân',
  'Ủy ban nhân dân phường Hoàn Kiếm, thành phố Hà Nội',
  'Ngày 03 tháng 11 năm 2025, số 77/XN-UBND',
];
let desk: ReadingDesk;
let drafts: Drafts;
let jobs: Jobs;
let capture: Capture;
const ends = new Map<string, (end: JobEnd) => void>();
const steps: [number, number | null][] = [];
let cancelAtStep: number | null = null;
let ids = 0;
const newId = () => `n-${String((ids += 1))}`;

beforeAll(() => {
  desk = openReadingDesk();
  const { store } = desk.bench;
  const { digitization } = desk;
  drafts = createDrafts({ store, clock: { now: Date.now }, newId, onChanged: () => undefined });
  jobs = createJobs({
    newId,
    tell(event) {
      if (event.type === 'job.progress') {
        steps.push([event.done, event.total]);
        if (event.done === cancelAtStep) jobs.cancel(event.jobId);
      }
      if (event.type === 'job.ended') ends.get(event.jobId)?.(event);
    },
  });
  const parts = { store, drafts, jobs, digitization, scanners: null, copiers: null };
  capture = createCapture({ ...parts, onCaptured: () => undefined } as unknown as CaptureParts);
});
afterAll(() => desk.close());

/** A page of print in an embedded font, and one that is a picture only, lying on its side. */
async function incomingPdf(): Promise<Uint8Array> {
  const file = '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf';
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const bytes = readFileSync(createRequire(import.meta.url).resolve(file));
  const font = await document.embedFont(bytes, { subset: true });
  const print = document.addPage([595.28, 841.89]);
  for (const [at, line] of sentences.entries())
    print.drawText(line, { x: 60, y: 700 - 60 * at, size: 16, font });
  const picture = await document.embedJpg(await drawVirtualPage(4, 200));
  const page = document.addPage([595.28, 841.89]);
  page.drawImage(picture, { x: 0, y: 0, width: 595.28, height: 841.89 });
  return await document.save();
}

async function ended(job: Result<{ jobId: string }, ErrorCode>): Promise<JobEnd> {
  if (!job.ok) throw new Error(job.error.code);
  return await new Promise((resolve) => ends.set(job.value.jobId, resolve));
}

function draftNow(draftId: string): Draft {
  const now = drafts.open(draftId);
  if (!now.ok) throw new Error(now.error.code);
  return now.value;
}

async function draftWith(pdf: Uint8Array): Promise<{ draftId: string; file: KeptFile }> {
  const components = ['CT01', 'GKS'].map((id) => component(id, [], []));
  const draft = { ...draftFor(null, null), id: newId(), components };
  desk.bench.store.drafts.insert(draft);
  const place = { draftId: draft.id, componentId: 'CT01' };
  const job = await capture.addFile({ ...place, name: 'gửi-đến.pdf', bytes: pdf }, 'officer-1');
  expect(await ended(job)).toMatchObject({ outcome: 'done' });
  const [file] = draftNow(draft.id).components[0]?.files ?? [];
  if (!file) throw new Error('the file is not kept');
  return { draftId: draft.id, file };
}

async function fileOf(draftId: string): Promise<Uint8Array> {
  const names = { code: 'HS', officer: 'CB001', device: 'Q01' };
  const files = await desk.digitization.filesOf(draftNow(draftId), names);
  if (!files.ok) throw new Error(files.error.code);
  const [file] = files.value;
  const bytes = file && (await desk.bench.blobs.get(file.blob));
  if (!bytes?.ok) throw new Error('no file');
  return bytes.value;
}

const change = (draftId: string) => ({ draftId, revision: draftNow(draftId).revision, actor: 'officer-1' });
const pagesOf = (draftId: string) => draftNow(draftId).components.flatMap(({ pages }) => pages);
const madeOf = (draftId: string) =>
  pagesOf(draftId).map(({ pdf, normalised, dpi }) => [
    pdf?.pageIndex ?? null,
    normalised?.pageIndex ?? null,
    dpi,
  ]);
const normalise = (draftId: string, ...fileIds: string[]) =>
  capture.normalisePdfs({ draftId, fileIds }, 'officer-1');
const textOf = (pdf: Uint8Array) => run('pdftotext', ['a.pdf', '-'], { 'a.pdf': pdf }).text;
/** Left and top of the words, pt. */
const places = (pdf: Uint8Array) => {
  const { text } = run('pdftotext', ['-bbox', '-l', '1', 'a.pdf', '-'], { 'a.pdf': pdf });
  const found = text.matchAll(/xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</g);
  return [...found].map(
    ([, left, right, bottom, word = '']) => [word, Number(left), Number(right), Number(bottom)] as const,
  );
};
const claims = '<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>';
const facts = '<mc:component>CT01</mc:component><mc:pageCount>2</mc:pageCount><mc:officer>CB001</mc:officer>';

it.skipIf(!has('tesseract', 'pdftotext', 'qpdf') || !hasPreflight())(
  'the file keeps the archive’s rules and bears all words; undone and done again, it is byte for byte what it was (needs tesseract, poppler, qpdf, PDFBox)',
  async () => {
    const original = await incomingPdf();
    const { draftId, file } = await draftWith(original);
    const before = Buffer.from(await fileOf(draftId));
    expect(before.includes('pdfaid')).toBe(false);
    // what it is about is told all the same
    expect(before.includes(facts)).toBe(true);
    expect(run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': before }).code).toBe(0);

    steps.length = 0;
    expect(await ended(normalise(draftId, file.id))).toMatchObject({ outcome: 'done', pagesKept: 2 });
    expect(steps.at(-1)).toEqual([2, 2]);
    expect(madeOf(draftId)).toEqual([
      [null, 0, 300],
      [null, 1, 300],
    ]);
    const [print, picture] = pagesOf(draftId);
    if (!print || !picture) throw new Error('no pages');
    expect([print, picture].map(({ normalised }) => normalised?.ownWords)).toEqual([true, false]);
    expect(desk.bench.store.pageTexts.plainOf(print.imageBlob)).toBe(sentences.join('\n'));
    expect(await desk.wordsOf(picture)).toContain('TẬP HUẤN');

    const after = Buffer.from(await fileOf(draftId));
    expect(run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': after }).code).toBe(0);
    expect([after.includes(claims), after.includes(facts)]).toEqual([true, true]);
    // the validator knows part 1 only: the same file, with that claim
    const asPart1 = Buffer.from(
      after.toString('latin1').replace(claims, claims.replace('2', '1').replace('U', 'B')),
      'latin1',
    );
    expect(preflight(asPart1)).toContain('is a valid PDF/A-1b file');
    const [first = '', second = ''] = textOf(after).split('\f');
    expect(first.trim().split(/\n+/)).toEqual(sentences);
    expect(second).toContain('CỘNG HÒA XÃ HỘI');
    const wanted = places(original);
    expect(places(after).map(([word]) => word)).toEqual(wanted.map(([word]) => word));
    const off = places(after).flatMap(([, left, right], at) => {
      const [, wantedLeft = 0, wantedRight = 0] = wanted[at] ?? [];
      return [Math.abs(left - wantedLeft), Math.abs(right - wantedRight)];
    });
    // of a line's words the PDF tells the common width only: where each begins is estimated, within 3.5 mm
    expect(Math.max(...off)).toBeLessThan(10);

    // sealed beside it, as it came
    const kept = draftNow(draftId).components[0]?.files.find(({ id }) => id === file.id);
    const bytes = await desk.bench.blobs.get(kept?.blob ?? '');
    expect(bytes.ok && Buffer.from(bytes.value).equals(original)).toBe(true);

    expect(capture.undo(change(draftId)).ok).toBe(true);
    expect(Buffer.from(await fileOf(draftId)).equals(before)).toBe(true);
    expect(capture.redo(change(draftId)).ok).toBe(true);
    expect(Buffer.from(await fileOf(draftId)).equals(after)).toBe(true);
    expect(capture.pdfAsCame({ ...change(draftId), fileId: file.id }).ok).toBe(true);
    expect(Buffer.from(await fileOf(draftId)).equals(before)).toBe(true);
  },
  240_000,
);

it('signed-pdf: refused by name, and nothing changes', async () => {
  const { draftId, file } = await draftWith(await signedPdf(1));
  expect(file.signed).toBe(true);
  const before = draftNow(draftId);
  expect(normalise(draftId, file.id)).toMatchObject({ ok: false, error: { code: 'file-signed' } });
  expect(draftNow(draftId)).toEqual(before);
  const report = { signal: new AbortController().signal, progress: () => undefined };
  const drawn = await desk.digitization.drawnPages(file, [0], report);
  expect(drawn).toMatchObject({ ok: false, error: { code: 'file-signed' } });
}, 60_000);

it('page-gone-meanwhile, page-moved-meanwhile: what is gone stays gone, what has moved is normalised where it lies', async () => {
  const { draftId, file } = await draftWith(await incomingPdf());
  const [first, second] = pagesOf(draftId);
  const job = ended(normalise(draftId, file.id));
  expect(capture.remove({ ...change(draftId), pageIds: [first?.id ?? ''] }).ok).toBe(true);
  const place = { pageIds: [second?.id ?? ''], toComponentId: 'GKS', toIndex: 0 };
  expect(capture.move({ ...change(draftId), ...place }).ok).toBe(true);
  expect(await job).toMatchObject({ outcome: 'done', pagesKept: 1 });
  expect(draftNow(draftId).components.map(({ pages }) => pages.map(({ id }) => id))).toEqual([
    [],
    [second?.id],
  ]);
  expect(madeOf(draftId)).toEqual([[null, 1, 300]]);
  expect(capture.edits(draftId)).toMatchObject({
    ok: true,
    value: { undo: { kind: 'normalise', count: 1 } },
  });
  for (let edits = 0; edits < 3; edits += 1) capture.undo(change(draftId));
  expect(madeOf(draftId)).toEqual([
    [0, null, 200],
    [1, null, 200],
  ]);
}, 60_000);

it('cancelled half-way: the PDF is as it came', async () => {
  const { draftId, file } = await draftWith(await incomingPdf());
  const before = draftNow(draftId);
  cancelAtStep = 1;
  const end = await ended(normalise(draftId, file.id));
  cancelAtStep = null;
  expect(end).toMatchObject({ outcome: 'cancelled', pagesKept: 0 });
  expect(draftNow(draftId)).toEqual(before);
}, 60_000);

it('pages-not-taken: what was sealed of their words is left to be removed', async () => {
  const { draftId, file } = await draftWith(await incomingPdf());
  const report = { signal: new AbortController().signal, progress: () => undefined };
  const drawn = await desk.digitization.drawnPages(file, [0], report);
  if (!drawn.ok) throw new Error(drawn.error.code);
  const { store } = desk.bench;
  const left = store.pageTexts.left().length;
  // words that no other page says
  const pages = drawn.value.map((page) => ({
    ...page,
    words: page.words && { ...page.words, widthPx: 596 },
  }));
  const taken = await desk.digitization.takeDrawn(pages, () => fail('draft-closed'));
  expect(taken).toMatchObject({ ok: false, error: { code: 'draft-closed' } });
  expect(store.pageTexts.left().length).toBe(left + 1);
  expect(pagesOf(draftId)[0]?.pdf?.pageIndex).toBe(0);
}, 60_000);

it('page-too-large: a sheet that could not be drawn at 200 dpi is refused, and nothing changes', async () => {
  const document = await PDFDocument.create();
  const sheet = document.addPage([2384, 3370]);
  sheet.drawRectangle({ x: 200, y: 200, width: 900, height: 900, rotate: degrees(10) });
  const { draftId, file } = await draftWith(await document.save());
  const before = draftNow(draftId);
  const end = await ended(normalise(draftId, file.id));
  expect(end).toMatchObject({
    outcome: 'failed',
    error: { code: 'pdf-page-too-large', details: { page: 1 } },
  });
  expect(draftNow(draftId)).toEqual(before);
}, 60_000);
