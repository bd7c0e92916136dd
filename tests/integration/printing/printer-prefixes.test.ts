/** A sample of `npm run hardware -- printer-prefixes`: the same cases, fewer bytes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openStore } from '../../../main/store/open-store.ts';
import { settings } from '../../hardware/printer/prefix-case.ts';
import { lineKinds, replyKinds, sweep } from '../../hardware/printer/prefixes.ts';

const folder = mkdtempSync(join(tmpdir(), 'prefixes-'));
const opened = openStore({ folder, dataKey: new Uint8Array(32).fill(3) });
if (!opened.ok) throw new Error(opened.error.code);
const store = opened.value;
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** Bytes between two cases; the first place moves, so that no byte is left out for ever. */
const steps: Readonly<Record<string, number>> = { picture: 20_011, text: 401 };

it.concurrent.each(settings.map((setting) => [setting.name, setting] as const))(
  'line-cut, power-cycle, paper-out, bad answers at any byte: %s',
  { timeout: 120_000 },
  async (name, setting) => {
    const step = steps[name.split(/[ ,]/)[0] ?? ''] ?? 401;
    const from = Math.floor(Math.random() * step);
    const tallies = await sweep({
      store,
      setting,
      step,
      from,
      line: lineKinds,
      reply: replyKinds,
      abreast: 10,
    });
    const cases = tallies.reduce((sum, tally) => sum + tally.cases, 0);
    const wrong = tallies.flatMap((tally) => tally.wrong.map((what) => `${tally.fault}, ${what}`));
    expect(wrong).toEqual([]);
    expect(cases).toBeGreaterThan(20);
    console.log(`${name}: ${String(cases)} cases from byte ${String(from)}, 0 wrong`);
  },
);
