import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startHeadless, type HeadlessStation } from '../../station/headless-station.ts';
import { preparedDraft } from '../../station/take-in.ts';

let station: HeadlessStation;
let place: { draftId: string; componentId: string };

beforeAll(async () => {
  station = await startHeadless();
  await station.signIn();
});

beforeEach(async () => {
  await station.call('training.scanner', { fault: 'none' });
  const { draft, toCapture } = await preparedDraft(station, 3);
  place = { draftId: draft.id, componentId: toCapture[0] ?? '' };
});

afterAll(async () => {
  await station.end();
});

type Source = 'flatbed' | 'feeder' | 'feeder-duplex';

async function scan(source: Source = 'feeder', replacePageId: string | null = null) {
  const { items } = await station.call('capture.scanners', {});
  const scannerId = items[0]?.id ?? 'virtual';
  const started = await station.ask('capture.scan', { ...place, scannerId, source, dpi: 200, replacePageId });
  if (!started.ok) return { code: started.error.code, outcome: 'refused', pagesKept: 0, details: {} };
  const end = await station.jobEnd(started.value.jobId);
  return {
    code: end.error?.code ?? null,
    outcome: end.outcome,
    pagesKept: end.pagesKept,
    details: end.error?.details ?? {},
  };
}

async function pages() {
  const draft = await station.call('intake.open', { draftId: place.draftId });
  return draft.components.find((component) => component.componentId === place.componentId)?.pages ?? [];
}

it('scans the feeder into the paper, each page with its thumbnail', async () => {
  expect(await scan()).toMatchObject({ outcome: 'done', pagesKept: 3 });
  const kept = await pages();
  expect(kept).toHaveLength(3);
  for (const page of kept) {
    expect(page).toMatchObject({ dpi: 200, source: 'scanner' });
    const thumb = await station.call('capture.pageImage', {
      ownerId: place.draftId,
      pageId: page.id,
      size: 'thumb',
    });
    expect([...thumb.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  }
});

it('scanner absent: says so, and the draft is as it was', async () => {
  await station.call('training.scanner', { fault: 'absent' });
  expect(await scan()).toMatchObject({ code: 'scanner-absent', pagesKept: 0 });
  expect(await pages()).toHaveLength(0);
});

it('scanner busy', async () => {
  await station.call('training.scanner', { fault: 'busy' });
  expect(await scan()).toMatchObject({ code: 'scanner-busy', pagesKept: 0 });
});

it('feeder empty', async () => {
  await station.call('training.scanner', { fault: 'empty' });
  expect(await scan()).toMatchObject({ code: 'scanner-empty', pagesKept: 0 });
});

it('paper jam: the pages before it are kept, and scanning goes on into the same paper', async () => {
  await station.call('training.scanner', { fault: 'jam' });
  const jammed = await scan();
  expect(jammed.code).toBe('scanner-jammed');
  expect(jammed.pagesKept).toBeGreaterThan(0);
  expect(await pages()).toHaveLength(jammed.pagesKept);
  await station.call('training.scanner', { fault: 'none' });
  expect(await scan()).toMatchObject({ outcome: 'done' });
  expect((await pages()).length).toBe(jammed.pagesKept + 3);
});

it('jam-at-7 of ten: six pages are safe, scanning goes on with page 7 into the same paper, ten in order', async () => {
  await station.call('training.scanner', { fault: 'jam', page: 7, sheets: 10 });
  const jammed = await scan();
  expect(jammed).toMatchObject({ code: 'scanner-jammed', pagesKept: 6, details: { nextPage: 7 } });
  expect(jammed.details).not.toHaveProperty('replacePageId');
  const before = (await pages()).map((page) => page.imageBlob);
  expect(await scan()).toMatchObject({ outcome: 'done', pagesKept: 4 });
  const all = (await pages()).map((page) => page.imageBlob);
  expect(all.slice(0, 6)).toEqual(before);
  // Ten different pictures: no sheet twice, none missing.
  expect(new Set(all).size).toBe(10);
});

it('two-sided jam on the back of sheet 2: the whole sheet goes through again, its front is not there twice', async () => {
  await station.call('training.scanner', { fault: 'jam', page: 4, sheets: 3 });
  const jammed = await scan('feeder-duplex');
  const before = await pages();
  expect(jammed).toMatchObject({
    code: 'scanner-jammed',
    pagesKept: 3,
    details: { nextPage: 3, replacePageId: before[2]?.id, source: 'feeder-duplex' },
  });
  expect(await scan('feeder-duplex', before[2]?.id ?? null)).toMatchObject({ outcome: 'done', pagesKept: 4 });
  const after = await pages();
  expect(after).toHaveLength(6);
  expect(after.slice(0, 2).map((page) => page.id)).toEqual(before.slice(0, 2).map((page) => page.id));
});

it('a rescan that jams at once: what was to be replaced still is', async () => {
  await scan();
  const [first] = await pages();
  await station.call('training.scanner', { fault: 'jam', page: 1 });
  expect(await scan('feeder', first?.id ?? null)).toMatchObject({
    code: 'scanner-jammed',
    pagesKept: 0,
    details: { nextPage: 1, replacePageId: first?.id },
  });
  expect(await pages()).toHaveLength(3);
});

it('one page is scanned again in its place', async () => {
  await scan();
  const before = await pages();
  const second = before[1];
  if (!second) throw new Error('no second page');
  expect(await scan('flatbed', second.id)).toMatchObject({ outcome: 'done', pagesKept: 1 });
  const after = await pages();
  expect(after.map((page) => page.id)).toEqual([before[0]?.id, after[1]?.id, before[2]?.id]);
  expect(after[1]?.id).not.toBe(second.id);
});

it('scanned again for nothing: the old page comes back with its picture, turn and decision, and goes again', async () => {
  await scan();
  const { draftId } = place;
  const revision = async () => (await station.call('intake.open', { draftId })).revision;
  const [first = { id: '' }] = await pages();
  await station.call('capture.turnPages', {
    draftId,
    revision: await revision(),
    pageIds: [first.id],
    by: 90,
  });
  await station.call('gate.decide', { draftId, revision: await revision(), pageId: first.id, reason: 'mờ' });
  const before = await pages();
  await scan('flatbed', first.id);
  const after = await pages();
  expect(after[0]?.id).not.toBe(first.id);
  await station.call('capture.undoEdit', { draftId, revision: await revision() });
  expect(await pages()).toEqual(before);
  const picture = await station.call('capture.pageImage', {
    ownerId: draftId,
    pageId: first.id,
    size: 'full',
  });
  expect(picture.bytes.byteLength).toBeGreaterThan(10_000);
  await station.call('capture.redoEdit', { draftId, revision: await revision() });
  expect(await pages()).toEqual(after);
});

it('scanned again while the page was deleted: the new one is kept, at the end', async () => {
  await scan();
  const { draftId } = place;
  const [first, second, third] = await pages();
  const { revision } = await station.call('intake.open', { draftId });
  await station.call('capture.removePages', { draftId, revision, pageIds: [first?.id ?? ''] });
  expect(await scan('flatbed', first?.id ?? '')).toMatchObject({ outcome: 'done', pagesKept: 1 });
  expect((await pages()).map(({ id }) => id).slice(0, 2)).toEqual([second?.id, third?.id]);
  expect(await pages()).toHaveLength(3);
});
