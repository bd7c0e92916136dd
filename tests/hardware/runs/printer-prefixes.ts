/**
 * npm run hardware -- printer-prefixes [step]: every byte prefix of a ticket's job at which the line is cut, hung up, the
 * printer loses power or its paper ends; and every byte of the printer's answers cut off, lost, late, doubled or wrong.
 * The judge is the simulated paper. Pictures are long: of their bytes every 61st is tried unless a step is given.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../main/store/open-store.ts';
import { settings } from '../printer/prefix-case.ts';
import { lineKinds, replyKinds, sweep } from '../printer/prefixes.ts';

const pictureStep = 61;
const step = Number(process.argv[2] ?? 1);
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'prefixes-'));
const opened = openStore({ folder, dataKey: new Uint8Array(32).fill(3) });
if (!opened.ok) throw new Error(opened.error.code);

let cases = 0;
let wrong = 0;
const started = performance.now();
for (const setting of settings) {
  const every = setting.profile.letters ? step : Math.max(step, pictureStep);
  console.log(`\n${setting.name} (${every === 1 ? 'every byte' : `every ${String(every)}th byte`})`);
  const tallies = await sweep({
    store: opened.value,
    setting,
    step: every,
    from: 0,
    line: lineKinds,
    reply: replyKinds,
    sideBySide: 40,
    onCase: (done) => {
      if (done % 500 === 0) process.stderr.write(`  … ${String(done)}\n`);
    },
  });
  for (const { fault, cases: count, states, wrong: findings } of tallies) {
    const told = Object.entries(states).map(([state, times]) => `${state} ${String(times)}`);
    console.log(
      `  ${fault.padEnd(20)} ${String(count).padStart(5)} cases: ${told.join(', ')}; ${String(findings.length)} wrong`,
    );
    for (const finding of findings.slice(0, 5)) console.log(`      ${finding}`);
    cases += count;
    wrong += findings.length;
  }
}
opened.value.close();
rmSync(folder, { recursive: true, force: true });
const minutes = (performance.now() - started) / 60_000;
console.log(`\n${String(cases)} cases, ${String(wrong)} wrong (${minutes.toFixed(1)} min)`);
if (wrong > 0) process.exitCode = 1;
