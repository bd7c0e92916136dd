/**
 * Resident memory of the whole application (main, windows, device processes) after many dossiers against after few.
 *   node tests/bench/memory.ts [few] [many] [pages]
 */
import { readFileSync, readdirSync } from 'node:fs';
import { newFolder, startCounter } from '../journeys/counter-app.ts';
import { signIn, takeIn } from '../journeys/dossier-by-contract.ts';
import { ratioLine } from './figures.ts';

const [few = 20, many = 200, pages = 5] = process.argv.slice(2).map(Number);

/** Resident set of a process and its descendants by name, KiB, from /proc. */
function residentKiB(rootPid: number): Map<string, number> {
  const parents = new Map<number, number>();
  const sizes = new Map<number, { name: string; kib: number }>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      // A process that Chromium's zygote made has its arguments in one string.
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const kind = /--type=(\S+)/.exec(command)?.[1] ?? /([^/\s]+)\.mjs\b/.exec(command)?.[1] ?? 'main';
      parents.set(Number(entry), Number(/^PPid:\t(\d+)/m.exec(status)?.[1] ?? 0));
      sizes.set(Number(entry), { name: kind, kib: Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? 0) });
    } catch {
      // The process ended meanwhile.
    }
  }
  const byName = new Map<string, number>();
  for (const [pid, { name, kib }] of sizes) {
    let ancestor: number | undefined = pid;
    while (ancestor !== undefined && ancestor !== rootPid && ancestor > 1) ancestor = parents.get(ancestor);
    if (ancestor === rootPid) byName.set(name, (byName.get(name) ?? 0) + kib);
  }
  return byName;
}

const total = (sizes: Map<string, number>) => [...sizes.values()].reduce((sum, kib) => sum + kib, 0);
const describe = (sizes: Map<string, number>) =>
  [...sizes].map(([name, kib]) => `${name} ${(kib / 1024).toFixed(0)}`).join(', ');

const counter = await startCounter({ dataFolder: newFolder('memory') });
try {
  await signIn(counter);
  const pid = counter.app.process().pid;
  if (pid === undefined) throw new Error('no process');
  let early = new Map<string, number>();
  for (let n = 1; n <= many; n += 1) {
    await takeIn(counter, n, { pages });
    if (n === few) early = residentKiB(pid);
  }
  const late = residentKiB(pid);
  console.log(`memory: resident (anonymous) MB of all processes, dossiers of ${pages} pages`);
  console.log(`  after ${few}: ${(total(early) / 1024).toFixed(0)} MB (${describe(early)})`);
  console.log(`  after ${many}: ${(total(late) / 1024).toFixed(0)} MB (${describe(late)})`);
  console.log(ratioLine('  ratio', total(late) / total(early), 1.15));
} finally {
  await counter.close();
}
