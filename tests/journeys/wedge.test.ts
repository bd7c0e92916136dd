/**
 * A keyboard wedge is a keyboard: real key events from the display, with a key for every Vietnamese letter. `npm run
 * hardware -- wedge` plays a thousand of the cases of which a few are played here.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomFrom } from '../fuzz/mutate.ts';
import { scannerTypes } from '../hardware/wedge/hands.ts';
import { WedgeDesk } from '../hardware/wedge/desk.ts';
import { playCases, type Played } from '../hardware/wedge/lane.ts';
import { tally } from '../hardware/wedge/tally.ts';
import { XKeyboard } from '../hardware/wedge/x-keyboard.ts';
import { startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';

const sample = { seed: 11, count: 12, repeatsAtMost: 1 };

let keyboard: XKeyboard;
let counter: CounterApp;
let desk: WedgeDesk;

beforeAll(async () => {
  keyboard = await XKeyboard.open();
  counter = await startCounter();
  desk = new WedgeDesk(counter.page, keyboard);
  await desk.open();
});

afterAll(async () => {
  keyboard.close();
  await counter.close();
});

it('scans and typing mixed: no scan in a field, no typed letter lost, every scan whole and once', async () => {
  const played: Played[] = [];
  await playCases(desk, sample, (each) => played.push(each));
  const { table, wrong, unplayed } = tally(played);
  console.log(table);
  expect(wrong).toEqual([]);
  // On a busy machine the display pauses longer between two keys than any scanner does: such a case says nothing.
  expect(played.length - unplayed).toBeGreaterThan(3);
});

it('a scanner that loses its marks is noticed: the name is not taken as sound', { retry: 3 }, async () => {
  await counter.page.keyboard.press('Alt+H');
  await counter.page.getByRole('heading', { name: 'Quầy tiếp nhận' }).waitFor();
  await officerAt(counter.page, async () => {}).startDossier();
  const card = '001099012345||Nguy?n V?n An|15011999|Nam|S? 1, Ph? V? D?, L?ng, H? N?i|20082021';
  const { strokes } = scannerTypes(card, { paceMs: 4, suffix: 'Enter' }, randomFrom(1));
  await keyboard.play(strokes);
  const values = () =>
    counter.page
      .locator('input:visible')
      .evaluateAll((inputs) => inputs.map((each) => (each as HTMLInputElement).value));
  await expect.poll(values, { timeout: 15_000 }).toContain('001099012345');
  await counter.page
    .getByText(/mất dấu/)
    .first()
    .waitFor({ timeout: 5_000 });
});
