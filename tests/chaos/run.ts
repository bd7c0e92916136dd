/** One run: stations, lines and cities are started, everything of the schedule happens, then the faults stop. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCitySimulator, type CitySimulator } from '../../main/city/simulator-process.ts';
import { checkRun, type Finding, type RunPlace } from './check.ts';
import type { FaultKind } from './fault-plan.ts';
import { converge } from './converge.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { StationSetUp } from './messages.ts';
import { openLine, type Exchange, type Line } from './proxy.ts';
import {
  cityNames,
  scheduleOf,
  type CityName,
  type OutsideOperation,
  type SchedulePlan,
} from './schedule.ts';
import { keyOf } from './seeds.ts';
import { startWorkers } from './workers.ts';

export interface ChaosOptions extends SchedulePlan {
  /** Empty; stays after the run. */
  readonly folder: string;
  /** Of the requests, 0 … 1, that something happens to. */
  readonly faultShare: number;
  /** Only what these stations do; null: all. */
  readonly only: ReadonlySet<number> | null;
  /** Processes that the stations live in. */
  readonly workers: number;
  /** After so long nothing more is begun, ms; what was is finished and compared. */
  readonly mostMs: number;
  readonly tell: (line: string) => void;
}

export interface ChaosReport {
  readonly seed: number;
  readonly operations: Readonly<Record<string, number>>;
  readonly done: number;
  /** Number of the last one: a schedule that ends there does the same. */
  readonly last: number;
  readonly seconds: number;
  /** From the end of the faults until nothing was left to send. */
  readonly convergedInSeconds: number;
  readonly requests: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly dossiers: number;
  readonly steps: number;
  readonly files: number;
  readonly refused: number;
  readonly findings: readonly Finding[];
}

export interface ChaosRun {
  readonly report: ChaosReport;
  /** All that a check needs. */
  readonly place: RunPlace;
}

const simulatorScript = fileURLToPath(new URL('../../main/city/simulator/main.ts', import.meta.url));
/** One second of the machine is a minute of the stations. */
const speed = 60;
/** 23/11/2026 08:30:00 in Hà Nội. */
const begin = Date.UTC(2026, 10, 23, 1, 30, 0);
/** Of one request, ms of the machine. */
const timeoutMs = 2_500;
const mostPending = 6;
const mostWaiting = 30;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function post(city: CitySimulator, path: string, body: object): Promise<boolean> {
  const answer = await fetch(`${city.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  await answer.arrayBuffer();
  return answer.ok;
}

/** A process that is not ready in time on a busy machine is started once more, a few times. */
async function inSpiteOfLoad<Value>(start: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

export async function runChaos(options: ChaosOptions): Promise<ChaosRun> {
  const { seed, folder, tell } = options;
  const numbers = Array.from({ length: options.stations }, (_, index) => index + 1).filter(
    (number) => options.only?.has(number) !== false,
  );
  mkdirSync(folder, { recursive: true });
  const begun = Date.now();
  const trace = createWriteStream(join(folder, 'trace.jsonl'));
  const note = (line: object): void => {
    const ms = Date.now() - begun;
    trace.write(`${JSON.stringify({ ms, ...line })}\n`);
  };
  const ledger = createLedger();
  const faults: Partial<Record<FaultKind, number>> = {};
  const counts: Record<string, number> = {};
  let requests = 0;
  let share = options.faultShare;

  const launch = (name: CityName): Promise<CitySimulator> =>
    inSpiteOfLoad(() =>
      startCitySimulator({
        nodePath: process.execPath,
        script: simulatorScript,
        folder: join(folder, name),
        log: () => undefined,
      }),
    );
  const cities: Record<CityName, CitySimulator> = { cu: await launch('cu'), moi: await launch('moi') };
  const heard = (exchange: Exchange): void => {
    requests += 1;
    faults[exchange.fault.kind] = (faults[exchange.fault.kind] ?? 0) + 1;
    note(exchange);
  };
  const lines = new Map<number, Line[]>();
  const setUps: StationSetUp[] = [];
  for (const station of numbers) {
    const open = (city: CityName): Promise<Line> =>
      openLine({
        ...{ station, city, seed, heard, rate: () => ({ share }) },
        port: Number(new URL(cities[city].url).port),
        withoutTus: (city === 'cu') === (seed % 2 === 1),
      });
    const own = { cu: await open('cu'), moi: await open('moi') };
    lines.set(station, [own.cu, own.moi]);
    setUps.push({
      station,
      folder: join(folder, `tram-${String(station)}`),
      key: keyOf(seed, station).toString('hex'),
      urls: { cu: own.cu.url, moi: own.moi.url },
      rows: [{ from: '2000-01-01', system: station % 2 === 0 ? 'moi' : 'cu' }],
      clockOffsetMs: 0,
    });
  }
  const time = { startedAt: Date.now(), begin, speed };
  const clockOf = (setUp: StationSetUp): number =>
    Math.round(begin + (Date.now() - time.startedAt) * speed + setUp.clockOffsetMs);
  const workers = await startWorkers({
    ...{ seed, time, timeoutMs, setUps, count: options.workers },
    confirmed: (order) => {
      ledger.confirmed(order);
      const setUp = setUps.find(({ station }) => station === order.station);
      if (!setUp) return;
      if (order.operation.kind === 'clock') setUp.clockOffsetMs = order.operation.offsetMs;
      if (order.operation.kind !== 'vendor') return;
      const from = new Date(order.at).toISOString().slice(0, 10);
      setUp.rows = [...setUp.rows, { from, system: order.operation.city }];
    },
  });

  const outside = async (operation: OutsideOperation, n: number): Promise<void> => {
    switch (operation.kind) {
      case 'line-down': {
        const own = lines.get(operation.station) ?? [];
        for (const line of own) line.setDown(true);
        setTimeout(() => {
          for (const line of own) line.setDown(false);
        }, operation.ms);
        return;
      }
      case 'expire-sessions':
        await post(cities[operation.city], '/_faults', { expireSessions: true });
        return;
      case 'city-restart':
        await cities[operation.city].stop();
        await inSpiteOfLoad(() => cities[operation.city].start());
        return;
      case 'backup':
        await post(cities[operation.city], '/_backup', {});
        return;
      case 'restore': {
        const { city, lost } = operation;
        // A city that was started again since has no mark to go back to.
        if (lost !== null || !(await post(cities[city], '/_restore', {})))
          await post(cities[city], '/_restore', { lost: lost ?? 30 });
        return;
      }
      case 'kill':
        await workers.kill(n);
    }
  };

  const startedAt = performance.now();
  let done = 0;
  let last = 0;
  let told = performance.now();
  const say = (what: string): void => {
    const waiting = workers.states().reduce((sum, state) => sum + state.waiting, 0);
    const rate = done / ((performance.now() - startedAt) / 1_000);
    tell(
      `${what}: ${String(done)} of ${String(options.operations)} operations, ${rate.toFixed(0)}/s, ` +
        `${String(requests)} requests, ${String(ledger.dossiers.size)} dossiers, ${String(waiting)} waiting`,
    );
    told = performance.now();
  };
  const roomFor = (station: number): boolean => {
    const waiting = workers.states().reduce((sum, state) => sum + state.waiting, 0);
    return workers.pending(station) < mostPending && waiting < mostWaiting * numbers.length;
  };
  try {
    for (const planned of scheduleOf(options)) {
      if (workers.failure() !== null || performance.now() - startedAt > options.mostMs) break;
      const { n, operation } = planned;
      if (planned.station !== null && options.only?.has(planned.station) === false) continue;
      counts[operation.kind] = (counts[operation.kind] ?? 0) + 1;
      note({ n, station: planned.station, ...operation });
      if (planned.station === null) await outside(planned.operation, n);
      else {
        while (!roomFor(planned.station) && workers.failure() === null) {
          await pause(3);
          if (performance.now() - told > 5_000) say('running');
        }
        const setUp = setUps.find(({ station }) => station === planned.station);
        if (setUp)
          workers.give({ n, station: setUp.station, operation: planned.operation, at: clockOf(setUp) });
        if (n % 16 === 0) await new Promise(setImmediate);
      }
      done += 1;
      last = n;
      if (performance.now() - told > 5_000) say('running');
    }
    share = 0;
    const seconds = (performance.now() - startedAt) / 1_000;
    const unsettled = await converge({ workers, lines, numbers, say });
    await workers.end();
    const converged = (performance.now() - startedAt) / 1_000 - seconds;
    await Promise.all(cityNames.map((name) => cities[name].stop()));
    const place: RunPlace = { ledger, folder, seed, stations: numbers };
    const findings = checkRun(place);
    const failure = workers.failure() ?? unsettled;
    const bugs = workers.states().filter((state) => state.bugs > 0);
    const report: ChaosReport = {
      ...{ seed, operations: counts, done, last, seconds, convergedInSeconds: converged, requests, faults },
      ...totalsOf(ledger),
      findings: [
        ...(failure === null
          ? []
          : [{ check: 'not-converged', station: null, about: [], words: failure } as const]),
        ...bugs.map(({ station, bugs: count }) => ({
          check: 'exception' as const,
          station,
          about: [],
          words: `station ${String(station)}: ${String(count)} exceptions inside the sync`,
        })),
        ...findings,
      ],
    };
    return { report, place };
  } finally {
    await workers.end();
    await Promise.all(cityNames.map((name) => cities[name].stop()));
    await Promise.all([...lines.values()].flat().map((line) => line.close()));
    await new Promise<void>((resolve) => trace.end(() => resolve()));
  }
}

function totalsOf({ dossiers }: Ledger) {
  const all = [...dossiers.values()];
  return {
    dossiers: all.length,
    steps: all.reduce((sum, { steps }) => sum + steps.length, 0),
    files: all.reduce((sum, { files }) => sum + files.length, 0),
    refused: all.filter((dossier) => dossier.refusable || dossier.steps.some(({ text }) => text === ''))
      .length,
  };
}
