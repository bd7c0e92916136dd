/** The scanner of training mode, in its own process. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient, ParamsOf } from '../../../native-bridge/contract.ts';
import { findProgram } from '../../hardware/programs.ts';

const script = join(import.meta.dirname, '..', '..', '..', 'native-bridge', 'scanners', 'main.ts');
const patience = { timeoutMs: 30_000 };
const started: BridgeClient<'scanners'>[] = [];

function start(): BridgeClient<'scanners'> {
  const bridge = startBridge({
    deviceClass: 'scanners',
    nodePath: process.execPath,
    script,
    settings: { training: true, slipPrinters: [] },
    log: () => undefined,
  });
  started.push(bridge);
  return bridge;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((bridge) => bridge.stop()));
});

async function scan(
  bridge: BridgeClient<'scanners'>,
  source: ParamsOf<'scanners', 'scan'>['source'],
  dpi = 100,
) {
  const pages: Buffer[] = [];
  const outcome = await bridge.call('scan', { scannerId: 'virtual-scanner', source, dpi }, [], {
    ...patience,
    onItem: (_item, [page]) => void pages.push(Buffer.from(page ?? [])),
  });
  return { outcome, pages };
}

test('A4 in colour at the asked resolution, each sheet another one, the same in every training', async () => {
  const [one, two] = [start(), start()];
  const first = await scan(one, 'feeder', 150);
  expect(first.outcome).toMatchObject({ ok: true, value: { pageCount: 3 } });
  const { width, height, channels } = await sharp(first.pages[0]).metadata();
  expect([width, height, channels]).toEqual([1240, 1754, 3]);
  const { pages } = await scan(one, 'flatbed', 150);
  const all = [...first.pages, ...pages].map((page) => page.toString('base64'));
  expect(new Set(all).size).toBe(4);
  const again = await scan(two, 'feeder', 150);
  expect(again.pages.every((page, index) => page.equals(first.pages[index] ?? Buffer.alloc(0)))).toBe(true);
});

test.skipIf(!findProgram('tesseract'))(
  'every page says that it is invented (needs tesseract-ocr-vie)',
  async () => {
    const { pages } = await scan(start(), 'flatbed', 300);
    const { stdout } = spawnSync('tesseract', ['-', '-', '-l', 'vie', '--psm', '4'], {
      input: pages[0],
      encoding: 'utf8',
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    });
    expect(stdout).toContain('MẪU TẬP HUẤN');
  },
);

test('jam: the first page is kept, and the next scan works', async () => {
  const bridge = start();
  await bridge.call('arm', { fault: 'jam' }, [], patience);
  const { outcome, pages } = await scan(bridge, 'feeder');
  expect(outcome).toMatchObject({ ok: false, error: { code: 'scanner-jammed', details: { pages: 1 } } });
  expect(pages).toHaveLength(1);
  expect((await scan(bridge, 'feeder')).outcome).toMatchObject({ ok: true });
});

test.each([
  ['absent', 'scanner-absent'],
  ['busy', 'scanner-busy'],
  ['empty', 'scanner-empty'],
] as const)('%s: %s, until it is put right', async (fault, code) => {
  const bridge = start();
  await bridge.call('arm', { fault }, [], patience);
  expect((await scan(bridge, 'feeder')).outcome).toMatchObject({ ok: false, error: { code } });
  await bridge.call('arm', { fault: 'none' }, [], patience);
  expect((await scan(bridge, 'feeder')).outcome).toMatchObject({ ok: true });
});

test('an absent scanner is not listed', async () => {
  const bridge = start();
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({
    value: { scanners: [{ virtual: true }] },
  });
  await bridge.call('arm', { fault: 'absent' }, [], patience);
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({ value: { scanners: [] } });
});

test('two-scans-at-once: the second is scanner-busy', async () => {
  const bridge = start();
  const [first, second] = await Promise.all([scan(bridge, 'feeder'), scan(bridge, 'flatbed')]);
  expect(first.outcome).toMatchObject({ ok: true });
  expect(second.outcome).toMatchObject({ ok: false, error: { code: 'scanner-busy' } });
});

test('cancel-mid-feed: cancelled after the first page', async () => {
  const bridge = start();
  const abort = new AbortController();
  const outcome = await bridge.call(
    'scan',
    { scannerId: 'virtual-scanner', source: 'feeder', dpi: 100 },
    [],
    {
      ...patience,
      signal: abort.signal,
      onItem: () => abort.abort(),
    },
  );
  expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});
