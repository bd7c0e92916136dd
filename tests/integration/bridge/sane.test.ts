/** The scanner process against SANE's own `test` and `pnm` backends, through the real scanimage. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { findProgram } from '../../hardware/programs.ts';
import { sheetPicture, sideOf } from '../../hardware/scanner/sheets.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const scanimage = findProgram('scanimage');
const patience = { timeoutMs: 60_000 };
const started: BridgeClient<'scanners'>[] = [];
let folder = '';

function start(environment: Record<string, string> = {}): BridgeClient<'scanners'> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const bridge = startBridge({
    deviceClass: 'scanners',
    nodePath: process.execPath,
    script: join(root, 'native-bridge', 'scanners', 'main.ts'),
    settings: { training: false, slipPrinters: [] },
    log: () => undefined,
  });
  started.push(bridge);
  return bridge;
}

/** Page folders of this file's own scanner processes; other test files have theirs at the same time. */
function ownFolders(): string[] {
  return pageFolders().filter((name) => {
    try {
      const status = readFileSync(`/proc/${String(pidOf(name))}/status`, 'utf8');
      return Number(/^PPid:\t(\d+)/m.exec(status)?.[1]) === process.pid;
    } catch {
      return false;
    }
  });
}

const pidOf = (name: string): number => Number.parseInt(name.slice('mot-cua-scan-'.length), 10);

/** Page folders of running or dead scanner processes. */
function pageFolders(): string[] {
  return [tmpdir(), '/dev/shm'].flatMap((parent) =>
    existsSync(parent) ? readdirSync(parent).filter((name) => name.startsWith('mot-cua-scan-')) : [],
  );
}

/** Colour, 8 bits, 100×60, each pixel its own value, as the pnm backend reads it. */
function writePicture(path: string): Buffer {
  const pixels = Buffer.from(Uint8Array.from({ length: 100 * 60 * 3 }, (_, at) => (at * 7) % 251));
  writeFileSync(path, Buffer.concat([Buffer.from('P6\n100 60\n255\n'), pixels]));
  return pixels;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sane-test-'));
  mkdirSync(join(folder, 'conf'));
  writeFileSync(join(folder, 'conf', 'dll.conf'), 'test\npnm\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await Promise.all(started.splice(0).map((bridge) => bridge.stop()));
  vi.unstubAllEnvs();
});

function withSane(environment: Record<string, string> = {}): BridgeClient<'scanners'> {
  return start({
    SANE_CONFIG_DIR: join(folder, 'conf'),
    TEST_SCANIMAGE: scanimage ?? '',
    PATH: `${join(root, 'tests', 'hardware', 'scanner')}:${process.env['PATH'] ?? ''}`,
    ...environment,
  });
}

const feeder = { scannerId: 'test:0', source: 'feeder' as const, dpi: 100 };
const flatbed = { scannerId: 'test:0', source: 'flatbed' as const, dpi: 300 };

describe.skipIf(!scanimage)('SANE (needs sane-utils)', () => {
  test('lists what SANE finds, with the sources of each', async () => {
    const listed = await withSane().call('list', {}, [], patience);
    expect(listed.ok && listed.value.scanners).toEqual(
      expect.arrayContaining([
        { id: 'test:0', name: 'frontend-tester', sources: ['flatbed', 'feeder'], virtual: false },
        { id: 'pnm:0', name: 'PNM file reader', sources: ['flatbed'], virtual: false },
      ]),
    );
  });

  test('flatbed: one page, in colour, 200 mm wide at 300 dpi, and nothing stays on disk', async () => {
    const headers: string[] = [];
    const outcome = await withSane().call('scan', flatbed, [], {
      ...patience,
      onItem: ({ dpi }, [page]) => {
        headers.push(
          `${dpi} ${Buffer.from(page ?? [])
            .subarray(0, 60)
            .toString('latin1')
            .split('\n')
            .join(' ')}`,
        );
      },
    });
    expect(outcome).toMatchObject({ ok: true, value: { pageCount: 1 } });
    expect(headers).toHaveLength(1);
    expect(headers[0]).toMatch(/^300 P6 # SANE data follows 236[0-9] 236[0-9] 255/);
    expect(ownFolders()).toEqual([]);
  });

  test('a real page image arrives pixel by pixel', async () => {
    const picture = join(folder, 'page.ppm');
    const pixels = writePicture(picture);
    const pages: Uint8Array[] = [];
    const outcome = await withSane({ TEST_SCAN_OPTIONS: `--filename ${picture}` }).call(
      'scan',
      { scannerId: 'pnm:0', source: 'flatbed', dpi: 200 },
      [],
      { ...patience, onItem: (_item, [page]) => void pages.push(page ?? new Uint8Array()) },
    );
    expect(outcome).toMatchObject({ ok: true });
    expect(
      Buffer.from(pages[0] ?? [])
        .subarray(-pixels.length)
        .equals(pixels),
    ).toBe(true);
  });

  // That page 1 is with us before page 2 is scanned: scanners/sane-network.test.ts.
  test('feeder: ten pages in order', async () => {
    const bridge = withSane({ TEST_SCAN_OPTIONS: '--read-delay=yes --read-delay-duration=20000' });
    const order: string[] = [];
    const outcome = await bridge.call('scan', feeder, [], {
      ...patience,
      onItem: ({ index }) => void order.push(`page ${index}`),
    });
    order.push('end');
    expect(outcome).toMatchObject({ ok: true, value: { pageCount: 10 } });
    expect(order).toEqual([...Array.from({ length: 10 }, (_, index) => `page ${index}`), 'end']);
  });

  test.skipIf(!findProgram('convert'))(
    'a real A4 page at 300 dpi through the pnm backend; jammed it is scanner-jammed (needs imagemagick)',
    async () => {
      const picture = join(folder, 'a4.ppm');
      const jpeg = join(folder, 'a4.jpg');
      writeFileSync(jpeg, await sheetPicture(9, 300));
      expect(spawnSync('convert', [jpeg, '-depth', '8', picture]).status).toBe(0);
      const pages: Uint8Array[] = [];
      const request = { scannerId: 'pnm:0', source: 'flatbed' as const, dpi: 300 };
      const bridge = withSane({ TEST_SCAN_OPTIONS: `--filename ${picture} --resolution 300` });
      const outcome = await bridge.call('scan', request, [], {
        ...patience,
        onItem: (_item, [page]) => void pages.push(page ?? new Uint8Array()),
      });
      expect(outcome).toMatchObject({ ok: true, value: { pageCount: 1 } });
      expect(Buffer.from(pages[0] ?? []).toString('latin1', 0, 60)).toMatch(/^P6\n.*2480 3508\n255\n/s);
      expect(await sideOf(pages[0] ?? new Uint8Array())).toBe(9);
      const jammed = withSane({ TEST_SCAN_OPTIONS: `--filename ${picture} --status=no --status-jammed=yes` });
      expect(await jammed.call('scan', request, [], patience)).toMatchObject({
        ok: false,
        error: { code: 'scanner-jammed', details: { pages: 0, status: 6 } },
      });
    },
  );

  test('slow-taker: the pages wait as files, and all arrive', async () => {
    const seen: number[] = [];
    const outcome = await withSane().call('scan', feeder, [], {
      ...patience,
      onItem: async ({ index }) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        seen.push(index);
      },
    });
    expect(outcome).toMatchObject({ ok: true, value: { pageCount: 10 } });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('jam-after-two-pages: the two are handed over, then scanner-jammed', async () => {
    const seen: number[] = [];
    const outcome = await withSane({ TEST_JAM_AFTER: '2' }).call('scan', feeder, [], {
      ...patience,
      onItem: ({ index }) => void seen.push(index),
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'scanner-jammed', details: { pages: 2 } } });
    expect(seen).toEqual([0, 1]);
  });

  const statuses = [
    ['SANE_STATUS_JAMMED', 'scanner-jammed'],
    ['SANE_STATUS_NO_DOCS', 'scanner-empty'],
    ['SANE_STATUS_COVER_OPEN', 'scanner-cover-open'],
    ['SANE_STATUS_DEVICE_BUSY', 'scanner-busy'],
    ['SANE_STATUS_IO_ERROR', 'scanner-failed'],
    ['SANE_STATUS_NO_MEM', 'scanner-failed'],
  ] as const;
  test.each(statuses)('%s: %s', async (status, code) => {
    const bridge = withSane({ TEST_SCAN_OPTIONS: `--read-return-value=${status}` });
    const outcome = await bridge.call('scan', feeder, [], patience);
    expect(outcome).toMatchObject({ ok: false, error: { code, details: { pages: 0 } } });
    expect(ownFolders()).toEqual([]);
  });

  test.each(['nothing:0', '-h', '--help', '', 'test:0\u0000'])(
    'absent-device %j: scanner-absent',
    async (scannerId) => {
      const outcome = await withSane().call('scan', { ...flatbed, scannerId }, [], patience);
      expect(outcome).toMatchObject({ ok: false, error: { code: 'scanner-absent' } });
    },
  );

  test('source that the device does not have: scanner-failed', async () => {
    const outcome = await withSane().call('scan', { ...flatbed, source: 'feeder-duplex' }, [], patience);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'scanner-failed', details: { reason: 'no-such-source' } },
    });
  });

  test('two-scans-at-once: the second is scanner-busy, the first goes on', async () => {
    const bridge = withSane({ TEST_SCAN_OPTIONS: '--read-delay=yes --read-delay-duration=20000' });
    let second: unknown;
    const first = await bridge.call('scan', feeder, [], {
      ...patience,
      onItem: async ({ index }) => {
        if (index === 0) second = await bridge.call('scan', flatbed, [], patience);
      },
    });
    expect(second).toMatchObject({ ok: false, error: { code: 'scanner-busy' } });
    expect(first).toMatchObject({ ok: true, value: { pageCount: 10 } });
  });

  test('cancel-mid-page: cancelled, scanimage is gone, nothing stays on disk, and the next scan works', async () => {
    const bridge = withSane({ TEST_SCAN_OPTIONS: '--read-delay=yes --read-delay-duration=200000' });
    const abort = new AbortController();
    const open = bridge.call('scan', { ...feeder, dpi: 300 }, [], { ...patience, signal: abort.signal });
    await vi.waitUntil(() => ownFolders().length > 0, { timeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    abort.abort();
    expect(await open).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(ownFolders()).toEqual([]);
    expect(await bridge.call('scan', { ...flatbed, dpi: 20 }, [], patience)).toMatchObject({ ok: true });
  });

  test('process-killed-mid-scan: its pages are removed when the next one starts', async () => {
    const bridge = withSane({ TEST_SCAN_OPTIONS: '--read-delay=yes --read-delay-duration=200000' });
    const open = bridge.call('scan', { ...feeder, dpi: 300 }, [], patience);
    await vi.waitUntil(() => ownFolders().length > 0, { timeout: 20_000 });
    const [left = ''] = ownFolders();
    process.kill(pidOf(left), 'SIGKILL');
    expect(await open).toMatchObject({ ok: false, error: { code: 'worker-lost' } });
    await bridge.call('list', {}, [], patience);
    expect(pageFolders()).not.toContain(left);
  });
});

test('scanimage-not-installed: an empty list, and a scan is scanner-absent', async () => {
  const bridge = start({ PATH: folder });
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({ ok: true, value: { scanners: [] } });
  expect(await bridge.call('scan', flatbed, [], patience)).toMatchObject({
    error: { code: 'scanner-absent' },
  });
});

test('arm outside training: not-in-training', async () => {
  const outcome = await start().call('arm', { fault: 'jam' }, [], patience);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'not-in-training' } });
});
