/**
 * npm run bench -- store [dossiers] [to compare with] [rounds]: the store with the dossiers of a counter's lifetime against
 * those of a month, in one run and through the store's own interface: opening, opening after a kill, today's list, a search
 * by name, a look-up by code, and accepting. The search as the screen asks it: fifty dossiers and how many there are. The
 * filled stores stay in out/bench/store-<dossiers> for the next run.
 */
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Store } from '../../main/store/ports.ts';
import { ratioLine, spread, type Spread } from './figures.ts';
import { fillStore, filledCount, megabytesOf, openFilled } from './fill-store.ts';
import { acceptSeeded, codeOfSeeded, seededPerson } from './seed-dossiers.ts';

const [large = 1_000_000, small = 10_000, rounds = 200] = process.argv.slice(2).map(Number);
const openLimitMs = 2_000;
const answerLimitMs = 50;
/** What a killed process leaves in the log, dossiers. */
const killedAfter = 1_000;

function accept(store: Store, n: number): void {
  const written = store.transaction(() => acceptSeeded(store, n));
  if (!written.ok) throw new Error(written.error.code);
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

function answers(store: Store, size: number): Readonly<Record<string, Spread>> {
  const list = (text: string) => {
    store.dossiers.list({ text, limit: 50, before: null });
  };
  const nameOf = (round: number) => seededPerson(somewhere(round, size)).fullName;
  const { total } = store.dossiers.list({ text: '', limit: 1, before: null });
  return {
    "today's list": timed(rounds, () => list('')),
    'a name': timed(rounds, (round) => list(nameOf(round))),
    'a family name being typed': timed(rounds, (round) => list(nameOf(round).slice(0, 3 + (round % 4)))),
    'an identity number': timed(rounds, (round) => list(seededPerson(somewhere(round, size)).idNumber ?? '')),
    "the city's code": timed(rounds, (round) => list(codeOfSeeded(somewhere(round, size)).city)),
    'a local number': timed(rounds, (round) => list(codeOfSeeded(somewhere(round, size)).local)),
    'nothing found': timed(rounds, (round) => list(`khong co ${String(round)} zzz`)),
    'accept one (durable)': timed(rounds, (round) => accept(store, total + round)),
  };
}

interface Measured {
  readonly openMs: number;
  readonly openKilledMs: number;
  readonly answers: Readonly<Record<string, Spread>>;
}

function openMs(folder: string): number {
  const start = performance.now();
  const store = openFilled(folder);
  const took = performance.now() - start;
  store.close();
  return took;
}

function measure(folder: string, size: number): Measured {
  const opens = spread(Array.from({ length: 3 }, () => openMs(folder)));
  spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'die-in', folder], { stdio: 'inherit' });
  const openKilledMs = openMs(folder);
  const store = openFilled(folder);
  const measured = answers(store, size);
  store.close();
  return { openMs: opens.p95, openKilledMs, answers: measured };
}

function filled(size: number): string {
  const folder = join('out', 'bench', `store-${String(size)}`);
  const start = performance.now();
  const before = filledCount(folder);
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

function dieIn(folder: string): void {
  const store = openFilled(folder);
  const { total } = store.dossiers.list({ text: '', limit: 1, before: null });
  for (let n = 0; n < killedAfter; n += 1) accept(store, total + n);
  process.kill(process.pid, 'SIGKILL');
}

function run(): void {
  const folders = [filled(small), filled(large)] as const;
  const few = measure(folders[0], small);
  const many = measure(folders[1], large);
  console.log(`  opening: ${few.openMs.toFixed(0)} ms, then ${ratioLine('ms', many.openMs, openLimitMs)}`);
  console.log(
    `  opening after a kill: ${few.openKilledMs.toFixed(0)} ms, then ${ratioLine('ms', many.openKilledMs, openLimitMs)}`,
  );
  for (const [what, after] of Object.entries(many.answers)) {
    const before = few.answers[what] ?? after;
    console.log(
      `  ${what}: p50 ${before.p50.toFixed(2)} → ${after.p50.toFixed(2)} ms, p95 ${before.p95.toFixed(2)} → ${ratioLine('ms', after.p95, answerLimitMs)}; p95 ratio ${(after.p95 / before.p95).toFixed(1)}`,
    );
  }
}

if (process.argv[2] === 'die-in') dieIn(process.argv[3] ?? '');
else run();
