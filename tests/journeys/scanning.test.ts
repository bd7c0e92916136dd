/** A jam in the middle of ten sheets, files of a copier, and a network scanner's address, on the capture screen by keyboard. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sheetPicture } from '../hardware/scanner/sheets.ts';
import { violationsOn } from './axe.ts';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';
import { picturesOf } from './pictures.ts';

let counter: CounterApp;
const look = picturesOf(() => counter.page);

beforeAll(async () => {
  counter = await startCounter();
  const officer = officerAt(counter.page, () => Promise.resolve());
  await officer.signIn();
  await officer.toCapture('Số và giới tính không khớp');
});
afterAll(() => counter.close());

it('jam-at-7: the screen says what is kept and where it goes on; F8 goes on, ten pages', async () => {
  const { page } = counter;
  await counter.call('training.scanner', { fault: 'jam', page: 7, sheets: 10 });
  await page.keyboard.press('F8');
  await page.getByRole('button', { name: 'Quét tiếp từ trang 7' }).waitFor();
  await page.getByText('Đã lưu an toàn 6 trang').first().waitFor();
  await look('jam-at-7');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('F8');
  await page.getByText('Đã lưu an toàn 4 trang').first().waitFor();
  await page.getByText('Cả hồ sơ: 10 trang').waitFor();
  await look('ten-pages');
});

it('a file of the copier is taken into the paper', async () => {
  const { page } = counter;
  const folder = join(counter.dataFolder, 'training', 'may-photocopy');
  writeFileSync(join(folder, 'SCAN_0001.jpg'), await sheetPicture(5, 100));
  writeFileSync(join(folder, 'ghi-chu.txt'), 'not a page, and long enough');
  const take = page.getByRole('button', { name: 'Nhận 1 tệp vào giấy này' });
  await take.waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await page.getByText('không phải PDF, JPEG hay TIFF').waitFor();
  await look('copier');
  expect(await violationsOn(page)).toEqual([]);
  await take.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Cả hồ sơ: 11 trang').waitFor();
});

it('a wrong address of a network scanner is told in the dialog', async () => {
  const { page } = counter;
  await page.getByRole('button', { name: /Máy quét tập huấn/ }).click();
  await page.getByRole('option', { name: 'Máy quét mạng…' }).click();
  await page.getByLabel('Địa chỉ, ví dụ 192.168.1.20').fill('192.0.2.7');
  await page.keyboard.press('Enter');
  await page.getByText('Không tìm thấy máy quét.').waitFor();
  await look('network');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('Escape');
});
