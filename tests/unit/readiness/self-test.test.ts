import { expect, it } from 'vitest';
import type { WindowEvent } from '../../../main/contract/events.ts';
import type { StatusView } from '../../../main/contract/views.ts';
import type { DeviceView, ShownDeviceClass } from '../../../main/contract/devices-operations.ts';
import { ok } from '../../../main/domain/result.ts';
import { createJobs } from '../../../main/intake/jobs.ts';
import { reportLines, reportSlip } from '../../../main/readiness/report-words.ts';
import { createSelfTest, type SelfTestParts } from '../../../main/readiness/self-test.ts';

const device = (
  kind: DeviceView['kind'],
  state: DeviceView['state'],
  reason: string | null = null,
): DeviceView => ({
  id: kind,
  name: `máy ${kind}`,
  kind,
  state,
  reason,
  virtual: false,
  sources: [],
  can: [],
});

const sound: StatusView = {
  scanner: { state: 'ready', name: null, reason: null, virtual: false },
  slipPrinter: { state: 'ready', name: null, reason: null, virtual: false },
  paperPrinter: { state: 'ready', name: null, reason: null, virtual: false },
  reader: { state: 'ready', name: null, reason: null, virtual: false },
  chipReader: { state: 'ready', name: null, reason: null, virtual: false },
  network: 'up',
  city: { state: 'up', since: null, clockOffsetMs: 40 },
  outbox: { waiting: 0, refused: 0, oldestAt: null },
  disk: { freeBytes: 9e9, low: false },
  keeping: { backup: { state: 'fresh', at: 1, reason: null }, damage: null },
  sync: { systems: [], pause: null, bytesPerSecond: null, restorations: [] },
};

const classOf = (deviceClass: ShownDeviceClass, all: readonly DeviceView[], kind: string | RegExp) => ({
  deviceClass,
  process: 'up' as const,
  answered: true,
  devices: all.filter((each) => (typeof kind === 'string' ? each.kind.endsWith(kind) : kind.test(each.kind))),
  reason: null,
});

const today = 1_764_000_000_000;

/** A real job runner and a store that keeps one value; devices and status are what the case says. */
async function tested(parts: {
  devices?: readonly DeviceView[] | Promise<never>;
  status?: StatusView | Promise<never>;
  kept?: (value: string) => string | null;
  cards?: string;
  /** The readers cannot be listed. */
  readersFail?: string;
  now?: number;
  saved?: string;
  cancelAtOnce?: true;
}) {
  const values = new Map<string, string>(parts.saved ? [['readiness.report', parts.saved]] : []);
  const store = {
    transaction: <Value>(work: () => Value) => ok(work()),
    settings: {
      get: (name: string) => (parts.kept ?? ((value: string) => value))(values.get(name) ?? ''),
      set: (name: string, value: string) => void values.set(name, value),
    },
  } satisfies SelfTestParts['store'];
  const events: WindowEvent[] = [];
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const jobs = createJobs({
    newId: () => 'job-1',
    tell(event) {
      events.push(event);
      if (event.type === 'job.ended') end();
    },
  });
  const devices = Promise.resolve(parts.devices ?? []);
  const selfTest = createSelfTest({
    store,
    desk: {
      list: async () => [
        classOf('printers', await devices, 'printer'),
        classOf('scanners', await devices, 'scanner'),
        parts.readersFail
          ? { ...classOf('readers', [], ''), answered: false, reason: parts.readersFail }
          : classOf('readers', await devices, /^reader/),
        { ...classOf('cards', await devices, 'chip-reader'), reason: parts.cards ?? null },
      ],
    },
    refreshed: () => Promise.resolve(parts.status ?? sound),
    jobs,
    clock: { now: () => parts.now ?? today },
    limitMs: 50,
  });
  const before = selfTest.state();
  const jobId = selfTest.start();
  expect(selfTest.state().running).toBe(jobId);
  expect(selfTest.start()).toBe(jobId);
  if (parts.cancelAtOnce) jobs.cancel(jobId);
  await ended;
  const rows = new Map((selfTest.last()?.rows ?? []).map((row) => [row.check, row]));
  const saved = values.get('readiness.report') ?? '';
  return {
    before,
    after: selfTest.state(),
    saved,
    row: (check: Parameters<typeof rows.get>[0]) => rows.get(check),
    events,
    report: selfTest.last(),
  };
}

it('all is well: every row passes, progress ends with all checks done', async () => {
  const { report, events } = await tested({
    devices: (['slip-printer', 'paper-printer', 'scanner', 'reader', 'chip-reader'] as const).map((kind) =>
      device(kind, 'ready'),
    ),
  });
  expect(report?.rows.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'ok'));
  expect(events.filter(({ type }) => type === 'job.progress').at(-1)).toMatchObject({ done: 10, total: 10 });
});

it('paper-out: the slip printer is a fault with the reason that tells what to do', async () => {
  const { row } = await tested({ devices: [device('slip-printer', 'fault', 'printer-paper-out')] });
  expect(row('slip-printer')).toMatchObject({ state: 'fault', result: 'fault', reason: 'printer-paper-out' });
});

it('paper-near-its-end: a warning that names the printer, before its roll is out', async () => {
  const { row, report } = await tested({ devices: [device('slip-printer', 'ready', 'printer-paper-low')] });
  expect(row('slip-printer')).toEqual({
    check: 'slip-printer',
    device: 'máy slip-printer',
    state: 'warning',
    result: 'paper-low',
    reason: 'printer-paper-low',
  });
  if (!report) throw new Error('no report');
  const [line] = reportLines(report).filter(({ name }) => name.includes('máy slip-printer'));
  expect(line).toMatchObject({ state: 'LƯU Ý', todo: expect.stringContaining('Sắp hết giấy') });
});

it.each(['driver-restarting', 'timed-out'])(
  'readers cannot be listed (%s): a fault with what to do on screen and paper, not a reader that is absent',
  async (readersFail) => {
    const { row, report } = await tested({ readersFail });
    expect(row('reader')).toMatchObject({ state: 'fault', result: 'unanswered', reason: readersFail });
    expect(row('scanner')).toMatchObject({ state: 'warning', result: 'absent' });
    if (!report) throw new Error('no report');
    const [line] = reportLines(report).filter(({ state }) => state === 'LỖI');
    expect(line).toMatchObject({
      name: 'Đầu đọc thẻ',
      todo: expect.stringContaining('mở lại trình điều khiển'),
    });
    const drawn = reportSlip(report, { counter: 'Quầy 05', branch: 'Chi nhánh số 3', training: false });
    expect(JSON.stringify(drawn)).toContain(line?.todo);
  },
);

it('absent: a device that is not there is a warning, not a pass', async () => {
  const { row } = await tested({ devices: [] });
  expect(row('scanner')).toMatchObject({ state: 'warning', result: 'absent' });
});

it('wrong-clock: more than two minutes off is a fault; never compared is unknown', async () => {
  const off = await tested({ status: { ...sound, city: { ...sound.city, clockOffsetMs: -121_000 } } });
  expect(off.row('clock')).toMatchObject({ state: 'fault', result: 'clock-skewed' });
  const never = await tested({ status: { ...sound, city: { ...sound.city, clockOffsetMs: null } } });
  expect(never.row('clock')).toMatchObject({ state: 'unknown', result: 'clock-unchecked' });
});

it('no-backup: late, never made and not set up are told apart; a damaged part is said of the store', async () => {
  const backup = (state: StatusView['keeping']['backup']['state'], reason: string | null = null) =>
    tested({ status: { ...sound, keeping: { backup: { state, at: null, reason }, damage: null } } });
  const late = await backup('late', 'backup-gone');
  expect(late.row('backup')).toMatchObject({
    state: 'warning',
    result: 'backup-late',
    reason: 'backup-gone',
  });
  expect((await backup('waiting')).row('backup')).toMatchObject({
    state: 'unknown',
    result: 'backup-waiting',
  });
  expect((await backup('off')).row('backup')).toMatchObject({ state: 'unknown', result: 'backup-off' });
  const damage = { pages: 1, dossiers: [], database: false, events: false, log: null };
  const damaged = await tested({ status: { ...sound, keeping: { ...sound.keeping, damage } } });
  expect(damaged.row('store')).toMatchObject({ state: 'warning', result: 'store-part-damaged' });
});

it('city-down and a full disk are warnings: work goes on', async () => {
  const status = {
    ...sound,
    city: { ...sound.city, state: 'down' as const },
    disk: { freeBytes: 5, low: true },
  };
  const { row } = await tested({ status });
  expect(row('city')).toMatchObject({ state: 'warning', result: 'city-down' });
  expect(row('disk')).toMatchObject({ state: 'warning', result: 'disk-low' });
});

it('store-damaged: what cannot be read back is a fault', async () => {
  const { row } = await tested({ kept: () => null });
  expect(row('store')).toMatchObject({ state: 'fault', result: 'store-failed' });
});

it('device-process-hangs: the row is unknown after its limit, and the test ends', async () => {
  const { row } = await tested({ devices: new Promise<never>(() => undefined) });
  expect(row('reader')).toMatchObject({ state: 'unknown', result: 'no-answer' });
  expect(row('store')).toMatchObject({ state: 'ok' });
});

it('cancelled: what was not checked says so', async () => {
  const { row } = await tested({ cancelAtOnce: true });
  expect(row('reader')).toMatchObject({ state: 'unknown', result: 'cancelled' });
});

it('the printed forms say of everything that is not well what to do', async () => {
  const { report } = await tested({ devices: [device('slip-printer', 'fault', 'printer-paper-out')] });
  if (!report) throw new Error('no report');
  for (const { state, todo } of reportLines(report)) expect(state === 'ĐẠT').toBe(todo === '');
});

it.each(['card-support-none', 'card-service-down'])(
  '%s: the chip row says that the machine cannot, not that a cable is loose',
  async (cards) => {
    const { row } = await tested({ cards });
    expect(row('chip-reader')).toMatchObject({ state: 'warning', result: 'no-service', reason: cards });
    expect(row('reader')).toMatchObject({ result: 'absent', reason: null });
  },
);

it('made-before-a-restart: the report of today is still there, and no other test is asked for', async () => {
  const { before, after, saved } = await tested({});
  expect(before).toEqual({ report: null, running: null, due: true });
  expect(after).toMatchObject({ running: null, due: false });
  const { before: restarted } = await tested({ saved, now: today + 1_800_000 });
  expect(restarted).toEqual({ report: after.report, running: null, due: false });
  const { before: tomorrow } = await tested({ saved, now: today + 86_400_000 });
  expect(tomorrow.due).toBe(true);
});

it.each(['{', '[]', '{"rows":[{"check":"x"}]}'])('saved-report-broken: %s counts as none', async (saved) => {
  expect((await tested({ saved })).before).toMatchObject({ report: null, due: true });
});
