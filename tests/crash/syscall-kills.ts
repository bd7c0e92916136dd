/**
 * One whole transaction, from a citizen's number to the city's answer, killed at every durable syscall: strace injects
 * SIGKILL at the N-th one of a thread, for every N, each time on a copy of the same station.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './check-store.ts';
import { driveStation } from './driven-station.ts';
import { countsOf } from './ledger.ts';
import type { Life } from './life.ts';
import { openPaperTray, type PaperTray } from './paper-tray.ts';
import { setUpStation, type StationFiles } from './station-files.ts';

/**
 * What makes something durable, or takes it away. Writes between two of them leave what the next one's kill leaves, but
 * for what a power cut drops; every prefix of those is tried by `power`.
 */
export const durableCalls = ['fsync', 'fdatasync', 'rename', 'ftruncate', 'unlink', 'mkdir'] as const;
export type DurableCall = (typeof durableCalls)[number] | 'pwrite64' | 'write';
/** The database is written by the main thread, page files by the thread of libuv's pool, which is told to have one. */
export type Thread = 'main' | 'pool';

export interface Point {
  readonly thread: Thread;
  readonly call: DurableCall;
  /** From 1. */
  readonly n: number;
}

export interface SyscallReport {
  /** Points at which the transaction was killed, by thread and call. */
  readonly killed: Record<string, number>;
  readonly kills: number;
  readonly startsMs: readonly number[];
  readonly faults: readonly (Fault & { readonly at: Point })[];
}

/** What is missing to trace a thread of another process. */
export const syscallNeeds = [
  ...(spawnSync('strace', ['-V']).status === 0 ? [] : ['strace']),
  ...(process.getuid?.() === 0 ? [] : ['root']),
];

const lifeWithinMs = 600_000;

export async function killAtSyscalls(parts: {
  readonly folder: string;
  readonly script: string;
  readonly seed: number;
  readonly calls: readonly DurableCall[];
  /** The points of one call and thread that are tried; every one unless told. */
  readonly wants?: (point: Point) => boolean;
  readonly mostOfACall?: number;
  readonly tell?: (point: Point, faults: readonly Fault[]) => void;
  readonly enough?: () => boolean;
}): Promise<SyscallReport> {
  const killed: Record<string, number> = {};
  const startsMs: number[] = [];
  const faults: (Fault & { readonly at: Point })[] = [];
  let kills = 0;
  const tray = await openPaperTray();
  const station = await setUpStation({ ...parts, style: 'b', slipPort: tray.port, store: 'made' });
  try {
    const template = join(parts.folder, 'template');
    cpSync(station.dataFolder, template, { recursive: true });
    for (const thread of ['main', 'pool'] as const)
      for (const call of parts.calls) {
        for (let n = 1; n <= (parts.mostOfACall ?? Infinity); n += 1) {
          const point = { thread, call, n };
          if (parts.enough?.() ?? false) break;
          if (!(parts.wants?.(point) ?? true)) continue;
          rmSync(station.dataFolder, { recursive: true, force: true });
          cpSync(template, station.dataFolder, { recursive: true });
          const outcome = await runPoint({ ...parts, station, tray, point });
          startsMs.push(...outcome.startsMs);
          faults.push(...outcome.faults.map((fault) => ({ ...fault, at: point })));
          if (!outcome.wasKilled) break;
          kills += 1;
          killed[`${thread} ${call}`] = n;
          parts.tell?.(point, outcome.faults);
        }
      }
    return { killed, kills, startsMs, faults };
  } finally {
    await station.city.stop();
    await tray.close();
  }
}

interface PointOutcome {
  readonly wasKilled: boolean;
  readonly startsMs: readonly number[];
  readonly faults: readonly Fault[];
}

async function runPoint(parts: {
  readonly station: StationFiles;
  readonly tray: PaperTray;
  readonly script: string;
  readonly seed: number;
  readonly point: Point;
}): Promise<PointOutcome> {
  const { station, tray, script, point } = parts;
  tray.clear();
  const faults: Fault[] = [];
  const driven = driveStation({ station, tray, script, onRefused: () => undefined });
  let limit: NodeJS.Timeout | undefined;
  const within = (life: Life): void => {
    limit = setTimeout(() => life.kill('all'), lifeWithinMs);
  };
  let tracer: Promise<void> = Promise.resolve();
  const first = await driven.live(
    'one',
    parts.seed,
    (word, life) => {
      if (word.t !== 'ready') return;
      tracer = attach(life, point);
      void tracer.then(() => life.go());
    },
    { onBegun: within, env: { UV_THREADPOOL_SIZE: '1' } },
  );
  clearTimeout(limit);
  await tracer;
  const wasKilled = first.signal === 'SIGKILL';
  if (!wasKilled && first.code !== 0)
    faults.push({
      kind: 'damaged',
      what: `ended with ${String(first.code)}: ${first.complaint.slice(-400)}`,
    });
  faults.push(...(await driven.compareStore(countsOf({ ...driven.ledger, ...nothing }))));
  const second = await driven.live('settle', 1, () => undefined, { onBegun: within });
  clearTimeout(limit);
  if (second.code !== 0)
    faults.push({ kind: 'damaged', what: `did not start again: ${second.complaint.slice(-400)}` });
  await sleep(200);
  faults.push(...(await driven.compareAll()).faults);
  return { wasKilled, startsMs: second.readyMs === null ? [] : [second.readyMs], faults };
}

const nothing = { pages: [], tickets: [], dossiers: [], slips: [], city: [], answers: [] };

/** Resolves when strace holds the thread. */
async function attach({ pid }: Life, { thread, call, n }: Point): Promise<void> {
  if (pid === undefined) throw new Error('no process to trace');
  const tid = thread === 'main' ? String(pid) : poolThread(pid);
  const inject = `inject=${call}:signal=KILL:when=${String(n)}`;
  const strace = spawn('strace', ['-o', '/dev/null', '-e', `trace=${call}`, '-e', inject, '-p', tid], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    strace.once('error', reject);
    strace.once('exit', () => reject(new Error(`strace: ${said}`)));
    strace.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes('attached')) resolve();
    });
  });
}

function poolThread(pid: number): string {
  const tasks = `/proc/${String(pid)}/task`;
  const found = readdirSync(tasks).filter((tid) =>
    readFileSync(join(tasks, tid, 'comm'), 'utf8').startsWith('libuv-worker'),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${String(found.length)} threads of the pool`);
  return only;
}
