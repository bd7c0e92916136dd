import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StatusView } from '../../../main/contract/views.ts';
import { createStationStatus, type StationStatus } from '../../../main/shell/station-status.ts';
import type { CardReaderView, CardSupport } from '../../../native-bridge/contract-cards.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';

const asked = { scanners: 0, printers: 0, readers: 0, cards: 0 };
let support: CardSupport;
let chip: CardReaderView[];
const told: StatusView[] = [];
/** Code with which the class cannot be listed. */
let failing: { of: keyof typeof asked; code: string } | null = null;
let status: StationStatus;

/** A class whose list has one sound device, or fails. */
function client(of: keyof typeof asked): never {
  const device = {
    id: 'a',
    name: 'A',
    kind: 'paper',
    isDefault: true,
    virtual: false,
    state: 'ready',
    reason: null,
  };
  const bridge: Pick<BridgeClient<'scanners'>, 'state' | 'stop'> & { call(): Promise<unknown> } = {
    call: () => {
      asked[of] += 1;
      if (failing?.of === of)
        return Promise.resolve({ ok: false, error: { code: failing.code, details: {} } });
      return Promise.resolve({
        ok: true,
        value:
          of === 'cards'
            ? { support, readers: chip }
            : { scanners: [device], printers: [device], readers: [device] },
        bodies: [],
      });
    },
    state: () => 'up',
    stop: () => Promise.resolve(),
  };
  return bridge as never;
}

beforeEach(async () => {
  vi.useFakeTimers();
  Object.assign(asked, { scanners: 0, printers: 0, readers: 0, cards: 0 });
  support = 'ready';
  chip = [];
  told.length = 0;
  failing = null;
  status = createStationStatus({
    scanners: client('scanners'),
    printers: client('printers'),
    readers: client('readers'),
    cards: client('cards'),
    city: () => null,
    store: () => null,
    keeping: () => null,
    folder: tmpdir(),
    onChange: (view: StatusView) => told.push(view),
  });
  status.start();
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
});

afterEach(() => {
  status.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('list-fails: the class is at fault with the code of its failure, not absent', async () => {
  for (const of of ['scanners', 'printers', 'readers'] as const) {
    failing = { of, code: 'worker-lost' };
    await status.refresh();
    const { scanner, slipPrinter, paperPrinter, reader } = status.current();
    const shown = { scanners: [scanner], printers: [slipPrinter, paperPrinter], readers: [reader] };
    for (const device of shown[of])
      expect(device).toEqual({ state: 'fault', name: null, reason: 'worker-lost', virtual: false });
  }
});

test('hub-unplugged: a flock of device events is one question', async () => {
  const before = asked.printers;
  for (let times = 0; times < 50; times += 1) status.deviceChanged('printers');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.printers - before).toBe(1);
});

test('class-that-tells-by-itself: no longer asked every few seconds', async () => {
  status.deviceChanged('printers');
  await vi.advanceTimersByTimeAsync(1_000);
  const before = { ...asked };
  await vi.advanceTimersByTimeAsync(50_000);
  expect(asked.printers - before.printers).toBe(0);
  expect(asked.scanners - before.scanners).toBeGreaterThanOrEqual(4);
});

test('driver-crashed: its devices say so at once, the others stand, and all is well when it answers', () => {
  status.driverChanged('printers', { state: 'restarting', failures: 1 });
  expect(told.at(-1)?.paperPrinter).toMatchObject({ state: 'starting', reason: 'driver-restarting' });
  expect(told.at(-1)?.scanner).toMatchObject({ state: 'ready' });
  status.driverChanged('printers', { state: 'failing', failures: 5 });
  expect(told.at(-1)?.paperPrinter).toMatchObject({ state: 'fault', reason: 'driver-failing' });
  status.driverChanged('printers', { state: 'up', failures: 0 });
  expect(told.at(-1)?.paperPrinter).toMatchObject({ state: 'ready', reason: null });
});

test.each([
  ['chip-reader-absent', 'ready', [], { state: 'absent', name: null, reason: null }],
  [
    'no-pcsc: a counter without it is not broken, but says why',
    'none',
    [],
    { state: 'absent', reason: 'card-support-none' },
  ],
  ['pcscd-stopped', 'service-down', [], { state: 'absent', reason: 'card-service-down' }],
  ['chip-reader-there', 'ready', ['empty'], { state: 'ready', name: 'R0', reason: null }],
  ['card-upside-down', 'ready', ['mute'], { state: 'fault', name: 'R0', reason: 'card-unresponsive' }],
  ['one-of-two-mute', 'ready', ['mute', 'card'], { state: 'ready', reason: null }],
] as const)('%s', async (_, how, states, shown) => {
  support = how;
  chip = states.map((state, index) => ({ id: `r${index}`, name: `R${index}`, virtual: false, state }));
  await status.refresh();
  expect(status.current().chipReader).toMatchObject(shown);
});
