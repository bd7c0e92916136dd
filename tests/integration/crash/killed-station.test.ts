/** Short seeded samples of `npm run crash`: random kills, kills at durable syscalls, power cuts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleCounter } from '../../crash/bundle-counter.ts';
import { cutPower, powerNeeds, recordTransaction } from '../../crash/power/power-cuts.ts';
import { killAtRandom } from '../../crash/random-kills.ts';
import { killAtSyscalls, syscallNeeds } from '../../crash/syscall-kills.ts';
import { faultCounts } from '../../crash/table.ts';

/** A busy machine takes its time; a hang does not end. */
const timeout = 240_000;
const seed = 20_261_123;
const folder = mkdtempSync(join(tmpdir(), 'killed-station-'));
let script = '';
beforeAll(async () => {
  script = await bundleCounter(join(folder, 'bundle'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  'killed-at-random: nothing acknowledged is lost or doubled, and no number is without its record',
  { timeout },
  async () => {
    const report = await killAtRandom({
      ...{ kills: 2, seed, script, folder: join(folder, 'random'), style: 'a' },
    });
    console.log(`${String(report.kills)} random kills: ${faultCounts(report.faults)}`);
    expect(report.kills).toBe(2);
    expect(report.faults).toEqual([]);
  },
);

const without = (needs: readonly string[]): string =>
  needs.length > 0 ? ` (needs ${needs.join(', ')})` : '';

test.skipIf(syscallNeeds.length > 0)(
  `killed-at-an-fsync of a page: the transaction goes on after the next start${without(syscallNeeds)}`,
  { timeout },
  async () => {
    const report = await killAtSyscalls({
      ...{ folder: join(folder, 'syscalls'), script, seed, calls: ['fsync'] },
      wants: ({ thread, n }) => thread === 'pool' && n === 3,
      mostOfACall: 3,
    });
    console.log(`${JSON.stringify(report.killed)}: ${faultCounts(report.faults)}`);
    expect(report.killed).toEqual({ 'pool fsync': 3 });
    expect(report.faults).toEqual([]);
  },
);

test.skipIf(powerNeeds.length > 0)(
  `power-cut amid a transaction: what was told is there, whatever of the rest survives${without(powerNeeds)}`,
  { timeout },
  async () => {
    const recording = await recordTransaction({ folder: join(folder, 'power'), script, seed });
    const report = await cutPower(recording, { seed, draws: 1, every: 40 });
    console.log(`${String(report.cuts)} power cuts: ${faultCounts(report.faults)}`);
    expect(report.acknowledged).toBeGreaterThan(5);
    expect(report.printed).toBe(1);
    expect(report.faults).toEqual([]);
  },
);
