/**
 * npm run bench -- store [small] [large] [rounds]: the store with the dossiers of a counter's lifetime against those of a
 * month, through the store's own interface: opening, today's list, a search by name, a look-up by code, and accepting.
 * The search as the screen asks it: fifty dossiers and how many there are.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, storeFiles } from '../../main/store/open-store.ts';
import type { Store } from '../../main/store/ports.ts';
import { ratioLine, spread, type Spread } from './figures.ts';
import { acceptSeeded, codeOfSeeded, seededPerson } from './seed-dossiers.ts';

const [small = 10_000, large = 1_000_000, rounds = 200] = process.argv.slice(2).map(Number);
const dataKey = new Uint8Array(32).fill(5);
const openLimitMs = 2_000;
const answerLimitMs = 50;
const batch = 2_000;

function opened(folder: string): Store {
  const result = openStore({ folder, dataKey });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function fill(store: Store, from: number, to: number): void {
  for (let at = from; at < to; at += batch) {
    const written = store.transaction(() => {
      for (let n = at; n < Math.min(to, at + batch); n += 1) acceptSeeded(store, n);
    });
    if (!written.ok) throw new Error(written.error.code);
  }
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
  return {
    "today's list": timed(rounds, () => list('')),
    'a name': timed(rounds, (round) => list(nameOf(round))),
    'a family name being typed': timed(rounds, (round) => list(nameOf(round).slice(0, 3 + (round % 4)))),
    'an identity number': timed(rounds, (round) => list(seededPerson(somewhere(round, size)).idNumber ?? '')),
    "the city's code": timed(rounds, (round) => list(codeOfSeeded(somewhere(round, size)).city)),
    'a local number': timed(rounds, (round) => list(codeOfSeeded(somewhere(round, size)).local)),
    'nothing found': timed(rounds, (round) => list(`khong co ${String(round)} zzz`)),
    'accept one (durable)': timed(rounds, (round) => fill(store, size + round, size + round + 1)),
  };
}

interface Measured {
  readonly openMs: number;
  readonly answers: Readonly<Record<string, Spread>>;
}

function measure(folder: string, size: number): Measured {
  const opens = spread(
    Array.from({ length: 3 }, () => {
      const start = performance.now();
      const store = opened(folder);
      const took = performance.now() - start;
      store.close();
      return took;
    }),
  );
  const store = opened(folder);
  const measured = answers(store, size);
  store.close();
  return { openMs: opens.p95, answers: measured };
}

const folder = mkdtempSync(join(tmpdir(), 'mot-cua-store-'));
try {
  const filled = (from: number, to: number) => {
    const start = performance.now();
    const store = opened(folder);
    fill(store, from, to);
    store.close();
    const seconds = (performance.now() - start) / 1000;
    const megabytes = statSync(join(folder, storeFiles.database)).size / 1024 ** 2;
    console.log(
      `store: ${String(to)} dossiers with their events and messages, ${megabytes.toFixed(0)} MB; ${String(to - from)} written in ${seconds.toFixed(0)} s; load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
    );
  };
  filled(0, small);
  const few = measure(folder, small);
  filled(small + rounds, large);
  const many = measure(folder, large);
  console.log(`  opening: ${few.openMs.toFixed(0)} ms, then ${ratioLine('ms', many.openMs, openLimitMs)}`);
  for (const [what, after] of Object.entries(many.answers)) {
    const before = few.answers[what] ?? after;
    console.log(
      `  ${what}: p50 ${before.p50.toFixed(2)} → ${after.p50.toFixed(2)} ms, p95 ${before.p95.toFixed(2)} → ${ratioLine('ms', after.p95, answerLimitMs)}; p95 ratio ${(after.p95 / before.p95).toFixed(1)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
