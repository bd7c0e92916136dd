import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';

/** A keyboard wedge is a keyboard: xdotool sends real X key events, Vietnamese letters included. */
const canType = ['xdotool', 'xmodmap'].every((tool) => spawnSync(tool, ['-version']).error === undefined);
const card =
  '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022';

/**
 * Gives every Vietnamese letter of `text` a key of its own. Left to itself xdotool changes the layout for each letter, faster
 * than a window hears of it, and the letter is lost.
 */
function layOutKeys(text: string): void {
  const letters = [...new Set([...text].filter((letter) => letter.charCodeAt(0) > 0x7f))];
  const unused = spawnSync('xmodmap', ['-pke'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => /^keycode\s+\d+ =\s*$/.test(line))
    .map((line) => Number(/\d+/.exec(line)?.[0]));
  if (unused.length < letters.length) throw new Error(`only ${unused.length} free keys`);
  for (const [index, letter] of letters.entries()) {
    const symbol = `U${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    spawnSync('xmodmap', ['-e', `keycode ${unused[index]} = ${symbol} ${symbol}`]);
  }
}

function typeLikeAScanner(text: string): void {
  const typed = spawnSync('xdotool', ['type', '--delay', '4', text], { encoding: 'utf8' });
  if (typed.status !== 0) throw new Error(typed.stderr);
  spawnSync('xdotool', ['key', 'Return']);
}

let counter: CounterApp;

beforeAll(async () => {
  if (canType) layOutKeys(card);
  counter = await startCounter();
  const officer = officerAt(counter.page, async () => {});
  await officer.signIn();
  await officer.startDossier();
});

afterAll(async () => {
  await counter.close();
});

const values = () =>
  counter.page
    .locator('input:visible')
    .evaluateAll((inputs) => inputs.map((each) => (each as HTMLInputElement).value));

it.skipIf(!canType)(
  'a card scanned while the cursor stands in the name field fills the form and leaks nothing',
  async () => {
    await counter.page.getByLabel(/^Họ và tên/).focus();
    typeLikeAScanner(card);
    await expect.poll(values, { timeout: 15_000 }).toContain('001185000321');
    const shown = await values();
    expect(shown).toContain('Trần Thị Bích Ngọc');
    expect(shown).toContain('02/03/1985');
    expect(shown.filter((value) => value.includes('|'))).toEqual([]);
    expect(await counter.page.getByText('Quét QR').count()).toBeGreaterThan(0);
  },
);

it.skipIf(!canType)('a scanner that loses its marks is noticed: the name is not taken as sound', async () => {
  typeLikeAScanner('001099012345||Nguy?n V?n An|15011999|Nam|S? 1, Ph? V? D?, L?ng, H? N?i|20082021');
  await expect.poll(values, { timeout: 15_000 }).toContain('001099012345');
  expect(await counter.page.getByText(/mất dấu/).count()).toBeGreaterThan(0);
});

it.skipIf(!canType)('a truncated card says so and leaves the form as it was', async () => {
  const before = await values();
  typeLikeAScanner('001099012345||Nguyễn Văn An|150119');
  await counter.page.getByRole('alert').first().waitFor({ timeout: 15_000 });
  expect(await values()).toEqual(before);
});

it.skipIf(!canType)('slow typing is a person: every letter stays', async () => {
  const address = counter.page.getByLabel('Địa chỉ').first();
  await address.fill('');
  await address.focus();
  spawnSync('xdotool', ['type', '--delay', '90', 'So 12 pho Vi Du Lang']);
  await expect.poll(() => address.inputValue()).toBe('So 12 pho Vi Du Lang');
});
