/**
 * A blurred page from the scanner: scanned again in its place by one key, the old one brought back; then accepted into the
 * dossier by an officer who was asked. Last what a finger can do with pages.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Draft } from '../../main/domain/dossier.ts';
import { violationsOn } from './axe.ts';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt, type Officer } from './officer.ts';
import { picturesOf } from './pictures.ts';

const patience = { timeout: 60_000 };
const polling = { timeout: 30_000, interval: 100 };
let counter: CounterApp;
let officer: Officer;
const look = picturesOf(() => counter.page);

async function newestDraft(): Promise<Draft> {
  const { items } = await counter.call('intake.drafts', {});
  const [newest] = items.toSorted((a, b) => b.updatedAt - a.updatedAt);
  return await counter.call('intake.open', { draftId: newest?.id ?? '' });
}
const idsOf = async () =>
  (await newestDraft()).components.find(({ pages }) => pages.length > 0)?.pages.map(({ id }) => id) ?? [];
const undecided = () => counter.page.getByText('1 trang cần quyết định');

beforeAll(async () => {
  counter = await startCounter();
  officer = officerAt(counter.page, () => Promise.resolve());
  await officer.signIn();
  await officer.toCapture('CCCD 2021 – Nguyễn Văn An');
});
afterAll(async () => {
  expect(counter.consoleErrors).toEqual([]);
  await counter.close();
});

it('scanned again from the gate: the new page lies where the old one lay, which comes back and goes again', async () => {
  const { page } = counter;
  await counter.call('training.scanner', { fault: 'blurred', page: 2, sheets: 3 });
  await page.keyboard.press('F8');
  await undecided().waitFor(patience);
  const before = await idsOf();
  expect(before).toHaveLength(3);
  await page.keyboard.press('n');
  const again = page
    .getByRole('region', { name: 'Kết luận về trang 2' })
    .getByRole('button', { name: 'Quét lại trang này' });
  await again.waitFor(patience);
  await page.getByText(/^Đang xem \d+ trang/).waitFor({ state: 'detached', ...patience });
  await look('gate-rescan-before');
  expect(await violationsOn(page)).toEqual([]);

  await page.keyboard.press('q');
  await undecided().waitFor({ state: 'detached', ...patience });
  const after = await idsOf();
  expect(after).toEqual([before[0], after[1], before[2]]);
  expect(before).not.toContain(after[1]);
  const back = page.getByRole('button', { name: 'Hoàn tác: quét lại trang 2' });
  await back.waitFor(patience);
  await look('gate-rescan-after');

  await page.keyboard.press('Control+z');
  await expect.poll(idsOf, polling).toEqual(before);
  await undecided().waitFor(patience);
  await again.waitFor(patience);
  await page.keyboard.press('Control+y');
  await expect.poll(idsOf, polling).toEqual(after);
  await page.keyboard.press('Control+z');
  await expect.poll(idsOf, polling).toEqual(before);
});

it('a page with a fault that nobody decided about is asked about before acceptance, once', async () => {
  const { page } = counter;
  await counter.call('training.scanner', { fault: 'none', sheets: null });
  await page.keyboard.press(']');
  await officer.scanPapers();
  await officer.toReview();
  await page.keyboard.press('F9');
  const dialog = page.getByRole('dialog', { name: 'Còn trang chưa quyết định' });
  await dialog.waitFor(patience);
  await dialog.getByText(/, trang 2: Mờ$/).waitFor(patience);
  await look('gate-before-acceptance');
  expect(await violationsOn(page)).toEqual([]);
  // The safe way has the focus: back to the page while the paper may still lie there.
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Quét giấy tờ' }).waitFor(patience);
  await officer.toReview();
  await page.keyboard.press('F9');
  await dialog.waitFor(patience);
  await page.keyboard.press('F9');
  await page.getByRole('heading', { name: 'Đã tiếp nhận', exact: true }).waitFor(patience);
});

it('with a finger: a page is looked at, moved and turned alone; several are chosen and go together', async () => {
  const { page } = counter;
  await officer.toCapture('CCCD 2021 – Nguyễn Văn An');
  await counter.call('training.scanner', { fault: 'none', sheets: 4 });
  await page.keyboard.press('F8');
  await page.getByText('Đã lưu an toàn 4 trang', { exact: true }).waitFor(patience);
  const [a, b, c, d] = await idsOf();
  const touch = await page.context().newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
  const tap = async (target: ReturnType<typeof page.getByRole>) => {
    await target.scrollIntoViewIfNeeded();
    let at = { x: 0, y: 0 };
    // A list that still scrolls would move away under the finger.
    const lies = async () => {
      const box = await target.boundingBox();
      if (!box) return false;
      at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      return await target.evaluate(
        (element, { x, y }) => element.contains(document.elementFromPoint(x, y)),
        at,
      );
    };
    await expect.poll(lies, polling).toBe(true);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  const row = (n: number) => page.getByRole('row', { name: new RegExp(`^Trang ${String(n)},`) });
  const chosen = () =>
    page
      .getByRole('row', { selected: true })
      .evaluateAll((rows) => rows.map((each) => each.getAttribute('aria-label')?.slice(0, 7) ?? ''));
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await tap(row(1));
  await expect.poll(chosen, polling).toEqual(['Trang 1']);
  // What was chosen before is not turned along.
  await tap(row(3));
  await expect.poll(chosen, polling).toEqual(['Trang 3']);
  await tap(button('Xoay phải'));
  const turns = async () =>
    (await newestDraft()).components.flatMap(({ pages }) => pages.map(({ rotation }) => rotation));
  await expect.poll(turns, polling).toEqual([0, 0, 90, 0]);
  await tap(button('Lên trước'));
  await expect.poll(idsOf, polling).toEqual([a, c, b, d]);

  await tap(button('Chọn nhiều trang'));
  await tap(row(4));
  await expect.poll(chosen, polling).toEqual(['Trang 2', 'Trang 4']);
  await look('gate-touch');
  await tap(button('Lên trước'));
  await expect.poll(idsOf, polling).toEqual([c, d, a, b]);
  await tap(button('Chọn nhiều trang'));
  await expect.poll(async () => (await chosen()).length, polling).toBe(1);
  await tap(button('Chuyển, tách, gộp trang'));
  await tap(page.getByRole('menuitem', { name: /^Gộp cả 4 trang vào/ }));
  await tap(page.getByRole('menu').nth(1).getByRole('menuitem').first());
  await page.getByRole('button', { name: /^Hoàn tác: chuyển 4 trang sang/ }).waitFor(patience);
  expect(await idsOf()).toEqual([c, d, a, b]);
});
