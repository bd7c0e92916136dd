/** What pages say, read by the real reader: a suggestion that the officer answers with one key, and a dossier found by it. */
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Draft } from '../../main/domain/dossier.ts';
import { newFolder, startCounter, type CounterApp } from './counter-app.ts';
import { addFile } from './dossier-by-contract.ts';
import { officerAt, personsPace } from './officer.ts';

const patience = { timeout: 120_000 };
const pictures = process.env['MOT_CUA_PICTURES'];
const said = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'HỢP ĐỒNG THUÊ NHÀ',
  'Số: 77/2025',
  'Hà Nội, ngày 03 tháng 11 năm 2025',
];
const more = [
  'Bên cho thuê và bên thuê cùng thỏa thuận những điều dưới đây',
  'Căn phòng ở tầng hai, gác xép, cửa sổ hướng nam',
];

function contract(): Uint8Array {
  const font = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  );
  GlobalFonts.registerFromPath(font, 'Contract');
  const canvas = createCanvas(1654, 2339);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fdfdfb';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#161616';
  context.font = '44px Contract';
  for (const [at, line] of [...said, ...more].entries()) context.fillText(line, 180, 240 + at * 110);
  return canvas.toBuffer('image/jpeg');
}

let counter: CounterApp;
beforeAll(async () => {
  counter = await startCounter({ dataFolder: newFolder('words') });
  await counter.page.setViewportSize({ width: 1366, height: 768 });
});
afterAll(async () => {
  await counter.close();
});

async function newestDraft(): Promise<Draft> {
  const [newest] = (await counter.call('intake.drafts', {})).items;
  if (!newest) throw new Error('no draft');
  return await counter.call('intake.open', { draftId: newest.id });
}

it('a page is suggested for its paper, laid there by one key, and finds its dossier', async () => {
  const { page } = counter;
  const look = async (name: string) => {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `words-${name}.png`) });
  };
  const officer = officerAt(page, async () => {});
  await officer.signIn();
  await officer.toCapture('CCCD 2021 – Nguyễn Văn An');
  const before = await newestDraft();
  const [form, proof] = before.components;
  if (!form || !proof) throw new Error('the procedure has fewer papers than thought');
  const request = { draftId: before.id, componentId: form.componentId, name: 'quet.jpg', bytes: contract() };
  expect(await addFile(counter, request)).toMatchObject({ outcome: 'done' });
  // seen, and nothing done before it is answered
  await page.getByText(/giống “Giấy tờ chứng minh chỗ ở/).waitFor(patience);
  await page.getByText('số 77/2025 · ngày 03/11/2025', { exact: false }).waitFor(patience);
  expect((await newestDraft()).components[0]?.pages).toHaveLength(1);
  await look('suggested');
  await page.keyboard.press('Control+G');
  await expect.poll(async () => (await newestDraft()).components[1]?.pages.length, patience).toBe(1);
  const after = await newestDraft();
  expect(after.components[0]?.pages).toEqual([]);
  expect(after.components[1]?.note).toBe('Số 77/2025, ngày 03/11/2025');
  const pageId = after.components[1]?.pages[0]?.id ?? '';
  const asked = await counter.call('capture.suggestion', { draftId: after.id, pageId });
  expect(asked).toEqual({ reading: 'over', guess: null });
  await look('confirmed');

  await officer.scanPapers();
  await officer.toReview();
  await officer.accept();
  await page.keyboard.press('Alt+D');
  const search = page.getByRole('searchbox', { name: 'Tìm hồ sơ' });
  await search.waitFor(patience);
  await search.focus();
  await page.keyboard.type('gac xep cua so', personsPace);
  await page.getByText(/^Trang 1 – Giấy tờ chứng minh chỗ ở/).waitFor(patience);
  const marked = async () => await page.locator('.dos-found mark').allInnerTexts();
  await expect.poll(marked, patience).toEqual(['gác', 'xép,', 'cửa', 'sổ']);
  await look('found');
  await page.getByText(/^Trang 1 – Giấy tờ/).click();
  await page.getByRole('button', { name: 'Trang 1', pressed: true }).waitFor(patience);
  await look('opened');
}, 240_000);
