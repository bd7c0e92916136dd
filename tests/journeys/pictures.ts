import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Look } from './officer.ts';

/** Takes a picture of the screen where `MOT_CUA_PICTURES` names a folder for them, and does nothing else. */
export function picturesOf(page: () => Page): Look {
  const folder = process.env['MOT_CUA_PICTURES'];
  return async (name) => {
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    // What comes in over a tenth of a second has come.
    await page().waitForTimeout(300);
    await page().screenshot({ path: join(folder, `${name}.png`) });
  };
}
