import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';

/** Every screen of the counter, in both languages, through axe. */
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

async function violations(counter: CounterApp): Promise<string[]> {
  await counter.page.evaluate(() => document.fonts.ready.then(() => undefined));
  const found = await counter.page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}

describe.each(['vi', 'en'] as const)('in %s', (language) => {
  let counter: CounterApp;
  const seen = new Map<string, string[]>();

  beforeAll(async () => {
    counter = await startCounter();
    const { page } = counter;
    // The strict policy blocks script tags; the driver's own evaluation is not a page script.
    const { readFileSync } = await import('node:fs');
    await page.evaluate(readFileSync(axeSource, 'utf8'));
    const check = async (name: string) => {
      if (language === 'vi') {
        seen.set(name, await violations(counter));
        return;
      }
      const focused = await page.evaluateHandle(() => document.activeElement);
      await page.getByRole('button', { name: 'English' }).click();
      seen.set(name, await violations(counter));
      await page.getByRole('button', { name: 'Tiếng Việt' }).click();
      await focused.evaluate((element) => (element as HTMLElement | null)?.focus());
    };
    const officer = officerAt(page, check);
    await officer.signIn();
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').waitFor();
    seen.set('finder', await violations(counter));
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
