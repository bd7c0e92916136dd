/**
 * npm run hardware -- printer-prefixes [step]: every byte prefix of a ticket's job at which the line is cut, hung up, the
 * printer loses power or its paper ends; and every byte of the printer's answers cut off, lost, late, doubled or wrong.
 * The same while letters are sent ahead to an idle printer. The judge is the simulated paper. Pictures are long: of their
 * bytes every 61st is tried unless a larger step is given.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../main/store/open-store.ts';
import { aheadShape, plainTicket, tryAhead } from '../printer/ahead-case.ts';
import { settings } from '../printer/prefix-case.ts';
import { lineKinds, replyKinds, sideBySide, sweep, unhindered } from '../printer/prefixes.ts';

const pictureStep = 61;
/** Cases at once: most of their time they wait for a line that is dead. */
const abreast = 32;
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
    abreast,
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

console.log(
  `\nletters sent ahead to an idle printer (${step === 1 ? 'every byte' : `every ${String(step)}th byte`})`,
);
const [shape, ticket] = [await aheadShape(), await plainTicket()];
const faults = [
  ...lineKinds.map((kind) => ({
    name: `line: ${kind}`,
    bytes: shape.end + 1,
    at: (at: number) => ({ line: { at, kind }, reply: null }),
  })),
  ...replyKinds.map((kind) => ({
    name: `answers: ${kind}`,
    bytes: shape.answers,
    at: (at: number) => ({ line: null, reply: { at, kind } }),
  })),
];
for (const { name, bytes, at } of faults) {
  const findings: string[] = [];
  const waiting = Array.from({ length: Math.ceil(bytes / step) }, (_, place) => async () => {
    const { wrong: found } = await unhindered(async () => ({
      wrong: await tryAhead(at(place * step), ticket),
    }));
    for (const what of found) findings.push(`byte ${String(place * step)}: ${what}`);
  });
  const count = waiting.length;
  await sideBySide(abreast, waiting);
  console.log(`  ${name.padEnd(20)} ${String(count).padStart(5)} cases; ${String(findings.length)} wrong`);
  for (const finding of findings.slice(0, 5)) console.log(`      ${finding}`);
  cases += count;
  wrong += findings.length;
}
opened.value.close();
rmSync(folder, { recursive: true, force: true });
const minutes = (performance.now() - started) / 60_000;
console.log(`\n${String(cases)} cases, ${String(wrong)} wrong (${minutes.toFixed(1)} min)`);
if (wrong > 0 || cases === 0) process.exitCode = 1;
