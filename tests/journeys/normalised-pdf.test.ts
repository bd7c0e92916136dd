/** An incoming PDF on the capture screen: kept as it came, normalised by one button, taken back; a signed one refuses, and says why. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Draft } from '../../main/domain/dossier.ts';
import { signedPdf } from '../station/signed-pdf.ts';
import { violationsOn } from './axe.ts';
import { newFolder, startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';

const patience = { timeout: 60_000 };
const polling = { timeout: 60_000, interval: 100 };
const folder = newFolder('pdf');
const pictures = process.env['MOT_CUA_PICTURES'];
let counter: CounterApp;

async function look(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await counter.page.waitForTimeout(300);
  await counter.page.screenshot({ path: join(pictures, `pdf-${name}.png`) });
}

async function lettersPdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.TimesRoman);
  for (let n = 1; n <= pages; n += 1) {
    const page = document.addPage([595.28, 841.89]);
    for (let line = 0; line < 12; line += 1)
      page.drawText(`Trang ${String(n)}, dong ${String(line + 1)}: noi dung do may tinh viet ra`, {
        ...{ x: 70, y: 760 - line * 28, size: 14, font },
      });
  }
  return await document.save();
}

async function addFile(name: string, bytes: Uint8Array): Promise<void> {
  writeFileSync(join(folder, name), bytes);
  await counter.page.locator('input[type=file]').setInputFiles(join(folder, name));
}

async function made(): Promise<(string | null)[]> {
  const { items } = await counter.call('intake.drafts', {});
  const [newest] = items.toSorted((a, b) => b.updatedAt - a.updatedAt);
  const draft: Draft = await counter.call('intake.open', { draftId: newest?.id ?? '' });
  return draft.components.flatMap(({ pages }) =>
    pages.map(({ pdf, normalised }) => (normalised ? 'normalised' : pdf ? 'pdf' : null)),
  );
}

beforeAll(async () => {
  counter = await startCounter();
  const officer = officerAt(counter.page, () => Promise.resolve());
  await officer.signIn();
  await officer.toCapture('CCCD 2021 – Nguyễn Văn An');
});
afterAll(async () => {
  expect(counter.consoleErrors).toEqual([]);
  await counter.close();
});

it('an unsigned PDF is kept as it came, normalised by one button, and taken back by key or by button', async () => {
  const { page } = counter;
  await addFile('don-xin-xac-nhan.pdf', await lettersPdf(3));
  const offer = page.getByRole('button', { name: 'Chuẩn hóa PDF/A (3 trang)' });
  await offer.waitFor(patience);
  await look('as-came');
  expect(await violationsOn(page)).toEqual([]);
  await offer.focus();
  await page.keyboard.press('Enter');
  await page.getByText(/^Đang chuẩn hóa don-xin-xac-nhan.pdf/).waitFor(patience);
  await look('making');
  await page.getByText('“don-xin-xac-nhan.pdf”: đã chuẩn hóa PDF/A; tệp gốc vẫn được giữ.').waitFor(patience);
  expect(await made()).toEqual(['normalised', 'normalised', 'normalised']);
  await page.getByRole('button', { name: 'Hoàn tác: chuẩn hóa PDF/A 3 trang' }).waitFor(patience);
  await page.getByText('3 trang đã lưu an toàn').waitFor(patience);
  await look('normalised');
  expect(await violationsOn(page)).toEqual([]);

  await page.keyboard.press('Control+z');
  await expect.poll(made, polling).toEqual(['pdf', 'pdf', 'pdf']);
  await offer.waitFor(patience);
  await page.keyboard.press('Control+y');
  await expect.poll(made, polling).toEqual(['normalised', 'normalised', 'normalised']);
  await page.getByRole('button', { name: 'Dùng lại PDF gốc' }).click();
  await expect.poll(made, polling).toEqual(['pdf', 'pdf', 'pdf']);
  await page.getByRole('button', { name: 'Hoàn tác: dùng lại PDF gốc cho 3 trang' }).waitFor(patience);
});

it('a sheet too large for the law’s resolution: nothing changes, and the screen says so', async () => {
  const { page } = counter;
  const document = await PDFDocument.create();
  document.addPage([2384, 3370]).drawRectangle({ x: 200, y: 200, width: 900, height: 900 });
  await addFile('ban-ve-A0.pdf', await document.save());
  await page.getByRole('button', { name: 'Chuẩn hóa PDF/A (1 trang)' }).click(patience);
  await page.getByText('Chưa có gì thay đổi: ban-ve-A0.pdf vẫn như đã nhận.').waitFor(patience);
  await page.getByText('Trang 1 của tệp PDF này lớn hơn khổ A1', { exact: false }).waitFor(patience);
  await look('failed');
  expect(await violationsOn(page)).toEqual([]);
  expect(await made()).toEqual(['pdf', 'pdf', 'pdf', 'pdf']);
  await page.getByRole('button', { name: 'Đã hiểu' }).click();
});

it('a signed PDF has no such button, and tells why, in English too', async () => {
  const { page } = counter;
  await addFile('van-ban-ky-so.pdf', await signedPdf(1));
  await page.getByText(/^“van-ban-ky-so.pdf” có chữ ký số/).waitFor(patience);
  expect(await page.getByRole('button', { name: /^Chuẩn hóa PDF/ }).count()).toBe(0);
  await look('signed');
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText(/^“van-ban-ky-so.pdf” is digitally signed/).waitFor(patience);
  await look('signed-english');
});
