/** The self-test of a counter (kiểm tra đầu ca): one check after the other, each with a limit of its own. */
import {
  ReadinessReport,
  type DeviceView,
  type ReadinessRow,
  type ShownDeviceClass,
} from '../contract/devices-operations.ts';
import type { OutputOf } from '../contract/operations.ts';
import type { StatusView } from '../contract/views.ts';
import type { Clock } from '../domain/clock.ts';
import { localDateOf } from '../domain/local-time.ts';
import { ok } from '../domain/result.ts';
import type { Jobs } from '../intake/jobs.ts';
import type { Store } from '../store/ports.ts';
import type { DeviceDesk } from './device-desk.ts';

export interface SelfTest {
  /** The job's id; a test that runs already is not started a second time. */
  start(): string;
  /** Also of an earlier run of the application. */
  last(): ReadinessReport | null;
  state(): OutputOf<'readiness.last'>;
}

export interface SelfTestParts {
  readonly store: Pick<Store, 'settings' | 'transaction'>;
  readonly desk: Pick<DeviceDesk, 'list'>;
  /** Looks at city, disk and devices anew. */
  readonly refreshed: () => Promise<StatusView>;
  readonly jobs: Pick<Jobs, 'start'>;
  readonly clock: Clock;
  /** Longest wait for one check, ms. */
  readonly limitMs?: number;
}

/** The class that tells of a kind of device. */
const classes: Readonly<Record<DeviceView['kind'], ShownDeviceClass>> = {
  'slip-printer': 'printers',
  'paper-printer': 'printers',
  scanner: 'scanners',
  reader: 'readers',
  'chip-reader': 'cards',
};

type Finding = Pick<ReadinessRow, 'state' | 'result'> & Partial<Pick<ReadinessRow, 'device' | 'reason'>>;
interface Check {
  readonly check: ReadinessRow['check'];
  run(): Promise<Finding> | Finding;
}

const defaultLimitMs = 25_000;
/** More than this against the city's clock, ms, and no deadline can be given. */
const skewMs = 120_000;
const probeName = 'readiness.probe';
const reportName = 'readiness.report';

export function createSelfTest(parts: SelfTestParts): SelfTest {
  let last = savedReport(parts.store.settings.get(reportName));
  let running: string | null = null;

  async function run(signal: AbortSignal, progress: (done: number, total: number) => void): Promise<void> {
    const startedAt = parts.clock.now();
    const status = within(parts.refreshed(), parts.limitMs ?? defaultLimitMs, signal);
    const devices = within(parts.desk.list(), parts.limitMs ?? defaultLimitMs, signal);
    const rows: ReadinessRow[] = [];
    const all = checks(parts.store, status, devices, parts.clock);
    for (const [index, { check, run: look }] of all.entries()) {
      progress(index, all.length);
      const finding = signal.aborted
        ? stopped('cancelled')
        : ((await within(Promise.resolve(look()), parts.limitMs ?? defaultLimitMs, signal)) ??
          stopped(signal.aborted ? 'cancelled' : 'no-answer'));
      rows.push({ check, device: null, reason: null, ...finding });
    }
    progress(all.length, all.length);
    const report = { startedAt, endedAt: parts.clock.now(), rows };
    last = report;
    const kept = parts.store.transaction(() => parts.store.settings.set(reportName, JSON.stringify(report)));
    // The report has just said so of the disk; it is known until the application ends all the same.
    if (!kept.ok) return;
  }

  return {
    start() {
      running ??= parts.jobs.start(async ({ signal, progress }) => {
        try {
          await run(signal, progress);
          return ok({ pagesKept: 0 });
        } finally {
          running = null;
        }
      });
      return running;
    },
    last: () => last,
    state: () => ({
      report: last,
      running,
      due: last === null || localDateOf(last.endedAt) !== localDateOf(parts.clock.now()),
    }),
  };
}

function savedReport(text: string | null): ReadinessReport | null {
  if (!text) return null;
  try {
    return ReadinessReport.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const stopped = (result: 'cancelled' | 'no-answer'): Finding => ({ state: 'unknown', result });

function checks(
  store: SelfTestParts['store'],
  status: Promise<StatusView | null>,
  devices: Promise<Awaited<ReturnType<DeviceDesk['list']>> | null>,
  clock: Clock,
): readonly Check[] {
  const device = (check: ReadinessRow['check'], kind: DeviceView['kind']): Check => ({
    check,
    async run() {
      const listed = await devices;
      if (!listed) return stopped('no-answer');
      const asked = listed.find(({ deviceClass }) => deviceClass === classes[kind]);
      if (asked && !asked.answered) return { state: 'fault', result: 'unanswered', reason: asked.reason };
      const found = (asked?.devices ?? []).filter((one) => one.kind === kind);
      const [worst] = found.filter(({ state }) => state === 'fault');
      const [first] = found.filter(({ state }) => state === 'ready' || state === 'busy');
      const shown = first ?? worst ?? found[0];
      if (kind === 'chip-reader' && asked && asked.reason !== null)
        return { state: 'warning', result: 'no-service', reason: asked.reason };
      if (!shown || shown.state === 'absent') return { state: 'warning', result: 'absent' };
      const low = found.find(({ reason }) => reason === 'printer-paper-low');
      const { name, reason } = shown;
      if (shown.state === 'fault') return { state: 'fault', result: 'fault', device: name, reason };
      if (low) return { state: 'warning', result: 'paper-low', device: low.name, reason: low.reason };
      if (shown.state === 'ready') return { state: 'ok', result: 'works', device: name };
      return { state: 'warning', result: 'busy', device: name };
    },
  });
  return [
    {
      check: 'store',
      async run() {
        const written = String(clock.now());
        const kept = store.transaction(() => store.settings.set(probeName, written));
        if (!kept.ok || store.settings.get(probeName) !== written) {
          return { state: 'fault', result: 'store-failed', reason: kept.ok ? 'store-damaged' : 'disk-full' };
        }
        return (await status)?.keeping.damage
          ? { state: 'warning', result: 'store-part-damaged', reason: 'store-damaged' }
          : { state: 'ok', result: 'works' };
      },
    },
    {
      check: 'backup',
      async run() {
        const backup = (await status)?.keeping.backup;
        if (!backup) return stopped('no-answer');
        if (backup.state === 'fresh') return { state: 'ok', result: 'works' };
        if (backup.state === 'off') return { state: 'unknown', result: 'backup-off' };
        if (backup.state === 'waiting') return { state: 'unknown', result: 'backup-waiting' };
        return { state: 'warning', result: 'backup-late', reason: backup.reason };
      },
    },
    {
      check: 'disk',
      async run() {
        const seen = await status;
        if (!seen || seen.disk.freeBytes === 0) return stopped('no-answer');
        return seen.disk.low ? { state: 'warning', result: 'disk-low' } : { state: 'ok', result: 'works' };
      },
    },
    {
      check: 'clock',
      async run() {
        const offset = (await status)?.city.clockOffsetMs ?? null;
        if (offset === null) return { state: 'unknown', result: 'clock-unchecked' };
        return Math.abs(offset) > skewMs
          ? { state: 'fault', result: 'clock-skewed', reason: 'clock-skewed' }
          : { state: 'ok', result: 'works' };
      },
    },
    {
      check: 'city',
      async run() {
        const city = (await status)?.city.state ?? 'unknown';
        if (city === 'up') return { state: 'ok', result: 'works' };
        return { state: city === 'unknown' ? 'unknown' : 'warning', result: `city-${city}` };
      },
    },
    device('slip-printer', 'slip-printer'),
    device('paper-printer', 'paper-printer'),
    device('scanner', 'scanner'),
    device('reader', 'reader'),
    device('chip-reader', 'chip-reader'),
  ];
}

/** Null when the time is over, the test was cancelled, or the look failed. */
async function within<Value>(
  look: Promise<Value>,
  limitMs: number,
  signal: AbortSignal,
): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  try {
    return await Promise.race([look.catch(() => null), end]);
  } finally {
    clearTimeout(timer);
  }
}
