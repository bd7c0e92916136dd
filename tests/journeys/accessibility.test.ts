import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from './axe.ts';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';

/** Every screen of the counter, in both languages, through axe. */
describe.each(['vi', 'en'] as const)('in %s', (language) => {
  let counter: CounterApp;
  const seen = new Map<string, string[]>();

  beforeAll(async () => {
    counter = await startCounter();
    const { page } = counter;
    const check = async (name: string) => {
      if (language === 'vi') {
        seen.set(name, await violationsOn(page));
        return;
      }
      const focused = await page.evaluateHandle(() => document.activeElement);
      await page.getByRole('button', { name: 'English' }).click();
      seen.set(name, await violationsOn(page));
      await page.getByRole('button', { name: 'Tiếng Việt' }).click();
      await focused.evaluate((element) => (element as HTMLElement | null)?.focus());
    };
    const officer = officerAt(page, check);
    await officer.signIn();
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').waitFor();
    seen.set('finder', await violationsOn(page));
    await page.keyboard.press('Escape');
    await officer.startDossier();
    await officer.scanCard('Số và giới tính không khớp');
    await officer.chooseProcedure('tam tru', 'Đăng ký tạm trú');
    await officer.receiveAllPapers();
    await officer.scanPapers();
    await officer.toReview();
    await officer.accept();
    await officer.print('form01');
    await officer.print('slip');
    for (const [key, name] of [
      ['Alt+D', 'dossiers'],
      ['Alt+S', 'sync'],
      ['F12', 'devices'],
      ['Alt+H', 'home-with-dossiers'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForTimeout(400);
      await check(name);
    }
    await page.getByRole('button', { name: 'Cán bộ', exact: true }).click();
    await check('staff');
  }, 240_000);

  afterAll(async () => {
    await counter.close();
  });

  it('axe finds nothing on any screen', () => {
    expect(seen.size).toBeGreaterThanOrEqual(14);
    expect(Object.fromEntries([...seen].filter(([, found]) => found.length > 0))).toEqual({});
  });
});
