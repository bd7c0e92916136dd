import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { textPdf } from '../../unit/imaging/samples.ts';

const started: BridgeClient<'imaging'>[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((bridge) => bridge.stop()));
});

function start(): BridgeClient<'imaging'> {
  const script = join(import.meta.dirname, '../../../native-bridge/imaging/main.ts');
  const bridge = startBridge({
    deviceClass: 'imaging',
    nodePath: process.execPath,
    script,
    settings: { training: true, slipPrinters: [] },
    workers: 1,
    log: () => undefined,
  });
  started.push(bridge);
  return bridge;
}

/** Resident memory of this test's imaging worker, MB. */
function workerMegabytes(): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const mine = status.includes(`PPid:\t${process.pid}\n`);
      if (!mine || !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('imaging/main.ts')) continue;
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    } catch {
      // it ended while it was looked at
    }
  }
  throw new Error('no imaging worker is running');
}

test.skipIf(process.platform !== 'linux')(
  '400-page PDF: every page comes, in order, and memory does not grow with the pages',
  async () => {
    const bridge = start();
    const megabytes: number[] = [];
    const indices: number[] = [];
    const answer = await bridge.call('pages', { mime: 'application/pdf', dpi: 72 }, [await textPdf(400)], {
      timeoutMs: 60_000,
      onItem(item) {
        indices.push(item.index);
        if (item.index % 10 === 0) megabytes.push(workerMegabytes());
      },
    });
    expect(answer).toMatchObject({ ok: true, value: { pageCount: 400 } });
    expect(indices).toEqual(Array.from({ length: 400 }, (_, index) => index));
    const highest = (from: number, to: number) => Math.max(...megabytes.slice(from, to));
    // 300 kept pages at this size would be 600 MB of samples
    expect(highest(30, 40) / highest(5, 15)).toBeLessThan(1.4);
  },
);

test('a cancel ends a long file between pages, and the worker goes on with the next', async () => {
  const bridge = start();
  const abort = new AbortController();
  let pages = 0;
  const answer = await bridge.call('pages', { mime: 'application/pdf', dpi: 72 }, [await textPdf(200)], {
    timeoutMs: 60_000,
    signal: abort.signal,
    onItem() {
      pages += 1;
      if (pages === 5) abort.abort();
    },
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(pages).toBeLessThan(20);
  const next = await bridge.call('inspect', { name: 'a.pdf' }, [await textPdf(1)], { timeoutMs: 60_000 });
  expect(next).toMatchObject({ ok: true, value: { pageCount: 1 } });
});
