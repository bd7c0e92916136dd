/** Paths beside the straight one: what goes wrong at a counter, and what the officer then sees and keeps. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import type { Page as Window } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Draft } from '../../main/domain/dossier.ts';
import { newFolder, startCounter, type CounterApp } from './counter-app.ts';
import { signIn, takeIn } from './dossier-by-contract.ts';
import { officerAt, personsPace } from './officer.ts';
import { simulatedCity } from './simulated-city.ts';
import { samplePage } from '../sample-people.ts';

const card = 'CCCD 2021 – Nguyễn Văn An';
const patience = { timeout: 30_000 };
const polling = { timeout: 30_000, interval: 100 };
const withoutPictures = async () => {};

async function newestDraft(counter: CounterApp): Promise<Draft> {
  const items = (await counter.call('intake.drafts', {})).items;
  const [newest] = items.toSorted((a, b) => b.updatedAt - a.updatedAt);
  if (!newest) throw new Error('no draft');
  return await counter.call('intake.open', { draftId: newest.id });
}

/** Page ids of the papers that have pages, in order. */
function pageIds(draft: Draft): string[][] {
  return draft.components
    .filter((paper) => paper.pages.length > 0)
    .map((paper) => paper.pages.map((page) => page.id));
}

async function press(window: Window, button: string): Promise<void> {
  const found = window.getByRole('button', { name: button, exact: true });
  await found.waitFor(patience);
  await found.focus();
  await window.keyboard.press('Enter');
}

async function scanThree(counter: CounterApp): Promise<string[]> {
  await counter.page.keyboard.press('F8');
  await counter.page.getByText('Đã lưu an toàn 3 trang', { exact: true }).waitFor(patience);
  return pageIds(await newestDraft(counter))[0] ?? [];
}

async function addFile({ page }: CounterApp, name: string, bytes: Uint8Array): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
}

async function pdfOf(pages: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const picture = await pdf.embedJpg(await samplePage(7));
  for (let n = 0; n < pages; n += 1) pdf.addPage([595, 842]).drawImage(picture, { width: 595, height: 842 });
  return await pdf.save();
}

describe('at the capture step', () => {
  let counter: CounterApp;

  beforeAll(async () => {
    counter = await startCounter();
    await officerAt(counter.page, withoutPictures).signIn();
  });
  beforeEach(() => officerAt(counter.page, withoutPictures).toCapture(card));
  afterEach(() => counter.call('training.scanner', { fault: 'none', sheets: null }));
  afterAll(async () => {
    expect(counter.consoleErrors).toEqual([]);
    await counter.close();
  });

  const pagesKept = async () => pageIds(await newestDraft(counter)).flat().length;
  const row = (n: number) => counter.page.getByRole('row', { name: new RegExp(`^Trang ${n},`) });

  it('one bad page is scanned again: it comes to its place, its neighbours stay', async () => {
    const before = await scanThree(counter);
    await row(2).focus();
    await counter.page.keyboard.press('Space');
    await press(counter.page, 'Quét lại trang này');
    await expect.poll(async () => pageIds(await newestDraft(counter))[0]?.[1], polling).not.toBe(before[1]);
    const after = pageIds(await newestDraft(counter));
    expect(after).toEqual([[before[0], expect.any(String), before[2]]]);
  });

  it('a page that lies wrong is turned and moved, a page too many goes and comes back, by keys alone', async () => {
    const [first, second, third] = await scanThree(counter);
    const order = async () => pageIds(await newestDraft(counter))[0];
    await row(1).focus();
    await counter.page.keyboard.press('Space');
    await counter.page.keyboard.press('r');
    await expect
      .poll(async () => (await newestDraft(counter)).components.flatMap((paper) => paper.pages)[0], polling)
      .toMatchObject({ id: first, rotation: 90 });
    await counter.page.keyboard.press('Alt+ArrowRight');
    await expect.poll(order, polling).toEqual([second, first, third]);
    await counter.page.keyboard.press('Delete');
    await expect.poll(order, polling).toEqual([second, third]);
    await counter.page.keyboard.press('Control+z');
    await expect.poll(order, polling).toEqual([second, first, third]);
  });

  it('keys pressed faster than the pages are kept are all heard', async () => {
    const [first, second, third] = await scanThree(counter);
    await row(1).focus();
    await counter.page.keyboard.press('Space');
    const keys = counter.page.keyboard;
    for (const key of ['r', 'r', 'Alt+ArrowRight', 'Alt+ArrowRight', 'Delete', 'Control+z'])
      await keys.press(key);
    await expect
      .poll(
        async () =>
          (await newestDraft(counter)).components
            .flatMap((paper) => paper.pages)
            .map(({ id, rotation }) => [id, rotation]),
        polling,
      )
      .toEqual([
        [second, 0],
        [third, 0],
        [first, 180],
      ]);
  });

  it('a feeder that is stopped keeps what came before, and says how much', async () => {
    await counter.call('training.scanner', { fault: 'none', sheets: 50 });
    await counter.page.keyboard.press('F8');
    await expect.poll(pagesKept, polling).toBeGreaterThan(0);
    await press(counter.page, 'Dừng lại');
    await counter.page.getByRole('progressbar').waitFor({ state: 'detached', ...patience });
    const kept = await pagesKept();
    expect(kept).toBeGreaterThanOrEqual(1);
    expect(kept).toBeLessThan(50);
    await counter.page.getByText(`Đã lưu an toàn ${kept} trang`, { exact: true }).waitFor(patience);
  });

  it('a long PDF that is stopped keeps its pages so far, and the next file is taken', async () => {
    await addFile(counter, 'dai.pdf', await pdfOf(300));
    await expect.poll(pagesKept, polling).toBeGreaterThan(2);
    await press(counter.page, 'Dừng lại');
    await counter.page.getByRole('progressbar').waitFor({ state: 'detached', ...patience });
    const kept = await pagesKept();
    expect(kept).toBeLessThan(300);
    await counter.page.getByText(`Đã lưu an toàn ${kept} trang`, { exact: true }).waitFor(patience);
    await addFile(counter, 'ngan.pdf', await pdfOf(2));
    await expect.poll(pagesKept, polling).toBe(kept + 2);
  });

  it('a PDF with a password and half a picture each say so beside the pages that are kept', async () => {
    const plain = join(newFolder('pdf'), 'to-khai.pdf');
    const locked = plain.replace('to-khai', 'co-mat-khau');
    writeFileSync(plain, await pdfOf(2));
    expect(spawnSync('qpdf', ['--encrypt', 'mo', 'chu', '256', '--', plain, locked]).status).toBe(0);
    const picture = await samplePage(3);

    await addFile(counter, 'to-khai.pdf', readFileSync(plain));
    await counter.page.getByText('Đã lưu an toàn 2 trang', { exact: true }).waitFor(patience);
    await addFile(counter, 'co-mat-khau.pdf', readFileSync(locked));
    await addFile(counter, 'nua-anh.jpg', picture.slice(0, picture.length / 2));
    const notes = counter.page.getByRole('alert');
    await expect.poll(() => notes.count(), polling).toBe(2);
    const said = await notes.allInnerTexts();
    expect(said[0]).toMatch(/có mật khẩu nên không mở được[^]*Đã giữ[^]*Đề nghị ông\/bà[^]*co-mat-khau\.pdf/);
    expect(said[1]).toMatch(/bị hỏng[^]*Đã giữ[^]*xin lại tệp hoặc quét[^]*nua-anh\.jpg/);
    expect(pageIds(await newestDraft(counter)).flat()).toHaveLength(2);
  });

  it('a jam tells what is safe; scanning again goes on in the same paper', async () => {
    await counter.call('training.scanner', { fault: 'jam' });
    await counter.page.keyboard.press('F8');
    const note = counter.page.getByRole('alert');
    await note.getByText('Giấy bị kẹt trong máy quét.').waitFor(patience);
    const jammed = await newestDraft(counter);
    const [safe = []] = pageIds(jammed);
    expect(safe.length).toBeGreaterThan(0);
    expect(await note.innerText()).toContain(`Đã lưu an toàn ${safe.length} trang`);

    await counter.call('training.scanner', { fault: 'none' });
    await counter.page.keyboard.press(']');
    await press(counter.page, `Quét tiếp từ trang ${safe.length + 1}`);
    await note.waitFor({ state: 'detached', ...patience });
    await counter.page.getByText('Đã lưu an toàn 3 trang', { exact: true }).waitFor(patience);
    const after = pageIds(await newestDraft(counter));
    expect(after).toHaveLength(1);
    expect(after[0]?.slice(0, safe.length)).toEqual(safe);
    expect(after[0]).toHaveLength(safe.length + 3);
  });

  it('a change made on what another window has replaced is not made, is explained, and the newest is shown', async () => {
    await scanThree(counter);
    const opened = counter.app.waitForEvent('window');
    await counter.page.keyboard.press('Control+n');
    const second = await opened;
    await second.setViewportSize({ width: 1366, height: 768 });
    const found = second.getByRole('button', { name: /đã lưu an toàn 3 trang/ }).first();
    await found.waitFor(patience);
    await found.focus();
    await second.keyboard.press('Enter');
    await second.getByRole('heading', { name: 'Kiểm thành phần hồ sơ' }).waitFor(patience);
    await second.keyboard.press('Alt+4');
    // The step starts at the paper that waits; the pages are in the one before.
    await second.getByRole('option', { name: /Chưa quét/, selected: true }).focus();
    await second.keyboard.press('[');
    const picked = second.getByRole('row', { name: /^Trang 1,/ });
    await picked.waitFor(patience);
    await picked.focus();
    await second.keyboard.press('Space');
    await row(1).focus();
    await counter.page.keyboard.press('Space');

    // The second window is busy while the first one changes the page, so its own change is made on what it saw before.
    const note = second.getByText('vừa được sửa ở cửa sổ khác');
    for (let tries = 0; tries < 8 && (await note.count()) === 0; tries += 1) {
      const busy = second.evaluate(() => {
        const end = Date.now() + 1500;
        while (Date.now() < end);
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      const late = second.keyboard.press('r');
      await counter.page.keyboard.press('r');
      await Promise.all([busy, late]);
      await second.waitForTimeout(500);
    }
    await note.first().waitFor(patience);
    const turned = (await newestDraft(counter)).components.flatMap((paper) => paper.pages)[0]?.rotation;
    await expect
      .poll(
        () => second.locator('.viewer-sheet img').evaluate((img) => (img as HTMLElement).style.rotate),
        polling,
      )
      .toBe(`${turned}deg`);
    await second.close();
  });
});

describe('after acceptance', () => {
  let counter: CounterApp;
  const city = (faults: object) => simulatedCity(counter.dataFolder).post('/_faults', faults);

  beforeAll(async () => {
    counter = await startCounter();
    await officerAt(counter.page, withoutPictures).signIn();
  });
  afterAll(async () => {
    await counter.close();
  });

  it('a slip printed again asks why, and the second paper says that it is one', async () => {
    const { page } = counter;
    await takeIn(counter, 1);
    await page.keyboard.press('Alt+D');
    await page.getByRole('row', { name: /Số000001/ }).focus();
    await page.keyboard.press('Enter');
    const printed = page.getByText('Đã in xong Phiếu', { exact: true });
    const slipText = async () => {
      const { png } = await counter.call('training.lastSlip', {});
      const bytes = Object.values(png as unknown as Record<string, number>);
      const read = spawnSync('tesseract', ['-', '-', '-l', 'vie', '--psm', '6'], {
        input: Buffer.from(bytes),
      });
      return read.stdout.toString('utf8').normalize('NFC');
    };
    await page.getByRole('heading', { name: 'In giấy tờ' }).waitFor(patience);
    await page.keyboard.press('Control+Shift+P');
    await printed.waitFor(patience);
    expect(await slipText()).not.toMatch(/in lại/i);

    await page.keyboard.press('Control+Shift+P');
    await page.getByLabel('Lý do in lại').waitFor(patience);
    await page.keyboard.type('Giấy bị ướt', personsPace);
    await page.keyboard.press('Enter');
    await page.getByLabel('Lý do in lại').waitFor({ state: 'detached', ...patience });
    await printed.waitFor(patience);
    expect(await slipText()).toMatch(/in lại/i);
  });

  it('a dossier that the city refuses stands first in what waits, with the words of the city', async () => {
    const { page } = counter;
    await city({ refuseNext: 'Thiếu trang 2 của tờ khai' });
    const refused = await takeIn(counter, 2);
    await page.keyboard.press('Alt+S');
    await page.getByText('Thiếu trang 2 của tờ khai').first().waitFor(patience);
    const first = page.getByRole('list', { name: 'Hồ sơ cần xử lý' }).getByRole('listitem').first();
    expect(await first.innerText()).toContain(refused.localCode.slice(-4));
    await page.getByRole('banner').getByText('1 cần xử lý').waitFor(patience);
  });

  let person = -17;
  it('a name typed without its marks finds the dossier, and its pages are there', async () => {
    const { page } = counter;
    // Somebody else of that name on a second try: the one of the first is on record.
    person += 50;
    const wanted = await takeIn(counter, person, { pages: 2 });
    await page.keyboard.press('Alt+H');
    await page.keyboard.press('Alt+D');
    await page.locator('[type="search"]:focus').waitFor(patience);
    const number = String(person).padStart(6, '0');
    await page.keyboard.type(`pham ngoc du so${number}`, personsPace);
    const rows = page.getByRole('row', { name: new RegExp(`Số${number}`) });
    await expect.poll(() => page.locator('.dos-row').count(), polling).toBe(1);
    await rows.focus();
    await page.keyboard.press('Enter');
    await page.getByText(wanted.localCode).first().waitFor(patience);
    await page.getByRole('img', { name: 'Trang 1' }).waitFor(patience);
    expect(await page.getByRole('button', { name: 'Trang 2', exact: true }).count()).toBeGreaterThan(0);
  });
});

it('a clock two hours off is explained at the review, and nothing is accepted', async () => {
  const counter = await startCounter({ env: { MOT_CUA_CLOCK_OFFSET_MS: '7200000' } });
  const { page } = counter;
  const officer = officerAt(page, withoutPictures);
  await officer.signIn();
  await officerAt(counter.page, withoutPictures).toCapture(card);
  await officer.scanPapers();
  await page.keyboard.press('Alt+5');
  await page.getByRole('heading', { name: 'Xem lại và tiếp nhận' }).waitFor(patience);
  const blocks = page.getByRole('listitem').filter({ hasText: 'Đồng hồ máy lệch quá 2 phút' }).last();
  await blocks.waitFor(patience);
  await page.getByText('Vui lòng chỉnh lại đồng hồ của máy').waitFor(patience);
  expect(await page.getByRole('button', { name: 'Tiếp nhận hồ sơ' }).isDisabled()).toBe(true);
  await page.keyboard.press('F9');
  await press(page, 'Kiểm tra lại');
  await page.waitForTimeout(1000);
  expect(await page.getByRole('heading', { name: 'Xem lại và tiếp nhận' }).count()).toBe(1);
  const { total } = await counter.call('dossier.list', { text: '', limit: 10, before: null });
  expect(total).toBe(0);
  await signIn(counter);
  expect((await newestDraft(counter)).components.some((paper) => paper.pages.length > 0)).toBe(true);
  await counter.close();
});
