/** Papers as the simulated city holds them, read by programs of others: signed files to the byte, cards to the millimetre. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Draft } from '../../../main/domain/dossier.ts';
import { cityRecords, type CityRecords } from '../../evidence/city-records.ts';
import { samplePage } from '../../sample-people.ts';
import { startHeadless, type HeadlessStation } from '../../station/headless-station.ts';
import { signedPdf } from '../../station/signed-pdf.ts';
import { addFile, preparedDraft } from '../../station/take-in.ts';
import { has, run } from '../imaging/peers.ts';

let station: HeadlessStation;

beforeAll(async () => {
  station = await startHeadless();
  await station.signIn();
});
afterAll(() => station.end());

/** Accepts the draft and waits until the city has it. */
async function atTheCity(draftId: string): Promise<CityRecords> {
  const { revision } = await station.call('intake.open', { draftId });
  const accepted = await station.call('intake.accept', { draftId, revision });
  for (let waited = 0; waited < 100; waited += 1) {
    const { cityCode } = await station.call('dossier.get', { dossierId: accepted.id });
    if (cityCode !== null)
      return await cityRecords(join(station.dataFolder, 'training-city'), cityCode, 20_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the city gave no code');
}

/** The draft with a page in each paper but the first. */
async function allButFirst(n: number): Promise<{ draftId: string; componentId: string }> {
  const { draft, toCapture } = await preparedDraft(station, n);
  const [first = '', ...others] = toCapture;
  for (const componentId of others)
    await addFile(station, { draftId: draft.id, componentId }, 'trang.jpg', await samplePage(n));
  return { draftId: draft.id, componentId: first };
}

const paperOf = (draft: Draft, componentId: string) =>
  draft.components.find((each) => each.componentId === componentId);
const verdict = (pdf: Uint8Array) => run('pdfsig', ['a.pdf'], { 'a.pdf': pdf }).text;

it.skipIf(!has('openssl', 'pdfsig'))(
  'signature-broken: a signed PDF is at the city byte for byte, and pdfsig verifies it there (needs pdfsig, openssl)',
  async () => {
    const place = await allButFirst(71);
    const pdf = await signedPdf(2);
    expect(verdict(pdf)).toContain('Signature is Valid.');
    expect((await addFile(station, place, 'ket-qua.pdf', pdf)).outcome).toBe('done');
    const draft = await station.call('intake.open', { draftId: place.draftId });
    expect(paperOf(draft, place.componentId)?.files).toMatchObject([{ signed: true, pageCount: 2 }]);
    // an officer who turns a page must not break what was signed
    await station.call('capture.turnPages', {
      draftId: draft.id,
      revision: draft.revision,
      pageIds: [paperOf(draft, place.componentId)?.pages[0]?.id ?? ''],
      by: 90,
    });
    const { files } = await atTheCity(place.draftId);
    const received = files.map(({ path }) => readFileSync(path)).filter((file) => file.equals(pdf));
    expect(received).toHaveLength(1);
    expect(verdict(received[0] ?? new Uint8Array())).toContain('Signature is Valid.');
    // pdfsig is no yes-sayer
    const bent = Uint8Array.from(pdf);
    bent[bent.length - 30] = (bent[bent.length - 30] ?? 0) ^ 1;
    expect(verdict(bent)).not.toContain('Signature is Valid.');
  },
  60_000,
);

it.skipIf(!has('openssl', 'qpdf'))(
  'signed-and-encrypted: refused by name, and the paper is as it was (needs openssl, qpdf)',
  async () => {
    const place = await allButFirst(72);
    const locked = run(
      'qpdf',
      ['--encrypt', 'mo', 'chu', '256', '--', 'a.pdf', 'b.pdf'],
      { 'a.pdf': await signedPdf(1) },
      'b.pdf',
    ).written;
    const end = await addFile(station, place, 'khoa.pdf', new Uint8Array(locked));
    expect(end).toMatchObject({ outcome: 'failed', error: { code: 'file-encrypted' } });
    const draft = await station.call('intake.open', { draftId: place.draftId });
    expect(paperOf(draft, place.componentId)).toMatchObject({ pages: [], files: [] });
  },
);

/** A card of 85.6 × 54 mm, 300 dpi, with a frame at its very edge; `mark` tells its side. */
async function cardJpeg(mark: 'front' | 'back'): Promise<Uint8Array> {
  const [width, height] = [1011, 638];
  const inner =
    mark === 'front'
      ? '<rect x="120" y="120" width="200" height="260"/>'
      : '<rect x="600" y="80" width="300" height="60"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}"><rect width="100%" height="100%" fill="#e8efe6"/><rect x="3" y="3" width="${String(width - 6)}" height="${String(height - 6)}" fill="none" stroke="#111" stroke-width="6"/>${inner}</svg>`;
  // the front was taken lying on its side
  const turned = sharp(Buffer.from(svg)).rotate(mark === 'front' ? 90 : 0);
  return new Uint8Array(await turned.jpeg({ quality: 95 }).toBuffer());
}

it.skipIf(!has('pdftoppm', 'pdfinfo', 'qpdf'))(
  'card-not-1:1: both sides stand on one A4 page, each 85.6 × 54 mm to 0.3 mm, originals kept (needs poppler, qpdf)',
  async () => {
    const place = await allButFirst(73);
    for (const mark of ['front', 'back'] as const) {
      const bytes = await cardJpeg(mark);
      await station.call('capture.cameraPage', { ...place, pageId: randomUUID(), dpi: 300, bytes });
    }
    const { cards } = await station.call('capture.edits', { draftId: place.draftId });
    const [[front, back] = ['', '']] = cards;
    const open = () => station.call('intake.open', { draftId: place.draftId });
    const change = async () => ({ draftId: place.draftId, revision: (await open()).revision });
    await station.call('capture.joinCard', { ...(await change()), front, back });
    await station.call('capture.undoEdit', await change());
    expect(paperOf(await open(), place.componentId)?.pages.every(({ sheet }) => sheet === undefined)).toBe(
      true,
    );
    await station.call('capture.redoEdit', await change());
    await station.call('capture.turnPages', { ...(await change()), pageIds: [front], by: 270 });
    // the back was taken upside down
    await station.call('capture.turnPages', { ...(await change()), pageIds: [back], by: 180 });
    const pages = paperOf(await open(), place.componentId)?.pages ?? [];
    expect(pages.map(({ id, sheet }) => [id, sheet])).toEqual([
      [front, front],
      [back, front],
    ]);
    const { files } = await atTheCity(place.draftId);
    const sheets = files
      .map(({ path }) => readFileSync(path))
      .filter((pdf) => {
        const told = run('pdfinfo', ['a.pdf'], { 'a.pdf': pdf }).text;
        return /Pages:\s+1\n/.test(told) && pdf.includes('/Subtype /Form');
      });
    expect(sheets).toHaveLength(1);
    const pdf = sheets[0] ?? Buffer.alloc(0);
    expect(run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': pdf }).code).toBe(0);
    expect(run('pdfinfo', ['a.pdf'], { 'a.pdf': pdf }).text).toMatch(
      /Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/,
    );

    const png = run(
      'pdftoppm',
      ['-r', '300', '-png', '-singlefile', 'a.pdf', 'a'],
      { 'a.pdf': pdf },
      'a.png',
    ).written;
    const frames = await framesOn(png);
    expect(frames).toHaveLength(2);
    for (const { widthMm, heightMm } of frames) {
      expect(Math.abs(widthMm - 85.6)).toBeLessThan(0.3);
      expect(Math.abs(heightMm - 54)).toBeLessThan(0.3);
    }
    // each upright: the front's mark on the left, the back's turned from the upper right to the lower left
    expect(frames.map(({ mark }) => mark)).toEqual([
      [expect.closeTo(220 / 1011, 1), expect.closeTo(250 / 638, 1)],
      [expect.closeTo(1 - 750 / 1011, 1), expect.closeTo(1 - 110 / 638, 1)],
    ]);
    // originals: the captures are as they came
    const kept = await station.call('capture.pageImage', {
      ownerId: place.draftId,
      pageId: front,
      size: 'full',
    });
    expect((await sharp(kept.bytes).metadata()).width).toBe(638);
  },
  90_000,
);

interface Frame {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Middle of the ink inside, as parts of width and height. */
  readonly mark: readonly [number, number];
}

/** Rows of ink on a page of 300 dpi that belong together, as rectangles. */
async function framesOn(png: Uint8Array): Promise<Frame[]> {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  const mm = (px: number) => (px / 300) * 25.4;
  const isInk = (x: number, y: number) => (data[y * info.width + x] ?? 255) < 128;
  const rows = Array.from({ length: info.height }, (_, y) => {
    const row = data.subarray(y * info.width, (y + 1) * info.width);
    return { left: row.findIndex((value) => value < 128), right: row.findLastIndex((value) => value < 128) };
  });
  const frames: Frame[] = [];
  for (let y = 0; y < rows.length; y += 1) {
    if ((rows[y]?.left ?? -1) < 0) continue;
    const top = y;
    while ((rows[y]?.left ?? -1) >= 0) y += 1;
    const group = rows.slice(top, y);
    const left = Math.min(...group.map((row) => row.left));
    const right = Math.max(...group.map((row) => row.right));
    let [count, sumX, sumY] = [0, 0, 0];
    for (let line = top + 25; line < y - 25; line += 1)
      for (let x = left + 25; x < right - 25; x += 1)
        if (isInk(x, line)) [count, sumX, sumY] = [count + 1, sumX + x, sumY + line];
    frames.push({
      widthMm: mm(right - left + 1),
      heightMm: mm(y - top),
      mark: [(sumX / count - left) / (right - left), (sumY / count - top) / (y - top)],
    });
  }
  return frames;
}
