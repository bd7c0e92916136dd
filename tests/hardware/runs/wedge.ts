/** npm run hardware -- wedge [--count 1000] [--seed n] [--lanes 2]: scans and typing, mixed, by real key events. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runWithDisplay } from '../../../build/setup/unprivileged.mjs';
import type { Played } from '../wedge/lane.ts';
import { openPrivateDisplay } from '../wedge/private-display.ts';
import { tally } from '../wedge/tally.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lanes: { type: 'string', default: '2' },
  },
});
const [count, firstSeed, lanes] = [values.count, values.seed, values.lanes].map(Number) as [
  number,
  number,
  number,
];
const root = join(import.meta.dirname, '..', '..', '..');
const folder = join('out', 'wedge');
rmSync(join(root, folder), { recursive: true, force: true });
mkdirSync(join(root, folder), { recursive: true });

const began = performance.now();
let punctual = true;
const results = await Promise.all(
  Array.from({ length: lanes }, async (_, lane): Promise<readonly Played[]> => {
    const display = await openPrivateDisplay();
    punctual &&= display.punctual;
    const share = Math.floor(count / lanes) + (lane < count % lanes ? 1 : 0);
    const file = join(root, folder, `lane-${lane}.jsonl`);
    writeFileSync(file, '');
    // Keys go to a display of our own only, never to the one at which somebody sits.
    process.env['DISPLAY'] = display.name;
    delete process.env['XAUTHORITY'];
    try {
      await runWithDisplay(
        [
          process.execPath,
          join(root, 'tests/hardware/wedge/lane.ts'),
          `${firstSeed + lane}`,
          `${share}`,
          file,
        ],
        { writable: [folder] },
      );
    } finally {
      display.close();
    }
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Played);
  }),
);

const played = results.flat();
const { table, wrong, unplayed } = tally(played);
const repeats = played.reduce((sum, each) => sum + each.repeats, 0);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
console.log(`seed ${firstSeed}, ${played.length} of ${count} cases in ${minutes} minutes, ${lanes} windows`);
console.log(
  `a display that keeps the pace under load: ${punctual ? 'yes' : 'no (may not set its priority)'}`,
);
console.log(`repeated because the display stalled amid a scan: ${repeats}; never played for it: ${unplayed}`);
console.log(table);
for (const each of wrong) console.log(`\nWRONG ${JSON.stringify(each, null, 1)}`);
console.log(`\n${wrong.length} wrong`);
if (wrong.length > 0 || unplayed > 0 || played.length < count) process.exitCode = 1;
