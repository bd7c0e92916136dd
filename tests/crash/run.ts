/** npm run crash [-- N | syscalls | power] [--seed S] [--minutes M] …: evidence in out/crash, a failing seed replays. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleCounter } from './bundle-counter.ts';
import { killAtRandom, type KillReport } from './random-kills.ts';
import { projectRoot } from './station-files.ts';
import type { Fault } from './check-store.ts';
import { cutPower, powerNeeds, recordTransaction } from './power/power-cuts.ts';
import { durableCalls, killAtSyscalls, syscallNeeds } from './syscall-kills.ts';
import { distribution, faultCounts, firstFaults, tableOf } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    /** Stops in time with fewer kills, and says how many there were. */
    minutes: { type: 'string' },
    /** Of `power`: how often what survives is drawn after each change, beside the four plain cases. */
    draws: { type: 'string', default: '4' },
    /** Of `power`: after every so many changes only. */
    every: { type: 'string', default: '1' },
    /** Of `syscalls`: also at every write. */
    writes: { type: 'boolean', default: false },
  },
});
const evidence = join(projectRoot, 'out', 'crash');
mkdirSync(evidence, { recursive: true });
const script = await bundleCounter(join(evidence, 'bundle'));
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
const [kind = '1000'] = positionals;

const until = values.minutes === undefined ? Infinity : performance.now() + Number(values.minutes) * 60_000;
const enough = (): boolean => performance.now() > until;

if (/^\d+$/.test(kind)) await randomKills(Number(kind));
else if (kind === 'syscalls') await syscallKills();
else if (kind === 'power') await powerCuts();
else throw new Error(`unknown run: ${kind} (a number of kills, syscalls or power)`);

function freshFolder(name: string): string {
  const folder = join(evidence, name);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

function end(name: string, report: unknown, faults: readonly Fault[]): void {
  writeFileSync(join(evidence, `${name}.json`), JSON.stringify({ seed, report }, null, 2));
  console.log(faultCounts(faults));
  if (faults.length > 0) process.exitCode = 1;
}

async function syscallKills(): Promise<void> {
  if (syscallNeeds.length > 0) throw new Error(`needs ${syscallNeeds.join(', ')}`);
  const calls = values.writes ? [...durableCalls, 'pwrite64' as const, 'write' as const] : durableCalls;
  console.log(`one transaction, killed at every ${calls.join(', ')}; seed ${String(seed)}`);
  const report = await killAtSyscalls({
    ...{ folder: freshFolder('syscalls'), script, seed, calls, enough },
    tell({ thread, call, n }, faults) {
      if (n % 10 === 0 || faults.length > 0)
        console.log(`  ${thread} ${call} ${String(n)}${faults.map(({ what }) => `\n    ${what}`).join('')}`);
    },
  });
  for (const [name, kills] of Object.entries(report.killed))
    console.log(`  ${name.padEnd(16)} ${String(kills)}`);
  console.log(`  ${String(report.kills)} kills; ${distribution(report.startsMs)}`);
  for (const { at, kind: sort, what } of report.faults.slice(0, 20))
    console.log(`  ${at.thread} ${at.call} ${String(at.n)}: ${sort}: ${what}`);
  end('syscall-kills', report, report.faults);
}

async function powerCuts(): Promise<void> {
  if (powerNeeds.length > 0) throw new Error(`needs ${powerNeeds.join(', ')}`);
  console.log(`power cuts after every change of a file, seed ${String(seed)}`);
  const recording = await recordTransaction({ folder: freshFolder('power'), script, seed });
  let [told, shown] = [0, 0];
  const report = await cutPower(recording, {
    ...{ seed, draws: Number(values.draws), every: Number(values.every), enough },
    tell({ cuts, faults }) {
      for (const { after, loss, kind: sort, what } of faults.slice(shown, 20))
        console.log(`  after change ${String(after)}, keeping ${loss}: ${sort}: ${what}`);
      shown = faults.length;
      if (cuts < told + 500) return;
      told = cuts;
      console.log(`  ${String(cuts)} cuts, ${String(faults.length)} faults`);
    },
  });
  console.log(
    `${String(report.cuts)} power cuts after ${String(report.changes)} changes of files; ` +
      `${String(report.acknowledged)} acknowledgements, ${String(report.printed)} numbers printed`,
  );
  end('power-cuts', report, report.faults);
}

async function randomKills(wanted: number): Promise<void> {
  const lanes = Math.max(1, Math.min(Number(values.lanes), wanted));
  console.log(
    `${String(wanted)} kills of the main process in ${String(lanes)} stations, seed ${String(seed)}`,
  );
  const latest: KillReport[] = [];
  let told = 0;
  const reports = await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const folder = freshFolder(`station-${String(lane)}`);
      return await killAtRandom({
        kills: Math.floor(wanted / lanes) + (lane < wanted % lanes ? 1 : 0),
        seed: seed + lane,
        ...{ script, folder, style: lane % 2 === 0 ? 'a' : 'b' },
        enough,
        tell(report) {
          latest[lane] = report;
          const kills = latest.reduce((sum, each) => sum + each.kills, 0);
          if (kills < told + 25) return;
          told = kills;
          const faults = latest.flatMap((each) => each.faults);
          console.log(`  ${String(kills)} kills, ${String(faults.length)} faults`);
          for (const fault of faults.slice(0, 5)) console.log(`    ${fault.kind}: ${fault.what}`);
        },
      });
    }),
  );
  console.log(tableOf(reports));
  for (const line of firstFaults(reports)) console.log(line);
  const all = reports.flatMap(({ faults }) => faults);
  end('random-kills', reports, all);
}
