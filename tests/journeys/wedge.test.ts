import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';

/**
 * A keyboard wedge is a keyboard: xdotool sends real X key events. For letters that the layout lacks it changes the layout
 * key by key, and Chromium hears such a key without its letter – just what a wedge on a foreign layout does.
 */
const canType = spawnSync('xdotool', ['version']).status === 0;
const card =
  '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022';

function typeLikeAScanner(text: string): void {
  const typed = spawnSync('xdotool', ['type', '--delay', '4', text], { encoding: 'utf8' });
  if (typed.status !== 0) throw new Error(typed.stderr);
  spawnSync('xdotool', ['key', 'Return']);
}

let counter: CounterApp;

beforeAll(async () => {
  counter = await startCounter();
  await officerAt(counter.page, async () => {}).signIn();
});

beforeEach(async () => {
  await counter.page.keyboard.press('Alt+H');
  await counter.page.getByRole('heading', { name: 'Quầy tiếp nhận' }).waitFor();
  await officerAt(counter.page, async () => {}).startDossier();
  await counter.page.getByLabel(/^Họ và tên/).focus();
});

afterAll(async () => {
  await counter.close();
});

// On a busy machine xdotool may pause longer between two keys than any scanner does: such a run says nothing.
const retry = { retry: 3 };

const values = () =>
  counter.page
    .locator('input:visible')
    .evaluateAll((inputs) => inputs.map((each) => (each as HTMLInputElement).value));

it.skipIf(!canType)(
  'a card scanned while the cursor stands in the name field fills the form',
  retry,
  async () => {
    typeLikeAScanner(card);
    await expect.poll(values, { timeout: 15_000 }).toContain('001185000321');
    const shown = await values();
    expect(shown).toContain('02/03/1985');
    // Nothing of the scan leaked into a field as it came.
    expect(shown.filter((value) => value.includes('|'))).toEqual([]);
    expect(await counter.page.getByText('Quét QR').count()).toBeGreaterThan(0);
    // Right to the letter, or marked as not: never silently wrong.
    const right = shown.includes('Trần Thị Bích Ngọc');
    expect(right || (await counter.page.getByText(/mất dấu/).count()) > 0).toBe(true);
  },
);

it.skipIf(!canType)(
  'a scanner that loses its marks is noticed: the name is not taken as sound',
  retry,
  async () => {
    typeLikeAScanner('001099012345||Nguy?n V?n An|15011999|Nam|S? 1, Ph? V? D?, L?ng, H? N?i|20082021');
    await expect.poll(values, { timeout: 15_000 }).toContain('001099012345');
    await counter.page
      .getByText(/mất dấu/)
      .first()
      .waitFor({ timeout: 5_000 });
  },
);

it.skipIf(!canType)('a truncated card says so and leaves the form as it was', retry, async () => {
  const before = await values();
  typeLikeAScanner('001099012345||Nguyen Van An|150119');
  await counter.page.getByRole('alert').first().waitFor({ timeout: 15_000 });
  expect(await values()).toEqual(before);
});

it.skipIf(!canType)('slow typing is a person: every letter stays', retry, async () => {
  const address = counter.page.getByLabel('Địa chỉ').first();
  await address.focus();
  spawnSync('xdotool', ['type', '--delay', '90', 'So 12 pho Vi Du Lang']);
  await expect.poll(() => address.inputValue()).toBe('So 12 pho Vi Du Lang');
});
