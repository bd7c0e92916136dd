import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, startCounter } from './counter-app.ts';

it('starts where the temporary folder has a long name, and a second start still finds the first', async () => {
  const temporary = join(newFolder('long'), 'x'.repeat(90));
  mkdirSync(temporary, { recursive: true });
  const dataFolder = newFolder('data');
  const counter = await startCounter({ dataFolder, env: { TMPDIR: temporary } });
  try {
    await counter.page.getByRole('heading', { name: 'Đăng nhập ca làm việc' }).waitFor();
    // The second process hands over to the first and ends.
    await expect(startCounter({ dataFolder, env: { TMPDIR: temporary } })).rejects.toThrow();
    expect(await counter.page.getByRole('heading', { name: 'Đăng nhập ca làm việc' }).count()).toBe(1);
  } finally {
    await counter.close();
  }
});
