import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHeadless, temporaryFolder, type HeadlessStation } from '../../station/headless-station.ts';
import { preparedDraft, readyDraft } from '../../station/take-in.ts';
import { samplePerson } from '../../sample-people.ts';

const dataFolder = temporaryFolder('drafts');
let station: HeadlessStation;

beforeAll(async () => {
  station = await startHeadless({ dataFolder });
  await station.signIn();
});

afterAll(async () => {
  await station.end();
});

it('two windows on one draft: the later change is refused, nothing is overwritten', async () => {
  const draft = await station.call('intake.start', {});
  const people = { owner: null, authorised: null, helper: null };
  const stale = { draftId: draft.id, revision: draft.revision };
  await station.call('intake.setPeople', { ...stale, ...people, applicant: samplePerson(1) });
  const second = await station.ask('intake.setPeople', { ...stale, ...people, applicant: samplePerson(2) });
  expect(second).toMatchObject({ ok: false, error: { code: 'draft-changed-elsewhere' } });
  const kept = await station.call('intake.open', { draftId: draft.id });
  expect(kept.people.applicant?.fullName).toBe(samplePerson(1).fullName);
});

it('pages that arrive meanwhile do not refuse the change of a person', async () => {
  const { draft, toCapture } = await preparedDraft(station, 4);
  const componentId = toCapture[0] ?? '';
  const { items } = await station.call('capture.scanners', {});
  const { jobId } = await station.call('capture.scan', {
    draftId: draft.id,
    componentId,
    scannerId: items[0]?.id ?? '',
    source: 'feeder',
    dpi: 200,
    replacePageId: null,
  });
  await station.jobEnd(jobId);
  const changed = await station.call('intake.setDetails', {
    draftId: draft.id,
    revision: draft.revision,
    change: { note: 'ghi khi máy quét đang chạy' },
  });
  expect(changed.note).toBe('ghi khi máy quét đang chạy');
  expect(changed.components.find((each) => each.componentId === componentId)?.pages).toHaveLength(3);
});

it('a removed page comes back in its place, also after a restart', async () => {
  const { draft, toCapture } = await preparedDraft(station, 5);
  const componentId = toCapture[0] ?? '';
  const { items } = await station.call('capture.scanners', {});
  const scan = {
    draftId: draft.id,
    componentId,
    scannerId: items[0]?.id ?? '',
    source: 'feeder',
    dpi: 200,
  } as const;
  const { jobId } = await station.call('capture.scan', { ...scan, replacePageId: null });
  await station.jobEnd(jobId);
  const open = async () => await station.call('intake.open', { draftId: draft.id });
  const idsOf = (of: Awaited<ReturnType<typeof open>>) =>
    of.components.find((each) => each.componentId === componentId)?.pages.map((page) => page.id) ?? [];
  const scanned = await open();
  const before = idsOf(scanned);
  const pageId = before[1] ?? '';
  await station.call('capture.removePages', {
    draftId: draft.id,
    revision: scanned.revision,
    pageIds: [pageId],
  });
  expect(idsOf(await open())).toEqual([before[0], before[2]]);

  await station.end();
  station = await startHeadless({ dataFolder });
  await station.signIn();
  const { items: found } = await station.call('intake.drafts', {});
  expect(found.map((each) => each.id)).toContain(draft.id);
  const reopened = await open();
  await station.call('capture.undoEdit', { draftId: draft.id, revision: reopened.revision });
  expect(idsOf(await open())).toEqual(before);
});

it('a draft list shows no full name', async () => {
  const { draft } = await preparedDraft(station, 6);
  const { items } = await station.call('intake.drafts', {});
  const mine = items.find((each) => each.id === draft.id);
  expect(mine?.applicantMasked).toBeTruthy();
  expect(mine?.applicantMasked).not.toContain(samplePerson(6).fullName);
});

it('accepting twice at once, and once more later, gives one dossier', async () => {
  const draft = await readyDraft(station, 7);
  const request = { draftId: draft.id, revision: draft.revision };
  const [first, second] = await Promise.all([
    station.call('intake.accept', request),
    station.call('intake.accept', request),
  ]);
  const third = await station.call('intake.accept', request);
  expect(new Set([first.id, second.id, third.id]).size).toBe(1);
  const { total } = await station.call('dossier.list', { text: first.localCode, limit: 10, before: null });
  expect(total).toBeGreaterThanOrEqual(1);
  const { items } = await station.call('dossier.list', { text: first.localCode, limit: 10, before: null });
  expect(items).toHaveLength(1);
});

it('an unfinished draft is not accepted and says why', async () => {
  const { draft } = await preparedDraft(station, 8);
  const review = await station.call('intake.review', { draftId: draft.id });
  expect(review.ready).toBe(false);
  expect(
    review.problems.some((problem) => problem.blocking && problem.code === 'component-not-captured'),
  ).toBe(true);
  const answer = await station.ask('intake.accept', { draftId: draft.id, revision: draft.revision });
  expect(answer).toMatchObject({ ok: false, error: { code: 'review-incomplete' } });
});

it('pages of an accepted dossier can still be seen', async () => {
  const draft = await readyDraft(station, 9);
  const dossier = await station.call('intake.accept', { draftId: draft.id, revision: draft.revision });
  const pages = dossier.components.flatMap((component) => component.pages);
  expect(pages.length).toBeGreaterThan(0);
  for (const page of pages) {
    const picture = await station.call('capture.pageImage', {
      ownerId: dossier.id,
      pageId: page.id,
      size: 'full',
    });
    expect([...picture.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  }
});
