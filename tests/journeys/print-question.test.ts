/** A slip printer that falls silent after its cut: the officer is asked, by keyboard, and the answer is what counts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSlip } from '../hardware/npos-reader.ts';
import { linesOf, readLines } from '../integration/imaging/line-reader.ts';
import { violationsOn } from './axe.ts';
import { projectRoot, startCounter, type CounterApp } from './counter-app.ts';
import { takeIn } from './dossier-by-contract.ts';
import { officerAt, personsPace } from './officer.ts';

let counter: CounterApp;
const patience = { timeout: 30_000 };
const polling = { timeout: 30_000, interval: 100 };
const question = () => counter.page.getByRole('alert').getByText(/^Phiếu hẹn .+ có ra giấy không\?$/);

async function look(name: string): Promise<void> {
  const picture = await counter.page.screenshot();
  writeFileSync(join(projectRoot, 'out', 'journeys', `print-question-${name}.png`), picture);
}

/** Opens the only dossier, by keyboard. */
async function openDossier(): Promise<void> {
  const { page } = counter;
  await page.keyboard.press('Alt+D');
  await page.getByRole('row', { name: /Số000001/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'In giấy tờ' }).waitFor(patience);
}

async function lastSlip(): Promise<{ printed: number; text: string }> {
  const { raw, printed } = await counter.call('training.lastSlip', {});
  const bytes = Buffer.from(Object.values((raw ?? {}) as unknown as Record<string, number>));
  const lines = bytes.length > 0 ? await readLines(linesOf(await readSlip(bytes))) : [];
  return { printed, text: lines.join(' ') };
}

beforeAll(async () => {
  counter = await startCounter();
  await officerAt(counter.page, async () => undefined).signIn();
  await takeIn(counter, 1);
  await openDossier();
}, 90_000);

afterAll(async () => {
  await counter.close();
});

it('silent-after-cut: one question, readable in both languages and in every look', async () => {
  const { page } = counter;
  await page.keyboard.press('F10');
  await page.getByRole('button', { name: /Máy in phiếu ảo/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Im lặng sau khi cắt' }).waitFor(patience);
  await page.keyboard.type('Im', personsPace);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Im lặng sau khi cắt/ }).waitFor(patience);
  await page.keyboard.press('F10');

  await page.keyboard.press('Control+Shift+P');
  await question().waitFor(patience);
  await page.getByText('Vui lòng trả lời câu hỏi ở phía trên.').waitFor(patience);
  expect(await page.getByRole('alert').count()).toBe(1);
  expect((await lastSlip()).text).not.toMatch(/in lại/i);
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    await counter.call('preferences.set', { theme, language: 'vi' });
    await expect.poll(() => page.locator('html').getAttribute('data-theme'), polling).toBe(theme);
    // A colour on its way from one state to another is no finding.
    await page.waitForTimeout(200);
    expect(await violationsOn(page), theme).toEqual([]);
    await look(`asked-${theme}`);
    await counter.call('preferences.set', { language: 'en' });
    await page.getByRole('button', { name: 'Yes, it is out' }).waitFor(patience);
    await page.waitForTimeout(200);
    expect(await violationsOn(page), `${theme}, English`).toEqual([]);
    if (theme === 'light') await look('asked-en');
  }
  await counter.call('preferences.set', { theme: 'light', language: 'vi' });
});

it('killed before the answer: asked again after the restart', async () => {
  await counter.kill();
  counter = await startCounter({ dataFolder: counter.dataFolder });
  await officerAt(counter.page, async () => undefined).signIn();
  await question().waitFor(patience);
  await look('after-restart');
  expect(await violationsOn(counter.page)).toEqual([]);
});

it('"it came out", by Alt+C: nothing is printed again, and it is asked no more', async () => {
  const { page } = counter;
  await page.keyboard.press('Alt+C');
  await page.getByText(/^Đã ghi nhận: phiếu .+ đã ra giấy\.$/).waitFor(patience);
  await question().waitFor({ state: 'detached', ...patience });
  await look('came-out');
  expect((await lastSlip()).printed).toBe(0);
  expect((await counter.call('printing.questions', {})).items).toEqual([]);
});

it('"it did not", while the printer is still silent: says so, and prints once it is back on, marked with its reason', async () => {
  const { page } = counter;
  await openDossier();
  await counter.call('training.printer', { fault: 'silent-after-cut' });
  await page.keyboard.press('Control+Shift+P');
  await page.getByLabel('Lý do in lại').waitFor(patience);
  await page.keyboard.type('Giấy bị ướt', personsPace);
  await page.keyboard.press('Enter');
  await question().waitFor(patience);
  const { printed } = await lastSlip();

  const print = page.getByRole('button', { name: /^In phiếu/ });
  await print.focus();
  const no = page.getByRole('button', { name: /^Không, in lại/ });
  for (let presses = 0; presses < 60; presses += 1) {
    if (await no.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press('Shift+Tab');
  }
  await page.keyboard.press('Enter');
  const retry = page.getByRole('button', { name: /^In lại phiếu/ });
  await retry.waitFor(patience);
  expect(await question().count()).toBe(0);
  expect((await lastSlip()).printed).toBe(printed);
  expect(await violationsOn(page)).toEqual([]);
  await look('still-silent');

  await counter.call('training.printer', { fault: 'none' });
  await retry.focus();
  await page.keyboard.press('Enter');
  await page.getByText(/^Đã in lại phiếu .+, có dòng “in lại”\.$/).waitFor(patience);
  expect(await retry.count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
  await look('printed-again');
  const { text } = await lastSlip();
  expect(text).toMatch(/in lại/i);
  // the reader takes an a of the small print for another letter now and then
  expect(text).toMatch(/phiếu trước không r\p{L} gi\p{L}y/u);
  expect((await counter.call('printing.questions', {})).items).toEqual([]);
  expect(counter.consoleErrors).toEqual([]);
});
