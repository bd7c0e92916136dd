/** The reader process with its virtual scanner: reports in, `scanned` events out, faults named, the device working on. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { ReaderEvent, type ReaderFault } from '../../../native-bridge/contract-readers.ts';

const patience = { timeoutMs: 20_000 };
const card = '001099012345||Nguyễn Văn An|15011999|Nam|Số 1, Phố Ví Dụ, Láng, Hà Nội|20082021';
const started: BridgeClient<'readers'>[] = [];

function start(training = true) {
  const events: ReaderEvent[] = [];
  const logged: string[] = [];
  const bridge = startBridge({
    deviceClass: 'readers',
    nodePath: process.execPath,
    script: join(import.meta.dirname, '..', '..', '..', 'native-bridge', 'readers', 'main.ts'),
    settings: { training, slipPrinters: [] },
    log: (event, fields) => logged.push(JSON.stringify({ event, ...fields })),
    onEvent: (event) => events.push(ReaderEvent.parse(event)),
  });
  started.push(bridge);
  const hold = (payload: string, fault: ReaderFault = 'none', aim = ']Q3') =>
    bridge.call('simulate', { payload, aim, fault }, [], patience);
  const scans = () => events.filter((event) => event.type === 'scanned');
  const faults = () => events.flatMap((event) => (event.type === 'fault' ? [event.code] : []));
  return { bridge, events, logged, hold, scans, faults };
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((bridge) => bridge.stop()));
});

test('a card before the scanner becomes one event, letters and symbology right, and no line of log holds it', async () => {
  const { hold, scans, logged } = start();
  expect(await hold(card)).toMatchObject({ ok: true });
  await expect.poll(scans).toMatchObject([
    {
      payload: card,
      symbology: 'qr',
      encoding: 'utf-8',
      source: 'hid',
      device: { id: 'virtual-cccd', name: 'Đầu đọc tập huấn' },
    },
  ]);
  expect(logged.join()).not.toContain('001099012345');
});

const namedFaults: readonly (readonly [ReaderFault, string])[] = [
  ['garbage', 'reader-garbled'],
  ['cut-off', 'reader-cut-off'],
  ['endless', 'reader-overflow'],
  ['flood', 'reader-overflow'],
];

test.each(namedFaults)('%s: named %s, and the next card is read by the same process', async (fault, code) => {
  const { bridge, hold, scans, faults } = start();
  expect(await hold('x', fault)).toMatchObject({ ok: true });
  await expect.poll(faults).toContain(code);
  // Noise may hold a sound report by chance; what counts is the card after it.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await hold(card)).toMatchObject({ ok: true });
  await expect.poll(() => scans().at(-1)).toMatchObject({ payload: card });
  expect(scans().length).toBeLessThan(40);
  expect(faults().length).toBeLessThan(10);
  expect(bridge.state()).toBe('up');
});

test('unplugged: gone from the list, commands say so; plugged in again it is opened and read', async () => {
  const { bridge, hold, scans } = start();
  await hold(card, 'unplug');
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({ value: { readers: [] } });
  for (const [operation, params] of [
    ['trigger', { readerId: 'virtual-cccd', on: true }],
    ['beep', { readerId: 'virtual-cccd', sound: 'good' }],
  ] as const)
    expect(await bridge.call(operation, params as never, [], patience)).toMatchObject({
      error: { code: 'reader-absent' },
    });
  expect(await hold(card)).toMatchObject({ ok: true });
  await expect.poll(scans).toHaveLength(1);
});

test('trigger and beep reach the device', async () => {
  const { bridge, hold } = start();
  await hold(card);
  const readerId = 'virtual-cccd';
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({
    value: { readers: [{ id: readerId, state: 'ready', reason: null, can: ['trigger', 'beep'] }] },
  });
  expect(await bridge.call('trigger', { readerId, on: true }, [], patience)).toMatchObject({ ok: true });
  expect(await bridge.call('beep', { readerId, sound: 'error' }, [], patience)).toMatchObject({ ok: true });
});

test('wrong-shape: a reader without a name, a sound that is none, a payload without an end', async () => {
  const { bridge } = start();
  for (const [operation, params] of [
    ['trigger', { readerId: '', on: true }],
    ['trigger', { readerId: 'x' }],
    ['beep', { readerId: 'x', sound: 'loud' }],
    ['simulate', { payload: 'x'.repeat(100_001), aim: ']Q3', fault: 'none' }],
    ['simulate', { payload: 'x', aim: ']Q3', fault: 'fire' }],
  ] as const)
    expect(await bridge.call(operation, params as never, [], patience)).toMatchObject({
      error: { code: 'wrong-shape' },
    });
});

test('no virtual scanner outside training: reader-absent', async () => {
  const { hold } = start(false);
  expect(await hold(card)).toMatchObject({ error: { code: 'reader-absent' } });
});
