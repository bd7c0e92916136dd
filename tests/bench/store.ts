/**
 * npm run bench -- store [dossiers] [to compare with] [rounds]: the store with the dossiers of a counter's lifetime against
 * those of a month, in one run and through the store's own interface: opening, opening after a kill, today's list, a search
 * by name, a look-up by code, and accepting; the memory of it all. The search as the screen asks it: fifty dossiers and how
 * many there are. Killed twice: after many small commits, and behind one large one, whose log waits to be taken up.
 * The filled stores stay in MOT_CUA_BENCH_DIR, or out/bench, as store-<dossiers> for the next run; a fill that was cut off
 * goes on where it was.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../main/domain/result.ts';
import type { Store } from '../../main/store/ports.ts';
import { ratioLine, spread, type Spread } from './figures.ts';
import { fillStore, filledCount, logMegabytesOf, megabytesOf, openFilled } from './fill-store.ts';
import { acceptSeeded, codeOfSeeded, seededPerson } from './seed-dossiers.ts';

const openLimitMs = 2_000;
const answerLimitMs = 50;
/** What a killed process leaves in the log, dossiers: each committed by itself, or all at once. */
const killedAfter = { small: 1_000, large: 10_000 } as const;
/** A store of so few, to which earlier runs have added, is filled anew, so that it is compared as it is called. */
const filledAnew = 50_000;
type Commits = keyof typeof killedAfter;

function mustWrite(written: Result<unknown, string>): void {
  if (!written.ok) throw new Error(written.error.code);
}

function accept(store: Store, n: number): void {
  mustWrite(store.transaction(() => acceptSeeded(store, n)));
}

function timed(count: number, work: (round: number) => void): Spread {
  const took: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const start = performance.now();
    work(round);
    took.push(performance.now() - start);
  }
  return spread(took);
}

/** Dossiers spread over the whole store, another each round. */
const somewhere = (round: number, size: number) => Math.floor(size * ((round * 0.618_033_988_75) % 1));

function answers(store: Store, rounds: number): Readonly<Record<string, Spread>> {
  const list = (text: string) => {
    store.dossiers.list({ text, limit: 50, before: null });
  };
  const size = store.dossiers.list({ text: '', limit: 1, before: null }).total;
  const nameOf = (round: number) => seededPerson(somewhere(round, size)).fullName;
  return {
    "today's list": timed(rounds, () => list('')),
    'a name': timed(rounds, (round) => list(nameOf(round))),
    'a name that is shared by many': timed(rounds, (round) =>
      list(nameOf(round).split(' ').slice(0, 2).join(' ')),
    ),
    'a family name being typed': timed(rounds, (round) => list(nameOf(round).slice(0, 3 + (round % 4)))),
    'an identity number': timed(rounds, (round) => list(seededPerson(somewhere(round, size)).idNumber ?? '')),
    "the city's code": timed(rounds, (round) => list(codeOfSeeded(somewhere(round, size)).city)),
    'a local number': timed(rounds, (round) => list(codeOfSeeded(somewhere(round, size)).local)),
    'nothing found': timed(rounds, (round) => list(`khong co ${String(round)} zzz`)),
    'accept one (durable)': timed(rounds, (round) => accept(store, size + round)),
  };
}

interface Killed {
  readonly logMB: number;
  readonly openMs: number;
  /** The first accept after it: the engine takes up the log with it. */
  readonly acceptMs: number;
}

interface Measured {
  readonly openMs: number;
  readonly killed: Readonly<Record<Commits, Killed>>;
  /** Of the process, once it has answered everything. */
  readonly memoryMB: number;
  readonly answers: Readonly<Record<string, Spread>>;
}

function openMs(folder: string): number {
  const start = performance.now();
  const store = openFilled(folder);
  const took = performance.now() - start;
  store.close();
  return took;
}

function openKilled(folder: string, commits: Commits): Killed {
  spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'die-in', folder, commits], {
    stdio: 'inherit',
  });
  const logMB = logMegabytesOf(folder);
  const start = performance.now();
  const store = openFilled(folder);
  const opened = performance.now();
  const { total } = store.dossiers.list({ text: '', limit: 1, before: null });
  accept(store, total);
  const accepted = performance.now();
  store.close();
  return { logMB, openMs: opened - start, acceptMs: accepted - opened };
}

/** In a process of its own, so that its memory is that of this store alone. */
function measureIn(folder: string, rounds: number): void {
  const opens = spread(Array.from({ length: 3 }, () => openMs(folder)));
  const store = openFilled(folder);
  const measured = answers(store, rounds);
  store.close();
  const memoryMB = process.memoryUsage.rss() / 1024 ** 2;
  const killed = { small: openKilled(folder, 'small'), large: openKilled(folder, 'large') };
  const told: Measured = { openMs: opens.p95, killed, memoryMB, answers: measured };
  process.stdout.write(JSON.stringify(told));
}

function measure(folder: string, rounds: number): Measured {
  const { stdout, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), 'measure-in', folder, String(rounds)],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error('the measuring ended early');
  return JSON.parse(stdout) as Measured;
}

function filled(size: number): string {
  const folder = join(process.env['MOT_CUA_BENCH_DIR'] ?? join('out', 'bench'), `store-${String(size)}`);
  const start = performance.now();
  let before = filledCount(folder);
  if (before > size && size <= filledAnew) {
    rmSync(folder, { recursive: true });
    before = 0;
  }
  let told = performance.now();
  fillStore(folder, size, (count) => {
    if (performance.now() - told < 30_000) return;
    told = performance.now();
    console.log(`  ${String(count)} of ${String(size)}`);
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `store: ${String(size)} dossiers with their events and messages, ${megabytesOf(folder).toFixed(0)} MB; ${String(Math.max(0, size - before))} written in ${seconds.toFixed(0)} s; load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
  );
  return folder;
}

function dieIn(folder: string, commits: Commits): void {
  const store = openFilled(folder);
  const { total } = store.dossiers.list({ text: '', limit: 1, before: null });
  const all = (one: (n: number) => void) => {
    for (let n = total; n < total + killedAfter[commits]; n += 1) one(n);
  };
  if (commits === 'small') all((n) => accept(store, n));
  else mustWrite(store.transaction(() => all((n) => acceptSeeded(store, n))));
  process.kill(process.pid, 'SIGKILL');
}

function run([large = 1_000_000, small = 10_000, rounds = 200]: readonly number[]): void {
  const folders = [filled(small), filled(large)] as const;
  const few = measure(folders[0], rounds);
  const many = measure(folders[1], rounds);
  console.log(`  opening: ${few.openMs.toFixed(0)} ms, then ${ratioLine('ms', many.openMs, openLimitMs)}`);
  for (const commits of ['small', 'large'] as const) {
    const [before, after] = [few.killed[commits], many.killed[commits]];
    console.log(
      `  opening after a kill behind ${String(killedAfter[commits])} dossiers in ${commits === 'small' ? 'a commit each' : 'one commit'} (log ${after.logMB.toFixed(0)} MB): ${before.openMs.toFixed(0)} ms, then ${ratioLine('ms', after.openMs, openLimitMs)}; the first accept then ${after.acceptMs.toFixed(0)} ms`,
    );
  }
  console.log(`  memory: ${few.memoryMB.toFixed(0)} MB, then ${many.memoryMB.toFixed(0)} MB`);
  for (const [what, after] of Object.entries(many.answers)) {
    const before = few.answers[what] ?? after;
    console.log(
      `  ${what}: p50 ${before.p50.toFixed(2)} → ${after.p50.toFixed(2)} ms, p95 ${before.p95.toFixed(2)} → ${ratioLine('ms', after.p95, answerLimitMs)}; p95 ratio ${(after.p95 / before.p95).toFixed(1)}`,
    );
  }
}

const [, , task, folder = '', setting = ''] = process.argv;
if (task === 'die-in') dieIn(folder, setting === 'large' ? 'large' : 'small');
else if (task === 'measure-in') measureIn(folder, Number(setting));
else run(process.argv.slice(2).map(Number));
