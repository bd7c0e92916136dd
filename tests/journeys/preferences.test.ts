import { expect, it } from 'vitest';
import { startCounter } from './counter-app.ts';

it('the chosen look opens with the first page after a restart, and all windows follow a choice', async () => {
  const first = await startCounter();
  await first.page.getByLabel('Mã cán bộ').waitFor();
  await first.page.getByRole('button', { name: 'English' }).click();
  await first.page.getByRole('button', { name: /Change the look/u }).click();
  await expect.poll(() => first.page.locator('html').getAttribute('data-theme')).toBe('dark');
  await expect.poll(async () => (await first.call('preferences.get', {})).theme).toBe('dark');
  await first.close();

  const again = await startCounter({ dataFolder: first.dataFolder });
  const { page } = again;
  await page.getByRole('heading', { name: 'Sign in to a shift' }).waitFor();
  // As it was served, before any script: nothing to flash.
  const served = await page.evaluate(async () => (await fetch(location.href)).text());
  expect(served).toContain('<html lang="en" data-theme="dark">');
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');

  const { trainingHint } = await again.call('session.state', {});
  await again.call('session.signIn', trainingHint ?? { code: '', pin: '' });
  const opening = again.app.waitForEvent('window');
  await again.call('shell.openWindow', {});
  const second = await opening;
  await second.getByRole('button', { name: 'Tiếng Việt' }).waitFor();
  expect(await second.locator('html').getAttribute('data-theme')).toBe('dark');
  await second.getByRole('button', { name: 'Tiếng Việt' }).click();
  await page.getByRole('button', { name: 'English' }).waitFor();
  expect(again.consoleErrors).toEqual([]);
  await again.close();
});
