import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePage } from '../../sample-people.ts';
import { startHeadless, temporaryFolder, type HeadlessStation } from '../../station/headless-station.ts';
import { addFile, preparedDraft } from '../../station/take-in.ts';

let station: HeadlessStation;

beforeAll(async () => {
  station = await startHeadless();
  await station.signIn();
});

afterAll(async () => {
  await station.end();
});

async function pdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let n = 1; n <= pages; n += 1) document.addPage([595, 842]).drawText(`Trang ${n}`, { x: 50, y: 780 });
  return await document.save();
}

function encrypted(plain: Uint8Array): Uint8Array {
  const folder = temporaryFolder('qpdf');
  const [from, to] = [join(folder, 'plain.pdf'), join(folder, 'locked.pdf')];
  writeFileSync(from, plain);
  const made = spawnSync('qpdf', ['--encrypt', 'user-secret', 'owner-secret', '256', '--', from, to]);
  if (made.status !== 0) throw new Error(`qpdf: ${String(made.stderr)}`);
  return readFileSync(to);
}

/** A draft that holds one good page already: whatever comes next must not touch it. */
async function draftWithOnePage() {
  const { draft, toCapture } = await preparedDraft(station, 1);
  const componentId = toCapture[0];
  if (!componentId) throw new Error('nothing to capture');
  const place = { draftId: draft.id, componentId };
  const first = await addFile(station, place, 'trang-1.jpg', await samplePage(1));
  expect(first).toMatchObject({ outcome: 'done', pagesKept: 1 });
  const pages = async () =>
    (await station.call('intake.open', { draftId: draft.id })).components.find(
      (component) => component.componentId === componentId,
    )?.pages ?? [];
  return { place, pages };
}

const bad: readonly { fault: string; name: string; code: string; bytes: () => Promise<Uint8Array> }[] = [
  {
    fault: 'a password-protected PDF',
    name: 'hop-dong.pdf',
    code: 'file-encrypted',
    bytes: async () => encrypted(await pdf(2)),
  },
  {
    fault: 'a JPEG that is cut in half',
    name: 'anh.jpg',
    code: 'file-damaged',
    bytes: async () => {
      const whole = await sharp({
        create: {
          width: 1600,
          height: 2200,
          channels: 3,
          noise: { type: 'gaussian', mean: 128, sigma: 40 },
          background: 'white',
        },
      })
        .jpeg()
        .toBuffer();
      return whole.subarray(0, Math.floor(whole.length / 2));
    },
  },
  {
    fault: 'a 20,000 px image',
    name: 'ban-do.png',
    code: 'image-too-large',
    bytes: () =>
      sharp({
        create: { width: 20_000, height: 6_000, channels: 3, background: 'white' },
        limitInputPixels: false,
      })
        .png()
        .toBuffer(),
  },
  {
    fault: 'a picture one pixel wide',
    name: 'vach.png',
    code: 'image-too-small',
    bytes: () =>
      sharp({ create: { width: 1, height: 2000, channels: 3, background: 'white' } })
        .png()
        .toBuffer(),
  },
  {
    fault: 'a text that calls itself PDF',
    name: 'don.pdf',
    code: 'file-type-unknown',
    bytes: async () => new TextEncoder().encode('Đơn đề nghị, thực ra là văn bản thường'),
  },
  {
    fault: 'a PDF whose body is missing',
    name: 'don.pdf',
    code: 'file-damaged',
    bytes: async () => (await pdf(3)).subarray(0, 60),
  },
];

describe.each(bad)('$fault', ({ name, code, bytes }) => {
  it(`ends with ${code}, keeps the page that was there, and the next file works`, async () => {
    const { place, pages } = await draftWithOnePage();
    const before = await pages();
    const started = await station.ask('capture.addFile', { ...place, name, bytes: await bytes() });
    const heard = started.ok ? (await station.jobEnd(started.value.jobId)).error?.code : started.error.code;
    expect(heard).toBe(code);
    expect(await pages()).toEqual(before);
    expect(await addFile(station, place, 'trang-2.jpg', await samplePage(2))).toMatchObject({
      outcome: 'done',
    });
    expect(await pages()).toHaveLength(2);
  });
});

it('a 0-byte file is refused at once', async () => {
  const { place } = await draftWithOnePage();
  const answer = await station.ask('capture.addFile', {
    ...place,
    name: 'rong.pdf',
    bytes: new Uint8Array(),
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'file-empty' } });
});

it('a file that is not what its name says is taken as what it is', async () => {
  const { place, pages } = await draftWithOnePage();
  const png = await sharp(await samplePage(2))
    .png()
    .toBuffer();
  expect(await addFile(station, place, 'that-ra-la-anh.pdf', png)).toMatchObject({
    outcome: 'done',
    pagesKept: 1,
  });
  expect(await pages()).toHaveLength(2);
});

it('a 400-page PDF arrives page by page, tells its progress, and all pages are kept', async () => {
  const { place, pages } = await draftWithOnePage();
  const { jobId } = await station.call('capture.addFile', {
    ...place,
    name: 'day.pdf',
    bytes: await pdf(400),
  });
  const end = await station.jobEnd(jobId);
  expect(end).toMatchObject({ outcome: 'done', pagesKept: 400 });
  const told = station.events.filter((event) => event.type === 'job.progress' && event.jobId === jobId);
  expect(told.length).toBeGreaterThan(100);
  expect(await pages()).toHaveLength(401);
  // Windows may hear of several pages at a time, but of the last one before the end of the job.
  const heard = station.events.filter((event) => event.type === 'draft.changed');
  const lastHeard = heard.at(-1);
  expect(lastHeard?.draft.components.flatMap((component) => component.pages)).toHaveLength(401);
  const ended = station.events.findIndex((event) => event.type === 'job.ended' && event.jobId === jobId);
  expect(station.events.findLastIndex((event) => event.type === 'draft.changed')).toBeLessThan(ended);
}, 180_000);

it('a cancelled file keeps the pages that are safe', async () => {
  const { place, pages } = await draftWithOnePage();
  const { jobId } = await station.call('capture.addFile', {
    ...place,
    name: 'day.pdf',
    bytes: await pdf(200),
  });
  while ((await pages()).length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  await station.call('job.cancel', { jobId });
  const end = await station.jobEnd(jobId);
  expect(end.outcome).toBe('cancelled');
  const kept = await pages();
  expect(kept.length).toBe(1 + end.pagesKept);
  expect(end.pagesKept).toBeLessThan(200);
});
