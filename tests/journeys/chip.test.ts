/** The officer reads the chip of a card: keyboard only, seen by axe, and the picture is gone when the dialog closes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violationsOn } from './axe.ts';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';

const patience = { timeout: 30_000 };
const pictures = process.env['MOT_CUA_PICTURES'];
let counter: CounterApp;
const seen = new Map<string, readonly string[]>();

beforeAll(async () => {
  counter = await startCounter();
  const officer = officerAt(counter.page, async () => {});
  await officer.signIn();
  await officer.startDossier();
});
afterAll(async () => {
  await counter?.close();
});

async function look(name: string): Promise<void> {
  seen.set(name, await violationsOn(counter.page));
  if (pictures) await counter.page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function press(name: string): Promise<void> {
  const button = counter.page.getByRole('button', { name, exact: true });
  await button.waitFor(patience);
  await button.focus();
  await counter.page.keyboard.press('Enter');
}

/** Put in at once: keys in such a hurry would count as a scanner's. */
async function readWithCan(can: string): Promise<void> {
  const field = counter.page.getByLabel('Số CAN (6 chữ số)');
  await field.fill(can);
  await field.press('Enter');
}

it('a wrong number is explained, the right one shows the person, what was verified, and fills the form', async () => {
  const { page } = counter;
  await press('Đọc chip');
  await page.getByRole('dialog').waitFor(patience);
  await page.getByText('Đã thấy thẻ.').waitFor(patience);
  await look('chip-form');
  await readWithCan('999999');
  await page.getByText('Thẻ không chấp nhận số vừa nhập.').waitFor(patience);
  await look('chip-wrong-number');
  await counter.call('training.chip', { card: null });
  await page.getByText('Chưa có thẻ trong đầu đọc.').waitFor(patience);
  await look('chip-waiting');
  await counter.call('training.chip', { card: 'good' });
  await page.getByText('Đã thấy thẻ.').waitFor(patience);
  await readWithCan('012345');
  if (pictures) await counter.page.screenshot({ path: join(pictures, 'chip-reading.png') });
  await page.getByText('Đã xác thực chip', { exact: true }).waitFor(patience);
  const picture = page.getByRole('img', { name: 'Ảnh trong chip' });
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(480);
  await look('chip-verified');
  await press('Dùng dữ liệu này');
  await page.getByRole('dialog').waitFor({ state: 'detached', ...patience });
  expect(await page.getByLabel('Họ và tên').first().inputValue()).toBe('Nguyễn Văn An');
  await page.getByText('Nguồn: Đã xác thực chip').waitFor(patience);
  await look('chip-in-form');
  expect(await picture.count()).toBe(0);
  const [draft] = (await counter.call('intake.drafts', {})).items;
  const stored = await counter.call('intake.open', { draftId: draft?.id ?? '' });
  expect(stored.people.applicant).toMatchObject({ source: 'chip-verified', idNumber: '001099012345' });
});

it('a changed chip is named, and its data cannot be taken over', async () => {
  const { page } = counter;
  await counter.call('training.chip', { card: 'tampered' });
  await press('Đọc chip');
  // The number that the form knows already is filled in.
  expect(await page.getByLabel('Số CAN (6 chữ số)').inputValue()).toBe('012345');
  await readWithCan('012345');
  await page.getByText('Không dùng được thẻ này').waitFor(patience);
  await look('chip-tampered');
  expect(await page.getByText('khác với bản đã ký: DG13').count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Dùng dữ liệu này' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached', ...patience });
});

it('an unknown issuer leaves the chip read, not verified', async () => {
  await counter.call('training.chip', { card: 'foreign-issuer' });
  await press('Đọc chip');
  await readWithCan('012345');
  await counter.page.getByText('Đã đọc chip, chưa xác thực').waitFor(patience);
  await look('chip-unknown-issuer');
  await counter.page.keyboard.press('Escape');
});

it('no screen of it breaks accessibility, and no picture lies in the data folder', () => {
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries([...seen.keys()].map((name) => [name, []])));
  const jpegs = readdirSync(counter.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter(
      (entry) => readFileSync(join(entry.parentPath, entry.name)).subarray(0, 2).toString('hex') === 'ffd8',
    );
  expect(jpegs.map((entry) => entry.name).filter((name) => !/thumb|page/.test(name))).toEqual([]);
  expect(counter.consoleErrors).toEqual([]);
});
