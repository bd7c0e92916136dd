/** Pages arranged on the capture screen: by keys, by dragging, several at once; and every edit taken back and done again. */
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Draft } from '../../main/domain/dossier.ts';
import { violationsOn } from './axe.ts';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';
import { picturesOf } from './pictures.ts';

const patience = { timeout: 30_000 };
const polling = { timeout: 30_000, interval: 100 };
let counter: CounterApp;

const look = picturesOf(() => counter.page);

async function newestDraft(): Promise<Draft> {
  const { items } = await counter.call('intake.drafts', {});
  const [newest] = items.toSorted((a, b) => b.updatedAt - a.updatedAt);
  return await counter.call('intake.open', { draftId: newest?.id ?? '' });
}

const layOf = async () =>
  (await newestDraft()).components
    .filter(({ pages }) => pages.length > 0)
    .map(({ pages }) => pages.map(({ id }) => id));
const row = (n: number) => counter.page.getByRole('row', { name: new RegExp(`^(Trang|Page) ${String(n)},`) });
const chosen = () => counter.page.getByRole('row', { selected: true }).count();

beforeAll(async () => {
  counter = await startCounter();
  await officerAt(counter.page, () => Promise.resolve()).signIn();
});
beforeEach(async () => {
  await officerAt(counter.page, () => Promise.resolve()).toCapture('CCCD 2021 – Nguyễn Văn An');
  await counter.call('training.scanner', { fault: 'none', sheets: 5 });
  await counter.page.keyboard.press('F8');
  await counter.page.getByText('Đã lưu an toàn 5 trang', { exact: true }).waitFor(patience);
});
afterAll(async () => {
  expect(counter.consoleErrors).toEqual([]);
  await counter.close();
});

it('several pages are chosen and split off by keys, taken back after another screen, and done again', async () => {
  const { page } = counter;
  const { keyboard } = page;
  const [[a, b, c, d, e] = []] = await layOf();
  await row(3).focus();
  await keyboard.press('Space');
  await keyboard.press('Shift+ArrowRight');
  await page.getByText('Đang chọn 2 trang').waitFor(patience);
  await keyboard.press('Alt+ArrowLeft');
  await expect.poll(layOf, polling).toEqual([[a, c, d, b, e]]);
  expect(await chosen()).toBe(2);
  await look('arrange-chosen');

  await keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Tách từ trang 2 (4 trang) sang' }).waitFor(patience);
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowRight');
  await page.getByRole('menu').nth(1).waitFor(patience);
  await look('arrange-split');
  expect(await violationsOn(page)).toEqual([]);
  await keyboard.press('Enter');
  await expect.poll(layOf, polling).toEqual([[a], [c, d, b, e]]);
  const done = page.getByRole('button', { name: /^Hoàn tác: chuyển 4 trang sang/ });
  await done.waitFor(patience);
  expect(
    await page
      .getByRole('status')
      .filter({ hasText: /^Đã chuyển 4 trang sang/ })
      .count(),
  ).toBe(1);
  await look('arrange-after-split');

  await keyboard.press('Alt+3');
  await page.getByRole('heading', { name: 'Kiểm thành phần hồ sơ' }).waitFor(patience);
  await keyboard.press('Alt+4');
  await done.waitFor(patience);
  await keyboard.press('Control+z');
  await expect.poll(layOf, polling).toEqual([[a, c, d, b, e]]);
  await keyboard.press('Control+z');
  await expect.poll(layOf, polling).toEqual([[a, b, c, d, e]]);
  await keyboard.press('Control+y');
  await keyboard.press('Control+y');
  await expect.poll(layOf, polling).toEqual([[a], [c, d, b, e]]);
  expect(await page.getByRole('button', { name: /^Làm lại/ }).count()).toBe(0);
});

it('pages are dragged to another place and to another paper, and all of a paper is merged into one', async () => {
  const { page } = counter;
  const [[a, b, c, d, e] = []] = await layOf();
  const drag = row;
  await drag(1).hover();
  await page.waitForTimeout(300);
  await drag(1).hover();
  // only now: the grid has scrolled
  const thirdBox = await row(3).boundingBox();
  await page.mouse.down();
  await page.mouse.move((thirdBox?.x ?? 0) + 4, (thirdBox?.y ?? 0) + 60, { steps: 8 });
  await page.mouse.move((thirdBox?.x ?? 0) + 2, (thirdBox?.y ?? 0) + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(layOf, polling).toEqual([[b, a, c, d, e]]);

  await row(2).click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText('Đang chọn 3 trang').waitFor(patience);
  const paper = page.getByRole('option', { name: /Chưa quét/ }).first();
  await drag(2).hover();
  await page.waitForTimeout(300);
  await drag(2).hover();
  await page.mouse.down();
  const there = await paper.boundingBox();
  await page.mouse.move((there?.x ?? 0) + 60, (there?.y ?? 0) + 20, { steps: 10 });
  await page.mouse.move((there?.x ?? 0) + 64, (there?.y ?? 0) + 22, { steps: 3 });
  await paper.and(page.locator('[data-drop-target]')).waitFor(patience);
  await look('arrange-dragging');
  await page.mouse.up();
  await expect.poll(layOf, polling).toEqual([
    [b, e],
    [a, c, d],
  ]);

  await row(1).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Gộp cả 2 trang vào' }).click();
  await page.getByRole('menu').nth(1).getByRole('menuitem').first().click();
  await expect.poll(layOf, polling).toEqual([[a, c, d, b, e]]);
  await page.keyboard.press('Control+z');
  await expect.poll(layOf, polling).toEqual([
    [b, e],
    [a, c, d],
  ]);
});

it('several pages are turned and removed at once, and come back as they lay; no complaint in English either', async () => {
  const { page } = counter;
  const before = await newestDraft();
  await page.getByRole('button', { name: 'English' }).click();
  await row(2).click();
  await row(4).click({ modifiers: ['Control'] });
  await page.keyboard.press('r');
  const turns = async () =>
    (await newestDraft()).components.flatMap(({ pages }) => pages.map(({ rotation }) => rotation));
  await expect.poll(turns, polling).toEqual([0, 90, 0, 90, 0]);
  await page.keyboard.press('Delete');
  await expect.poll(turns, polling).toEqual([0, 0, 0]);
  await page.getByRole('button', { name: 'Undo: remove 2 pages' }).waitFor(patience);
  await look('arrange-removed-en');
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Undo: remove 2 pages' }).click();
  await page.getByRole('button', { name: 'Undo: rotate 2 pages' }).click();
  await page.getByRole('button', { name: 'Redo: rotate 2 pages' }).waitFor(patience);
  await expect.poll(async () => (await newestDraft()).components, polling).toEqual(before.components);
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
});

it('two pictures of card size are offered as front and back on one A4 page, and taken apart again', async () => {
  const { page } = counter;
  for (const n of [1, 2]) {
    const card = sharp({ create: { width: 1011, height: 638, channels: 3, background: '#dfe8dc' } });
    // something stands on it: an empty one would be put aside
    const lines = Array.from(
      { length: 8 },
      (_, line) =>
        `<rect x="380" y="${String(120 + line * 55)}" width="${String(520 - line * 30)}" height="14"/>`,
    );
    const print = Buffer.from(`<svg width="1011" height="638">${lines.join('')}</svg>`);
    const buffer = await card
      .composite([{ input: print }])
      .withMetadata({ density: 300 })
      .jpeg()
      .toBuffer();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: `mat-${String(n)}.jpg`, mimeType: 'image/jpeg', buffer });
    await expect.poll(async () => (await layOf())[0]?.length, polling).toBe(5 + n);
  }
  await page.getByText('Trang 6 và 7 cỡ thẻ căn cước.').waitFor(patience);
  await look('arrange-card-offer');
  expect(await violationsOn(page)).toEqual([]);
  const offer = page.getByRole('button', { name: 'Mặt trước và mặt sau trên một trang A4, tỉ lệ 1:1' });
  await offer.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Trang 6 và 7: hai mặt thẻ trên một trang A4, tỉ lệ 1:1.').waitFor(patience);
  await page.getByRole('button', { name: /^Hoàn tác: ghép hai mặt thẻ/ }).waitFor(patience);
  await look('arrange-card-joined');
  const sheets = async () =>
    (await newestDraft()).components.flatMap(({ pages }) => pages.flatMap(({ sheet }) => sheet ?? []));
  expect(await sheets()).toHaveLength(2);
  await page.keyboard.press('Control+z');
  await expect.poll(sheets, polling).toEqual([]);
  await offer.waitFor(patience);
});

it('a separator sheet is printed for the chosen paper, and blank sheets split only when told to', async () => {
  const { page } = counter;
  const menu = page.getByRole('button', { name: 'Tờ phân cách' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemcheckbox', { name: /^Tờ trắng trong khay/ }).waitFor(patience);
  await look('arrange-separator-menu');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect
    .poll(async () => (await counter.call('preferences.get', {})).scanBlankSplits, polling)
    .toBe(true);
  await counter.call('preferences.set', { scanBlankSplits: false });
  if ((await page.getByRole('menu').count()) === 0) await menu.press('Enter');
  await page.getByRole('menuitem', { name: /^In tờ phân cách cho/ }).click();
  await page.getByText(/^Đã in xong tờ phân cách/).waitFor(patience);
  await look('arrange-separator-printed');
});

it('a sheet that split a batch is shown as set aside, and comes back into the file when asked', async () => {
  const { page } = counter;
  await counter.call('preferences.set', { scanBlankSplits: true });
  await counter.call('training.scanner', { fault: 'none', blank: 2, sheets: 4 });
  await page.keyboard.press('F8');
  const aside = page.getByRole('region', { name: 'Trang để riêng' });
  await aside.getByText('1 mặt tờ phân cách để riêng').waitFor(patience);
  await expect.poll(async () => (await layOf()).map((paper) => paper.length), polling).toEqual([6, 2]);
  await counter.call('preferences.set', { scanBlankSplits: false });
  await look('separator-aside');
  expect(await violationsOn(page)).toEqual([]);
  await aside.getByRole('button', { name: 'Xem', exact: true }).focus();
  await page.keyboard.press('Enter');
  const file = page.getByRole('button', { name: 'Đưa vào hồ sơ: Tờ phân cách, mặt 1' });
  await file.waitFor(patience);
  await look('separator-aside-large');
  await file.focus();
  await page.keyboard.press('Enter');
  await aside.waitFor({ state: 'detached', timeout: 30_000 });
  await expect.poll(async () => (await layOf()).map((paper) => paper.length), polling).toEqual([7, 2]);
  await row(7).click();
  await page.getByText('Tờ phân cách, đã đưa vào hồ sơ').waitFor(patience);
  await look('separator-filed');
});
