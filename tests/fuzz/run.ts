/** npm run fuzz -- [target] [seconds]: searches every parser of device bytes, or one; a finding is kept as a seed. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fuzzTargets } from './targets.ts';
import { seedFolder, watchSearch } from './watch.ts';

const given = process.argv.slice(2);
const seconds = Number(given.find((each) => /^\d+$/.test(each)) ?? 10);
const name = given.find((each) => !/^\d+$/.test(each));
const targets = fuzzTargets.filter((target) => name === undefined || name === 'all' || target.name === name);
if (targets.length === 0) {
  console.error(`No target ${name ?? ''}. There are: ${fuzzTargets.map((target) => target.name).join(', ')}`);
  process.exit(2);
}

console.log(
  `${'target'.padEnd(22)}${'guided'.padStart(10)}${'fast-check'.padStart(12)}${'reached'.padStart(14)}  corpus  findings`,
);
let executions = 0;
let findings = 0;
for (const target of targets) {
  const report = await watchSearch(target, seconds * 1_000, Date.now() >>> 0);
  executions += report.guided + report.checked;
  const reached = `${report.reachedBySeeds} → ${report.reached}`;
  const { finding } = report;
  console.log(
    target.name.padEnd(22) +
      String(report.guided).padStart(10) +
      String(report.checked).padStart(12) +
      reached.padStart(14) +
      String(report.corpus).padStart(8) +
      `  ${finding ? `${finding.kind}: ${finding.detail}` : '0'}`,
  );
  if (!finding) continue;
  findings += 1;
  const folder = join(seedFolder, target.name);
  mkdirSync(folder, { recursive: true });
  const file = join(
    folder,
    `${finding.kind}-${createHash('sha256').update(finding.input).digest('hex').slice(0, 12)}`,
  );
  writeFileSync(file, finding.input);
  console.log(`  kept as ${file}`);
}
console.log(`${executions} executions, ${findings} findings (crashes, hangs, over-allocations)`);
if (findings > 0) process.exitCode = 1;
