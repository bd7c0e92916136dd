import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { writing } from '../../sample-people.ts';
import { startHeadless, type HeadlessStation } from '../../station/headless-station.ts';
import { preparedDraft } from '../../station/take-in.ts';

let station: HeadlessStation;
let place: { draftId: string; componentId: string };
let bytes: Uint8Array;

beforeAll(async () => {
  station = await startHeadless();
  await station.signIn();
  const page = sharp({ create: { width: 840, height: 1188, channels: 3, background: '#f4f1ea' } }).composite([
    { input: writing, left: 90, top: 120 },
  ]);
  bytes = new Uint8Array(await page.jpeg().toBuffer());
});

beforeEach(async () => {
  const { draft, toCapture } = await preparedDraft(station, 3);
  place = { draftId: draft.id, componentId: toCapture[0] ?? '' };
});

afterAll(async () => {
  await station.end();
});

const picture = () => ({ ...place, pageId: randomUUID(), dpi: 101.6, bytes });

async function pages() {
  const draft = await station.call('intake.open', { draftId: place.draftId });
  return draft.components.find((component) => component.componentId === place.componentId)?.pages ?? [];
}

it('a page is in the paper, under its own id and number, when the answer comes', async () => {
  const first = picture();
  expect(await station.call('capture.cameraPage', first)).toEqual({ pageId: first.pageId, n: 1 });
  expect((await station.call('capture.cameraPage', picture())).n).toBe(2);
  const [kept] = await pages();
  expect(kept).toMatchObject({
    id: first.pageId,
    source: 'camera',
    widthPx: 840,
    heightPx: 1188,
    dpi: 101.6,
  });
  const thumb = { ownerId: place.draftId, pageId: first.pageId, size: 'thumb' } as const;
  expect([...(await station.call('capture.pageImage', thumb)).bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
});

it('answer lost, asked again: one page, the same number', async () => {
  const one = picture();
  const other = picture();
  const answers = await Promise.all([
    station.call('capture.cameraPage', one),
    station.call('capture.cameraPage', one),
  ]);
  await station.call('capture.cameraPage', other);
  answers.push(await station.call('capture.cameraPage', one));
  expect(answers).toEqual(Array(3).fill({ pageId: one.pageId, n: 1 }));
  expect(await pages()).toHaveLength(2);
});

it.each([
  ['no bytes', new Uint8Array(), 'file-empty'],
  ['a text', new TextEncoder().encode('không phải ảnh'), 'file-type-unknown'],
  ['a JPEG cut short', null, 'file-damaged'],
])('%s: refused by name, and the paper is as it was', async (_, given, code) => {
  const answer = await station.ask('capture.cameraPage', {
    ...picture(),
    bytes: given ?? bytes.subarray(0, bytes.length / 2),
  });
  expect(answer).toMatchObject({ ok: false, error: { code } });
  expect(await pages()).toHaveLength(0);
});

it('a paper or a draft that is not there', async () => {
  const strange = await station.ask('capture.cameraPage', { ...picture(), componentId: 'none' });
  expect(strange).toMatchObject({ ok: false, error: { code: 'not-found' } });
  const gone = await station.ask('capture.cameraPage', { ...picture(), draftId: randomUUID() });
  expect(gone).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

it('a page id that is none, and a picture that is too large, do not pass the contract', async () => {
  for (const wrong of [{ pageId: 'x' }, { dpi: 0 }, { bytes: new Uint8Array(32 * 1024 * 1024 + 1) }]) {
    const answer = await station.ask('capture.cameraPage', { ...picture(), ...wrong });
    expect(answer).toMatchObject({ ok: false, error: { code: 'wrong-shape' } });
  }
});
