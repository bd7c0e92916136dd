/** Files of a copier into a draft, through the whole station; the store is the real one. */
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHeadless, type HeadlessStation } from '../../station/headless-station.ts';
import { preparedDraft } from '../../station/take-in.ts';
import { sheetPicture } from '../../hardware/scanner/sheets.ts';

let station: HeadlessStation;
let place: { draftId: string; componentId: string };
let folder = '';

beforeAll(async () => {
  station = await startHeadless();
  await station.signIn();
  const { draft, toCapture } = await preparedDraft(station, 5);
  place = { draftId: draft.id, componentId: toCapture[0] ?? '' };
  folder = join(station.dataFolder, 'training', 'may-photocopy');
});
afterAll(() => station.end());

async function ready(name: string): Promise<string> {
  for (let tries = 0; tries < 120; tries += 1) {
    const { items } = await station.call('capture.incoming', {});
    const file = items.find((each) => each.name === name && each.state === 'ready');
    if (file) return file.id;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${name} is not offered`);
}

async function pageCount(): Promise<number> {
  const draft = await station.call('intake.open', { draftId: place.draftId });
  return draft.components.find((each) => each.componentId === place.componentId)?.pages.length ?? 0;
}

it('a scan of the copier comes into the paper once; the file is put aside; the same content again is not offered', async () => {
  writeFileSync(join(folder, 'scan.jpg'), await sheetPicture(3, 100));
  const fileId = await ready('scan.jpg');
  const [first, second] = await Promise.all([
    station.call('capture.takeIncoming', { ...place, fileId }),
    station.call('capture.takeIncoming', { ...place, fileId }),
  ]);
  const ends = [await station.jobEnd(first.jobId), await station.jobEnd(second.jobId)];
  expect(ends.map((end) => [end.outcome, end.pagesKept, end.error?.code ?? null])).toEqual([
    ['done', 1, null],
    ['failed', 0, 'incoming-taken'],
  ]);
  expect(await pageCount()).toBe(1);
  expect(readdirSync(join(folder, 'da-nhan'))).toEqual(['scan.jpg']);

  // As after a fall between the store and the moving: the content is known, so it goes aside unasked.
  copyFileSync(join(folder, 'da-nhan', 'scan.jpg'), join(folder, 'scan-again.jpg'));
  const until = Date.now() + 20_000;
  while (existsSync(join(folder, 'scan-again.jpg')) && Date.now() < until) {
    const { items } = await station.call('capture.incoming', {});
    expect(items.filter((file) => file.state === 'ready')).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  expect(readdirSync(join(folder, 'da-nhan')).sort()).toEqual(['scan-again.jpg', 'scan.jpg']);
  expect(await pageCount()).toBe(1);
});

it('a damaged file: told, no page of it is kept, and it stays where it is', async () => {
  const whole = await sheetPicture(4, 100);
  const broken = Buffer.concat([whole.subarray(0, 40), Buffer.alloc(200), Buffer.from([0xff, 0xd9])]);
  writeFileSync(join(folder, 'broken.jpg'), broken);
  const fileId = await ready('broken.jpg');
  const before = await pageCount();
  const { jobId } = await station.call('capture.takeIncoming', { ...place, fileId });
  expect(await station.jobEnd(jobId)).toMatchObject({ outcome: 'failed', error: { code: 'file-damaged' } });
  expect(await pageCount()).toBe(before);
  expect(existsSync(join(folder, 'broken.jpg'))).toBe(true);
});
