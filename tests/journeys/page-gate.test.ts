/** The gate at capture: a page out of focus, an empty back and two papers on one glass, from the file to the accepted dossier. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Wish } from '../corpus/conditions.ts';
import { makePage } from '../corpus/make-page.ts';
import { smallPapers } from '../corpus/sets.ts';
import { violationsOn } from './axe.ts';
import { newFolder, startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';
import { picturesOf } from './pictures.ts';

let counter: CounterApp;
const papers = newFolder('papers');
const look = picturesOf(() => counter.page);

const letter = {
  kind: 'letter',
  dpi: 200,
  lid: 'none',
  skewDeg: 0.6,
  turnDeg: 0,
  bleed: 0,
  bentCorner: false,
} as const;

async function paperFile(name: string, wish: Wish): Promise<string> {
  const { picture, truth } = makePage(wish);
  const { widthPx: width, heightPx: height, data } = picture;
  const path = join(papers, name);
  await sharp(data, { raw: { width, height, channels: 3 } })
    .withMetadata({ density: truth.dpi })
    .jpeg({ quality: 92 })
    .toFile(path);
  return path;
}

async function addFiles(...paths: string[]): Promise<void> {
  await counter.page.locator('input[type=file]').setInputFiles(paths);
}

beforeAll(async () => {
  counter = await startCounter();
  const officer = officerAt(counter.page, () => Promise.resolve());
  await officer.signIn();
  await officer.toCapture('Số và giới tính không khớp');
});
afterAll(() => counter.close());

it('a page out of focus: told with its place, accepted with a reason that stays', async () => {
  const { page } = counter;
  await look('gate-empty');
  await addFiles(await paperFile('mo.jpg', { ...letter, seed: 304, blurPx: 4 }));
  await page.getByText('Mờ: nét chữ nhòe ra', { exact: false }).waitFor();
  await page
    .getByRole('row', { name: /Trang 1/ })
    .getByText('Mờ')
    .waitFor();
  await page.getByText('1 trang cần quyết định').waitFor();
  await look('gate-blurred');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('a');
  await page.getByRole('group', { name: 'Vì sao vẫn dùng trang này?' }).waitFor();
  await look('gate-accepting');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('2');
  await page.getByText('Đã chấp nhận: Vẫn đọc được đủ nội dung').waitFor();
  expect(await page.getByText('1 trang cần quyết định').count()).toBe(0);
});

it('the page as captured is compared with the page in the file, by the keyboard', async () => {
  const { page } = counter;
  await page.keyboard.press('c');
  const slider = page.getByRole('slider', { name: 'So ảnh lúc quét với trang trong tệp' });
  await slider.waitFor({ timeout: 60_000 });
  expect(await slider.getAttribute('aria-valuetext')).toBe('50% lúc quét');
  await page.locator('.gate-file-page img').waitFor();
  await look('gate-compare');
  expect(await violationsOn(page)).toEqual([]);
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  expect(await slider.getAttribute('aria-valuetext')).toBe('48% lúc quét');
  // the same key, the slider still having the focus
  await page.keyboard.press('c');
  await slider.waitFor({ state: 'detached' });
});

it('an empty back goes aside, is shown, and comes into the file when asked', async () => {
  const { page } = counter;
  await addFiles(
    await paperFile('mat-truoc.jpg', { ...letter, seed: 301 }),
    await paperFile('mat-sau.jpg', {
      seed: 13,
      kind: 'blank-back',
      dpi: 200,
      lid: 'none',
      bentCorner: false,
    }),
  );
  await page.getByText('1 trang trắng để riêng').waitFor({ timeout: 60_000 });
  await page.getByText('Cả hồ sơ: 2 trang').waitFor();
  await look('gate-blank');
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Xem', exact: true }).focus();
  await page.keyboard.press('Enter');
  const file = page.getByRole('button', { name: /Đưa vào hồ sơ: Trang trắng/ });
  await file.waitFor();
  await look('gate-blank-large');
  expect(await violationsOn(page)).toEqual([]);
  await file.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Cả hồ sơ: 3 trang').waitFor();
  await page.getByText('1 trang trắng để riêng').waitFor({ state: 'detached' });
});

it('two papers on one glass become two pages with one key, and one again', async () => {
  const { page } = counter;
  await addFiles(await paperFile('hai-giay.jpg', { ...smallPapers(2), dpi: 200 }));
  await page.getByRole('button', { name: 'Tách thành hai trang' }).waitFor({ timeout: 60_000 });
  await look('gate-two-papers');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('t');
  await page.getByText('Cả hồ sơ: 5 trang').waitFor({ timeout: 30_000 });
  await page.getByText('1 ảnh gốc đã tách').waitFor();
  await look('gate-split');
  const join = page.getByRole('button', { name: 'Ghép lại như lúc quét' });
  await join.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Cả hồ sơ: 4 trang').waitFor();
});

it('pages stream in with progress; a jam stands with what was seen', async () => {
  const { page } = counter;
  await counter.call('training.scanner', { fault: 'jam', page: 6, sheets: 8 });
  await page.keyboard.press('F8');
  await page.getByText(/Đang quét – [2-5] trang/).waitFor();
  await look('gate-streaming');
  await page.getByRole('button', { name: /Quét tiếp từ trang/ }).waitFor();
  await look('gate-jam');
  await page.getByText(/Đang xem \d+ trang/).waitFor({ state: 'detached', timeout: 90_000 });
  expect(await violationsOn(page)).toEqual([]);
});

it('in English', async () => {
  const { page } = counter;
  await addFiles(await paperFile('mo-2.jpg', { ...letter, seed: 303, blurPx: 4 }));
  await page.getByText('Mờ: nét chữ nhòe ra', { exact: false }).waitFor({ timeout: 60_000 });
  await counter.call('preferences.set', { language: 'en' });
  await page.getByText('Blurred: strokes run out by', { exact: false }).waitFor();
  await look('gate-english');
  expect(await violationsOn(page)).toEqual([]);
  await counter.call('preferences.set', { language: 'vi' });
  await page.getByText('Mờ: nét chữ nhòe ra', { exact: false }).waitFor();
});

it('a draft that is opened again shows what was seen and decided', async () => {
  const { page } = counter;
  await page.keyboard.press('Alt+3');
  await page.getByRole('heading', { name: 'Kiểm thành phần hồ sơ' }).waitFor();
  await page.keyboard.press('Alt+4');
  await page.getByText('1 trang cần quyết định').waitFor();
  await page.keyboard.press('n');
  await page.getByText('Mờ: nét chữ nhòe ra', { exact: false }).waitFor();
  await page
    .getByRole('row', { name: /Trang 1,/ })
    .getByText('Chấp nhận')
    .waitFor();
});
