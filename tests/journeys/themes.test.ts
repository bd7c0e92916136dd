import { expect, it } from 'vitest';
import { violationsOn } from './axe.ts';
import { startCounter } from './counter-app.ts';
import { takeIn } from './dossier-by-contract.ts';
import { officerAt } from './officer.ts';

/** The looks that an officer can choose beside the light one, through axe: contrast is what a theme breaks first. */
it.each(['dark', 'contrast'] as const)('axe finds nothing in the %s theme, tips included', async (theme) => {
  const counter = await startCounter();
  const { page } = counter;
  await page.getByLabel('Mã cán bộ').waitFor();
  await counter.call('preferences.set', { theme });
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe(theme);
  const seen = new Map<string, readonly string[]>();
  const check = async (name: string) => void seen.set(name, await violationsOn(page));
  const officer = officerAt(page, check);
  await officer.signIn();
  await takeIn(counter, 1);
  await officer.startDossier();
  await officer.scanCard('CCCD 2021 – Nguyễn Văn An');
  await officer.chooseProcedure('tam tru', 'Đăng ký tạm trú');
  await officer.receiveAllPapers();
  await officer.scanPapers();
  await page.keyboard.press('[');
  await page.getByRole('button', { name: 'Xoay phải' }).focus();
  await page.getByRole('tooltip').waitFor();
  await check('capture with a tip');
  await officer.toReview();
  await officer.accept();
  for (const [key, name] of [
    ['Alt+D', 'dossiers'],
    ['Alt+S', 'sync'],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForTimeout(400);
    await check(name);
  }
  expect(seen.size).toBeGreaterThanOrEqual(11);
  expect(Object.fromEntries([...seen].filter(([, found]) => found.length > 0))).toEqual({});
  await counter.close();
});
