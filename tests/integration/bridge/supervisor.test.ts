import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { BridgeClient, ProcessHealth } from '../../../native-bridge/contract.ts';
import { startBridge, type BridgeOptions } from '../../../main/shell/bridge/supervisor.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const script = join(fixtures, 'odd-scanner.ts');
const lines: string[] = [];
const started: BridgeClient<'scanners'>[] = [];

function start(options: Partial<BridgeOptions<'scanners'>> = {}): BridgeClient<'scanners'> {
  const bridge = startBridge({
    deviceClass: 'scanners',
    nodePath: process.execPath,
    script,
    settings: { training: true, slipPrinters: [] },
    log: (event, fields) => lines.push(JSON.stringify({ event, ...fields })),
    ...options,
  });
  started.push(bridge);
  return bridge;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((bridge) => bridge.stop()));
  lines.length = 0;
});

const scan = (scannerId: string) => ({ scannerId, source: 'feeder' as const, dpi: 300 });
const patience = { timeoutMs: 20_000 };

async function pidOf(bridge: BridgeClient<'scanners'>): Promise<number> {
  const listed = await bridge.call('list', {}, [], patience);
  return listed.ok ? Number(listed.value.scanners[0]?.id) : 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function waitUntil(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await new Promise((r) => setTimeout(r, 50));
  return condition();
}

test('worker-killed-mid-call: the call ends worker-lost, the next one works in a new process', async () => {
  const bridge = start();
  const first = await pidOf(bridge);
  expect(bridge.state()).toBe('up');
  expect(await bridge.call('scan', scan('die'), [], patience)).toMatchObject({
    ok: false,
    error: { code: 'worker-lost' },
  });
  expect(bridge.state()).toBe('down');
  const second = await pidOf(bridge);
  expect(second).toBeGreaterThan(0);
  expect(second).not.toBe(first);
  expect(isAlive(first)).toBe(false);
});

test('worker-dies-after-items: what it handed over is delivered before worker-lost', async () => {
  const seen: number[] = [];
  const outcome = await start().call('scan', scan('die-after-two-items'), [], {
    ...patience,
    onItem: async ({ index }) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      seen.push(index);
    },
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'worker-lost' } });
  expect(seen).toEqual([0, 1]);
});

test('uncaught-error: worker-lost, its place in the code is logged and its message is not', async () => {
  const outcome = await start().call('scan', scan('crash'), [], patience);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'worker-lost' } });
  expect(lines.join()).toContain('odd-scanner.ts:');
  expect(lines.join()).toContain('"code":70');
  expect(lines.join()).not.toContain('Nguyễn');
});

test('handler-bug: unexpected, and the process lives on', async () => {
  const bridge = start();
  const pid = await pidOf(bridge);
  const outcome = await bridge.call('scan', scan('reject'), [], patience);
  expect(outcome).toEqual({ ok: false, error: { code: 'unexpected', details: {} } });
  expect(await pidOf(bridge)).toBe(pid);
});

test('known-failure: code and details arrive as the driver gave them', async () => {
  const outcome = await start().call('scan', scan('jam'), [], patience);
  expect(outcome).toEqual({ ok: false, error: { code: 'scanner-jammed', details: { pages: 4 } } });
});

test('wrong-result-shape: unexpected, not handed on', async () => {
  const outcome = await start().call('scan', scan('wrong-result'), [], patience);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'unexpected' } });
});

test('wrong-params-shape: refused by the process', async () => {
  const outcome = await start().call('scan', { scannerId: 5 } as never, [], patience);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'wrong-shape' } });
});

test('garbage-on-stdout: worker-lost, the main process goes on with a new one', async () => {
  const bridge = start();
  const outcome = await bridge.call('scan', scan('garbage'), [], patience);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'worker-lost' } });
  expect(lines.join()).toContain('bridge-garbled');
  expect(await pidOf(bridge)).toBeGreaterThan(0);
});

test('console-log-in-a-library: does not reach the frames', async () => {
  const outcome = await start().call('scan', scan('print'), [], patience);
  expect(outcome).toMatchObject({ ok: true });
});

test('silent-device: timed-out, cancelled in the process, which lives on', async () => {
  const bridge = start();
  const pid = await pidOf(bridge);
  const outcome = await bridge.call('scan', scan('silent'), [], { timeoutMs: 200 });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'timed-out' } });
  expect(await pidOf(bridge)).toBe(pid);
});

test('slow-but-working-device: progress keeps the call open beyond its time limit', async () => {
  const bridge = start();
  await pidOf(bridge);
  const outcome = await bridge.call('scan', scan('progress'), [], { timeoutMs: 500 });
  expect(outcome).toMatchObject({ ok: true });
});

test('deaf-device: a cancelled call that does not end has its process replaced', async () => {
  const bridge = start({ graceMs: 300 });
  const pid = await pidOf(bridge);
  const abort = new AbortController();
  const open = bridge.call('scan', scan('deaf'), [], { ...patience, signal: abort.signal });
  setTimeout(() => abort.abort(), 50);
  expect(await open).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(await pidOf(bridge)).not.toBe(pid);
});

test('spinning-device: a process that never yields is replaced after the time limit', async () => {
  const bridge = start({ graceMs: 300 });
  const pid = await pidOf(bridge);
  const outcome = await bridge.call('scan', scan('spin'), [], { timeoutMs: 300 });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'timed-out' } });
  expect(await waitUntil(() => !isAlive(pid))).toBe(true);
  expect(await pidOf(bridge)).not.toBe(pid);
});

test('cancel-mid-scan: ends cancelled, and no further item is handed over', async () => {
  const abort = new AbortController();
  const seen: number[] = [];
  const outcome = await start().call('scan', scan('500-pages'), [], {
    ...patience,
    signal: abort.signal,
    onItem: ({ index }) => {
      seen.push(index);
      if (index === 2) abort.abort();
    },
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(seen).toEqual([0, 1, 2]);
});

test('slow-taker: items come in order, and the device waits instead of filling memory', async () => {
  let announced = 0;
  let taken = 0;
  let widest = 0;
  const sums: number[] = [];
  const outcome = await start().call('scan', scan('30-pages'), [], {
    ...patience,
    onProgress: (done) => {
      announced = done;
      widest = Math.max(widest, announced - taken);
    },
    onItem: async ({ index }, [body]) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      sums.push(body?.[99_999] ?? -1);
      expect(index).toBe(taken);
      taken += 1;
    },
  });
  expect(outcome).toMatchObject({ ok: true, value: { pageCount: 30 } });
  expect(sums).toEqual(Array.from({ length: 30 }, (_, index) => index));
  expect(widest).toBeLessThanOrEqual(4);
});

test('taker-fails: the call rejects with its error and the device is told to stop', async () => {
  const bridge = start();
  const open = bridge.call('scan', scan('500-pages'), [], {
    ...patience,
    onItem: () => {
      throw new RangeError('a bug in the taker');
    },
  });
  await expect(open).rejects.toThrow(RangeError);
  expect(await pidOf(bridge)).toBeGreaterThan(0);
});

test('already-cancelled: nothing is started', async () => {
  const bridge = start();
  const outcome = await bridge.call('list', {}, [], { ...patience, signal: AbortSignal.abort() });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(bridge.state()).toBe('starting');
});

test('node-binary-missing: worker-lost instead of a crash, and state is down', async () => {
  const bridge = start({ nodePath: '/nowhere/node' });
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({ error: { code: 'worker-lost' } });
  expect(bridge.state()).toBe('down');
});

test('script-missing: worker-lost', async () => {
  const bridge = start({ script: '/nowhere/main.ts' });
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({ error: { code: 'worker-lost' } });
});

test('call-while-down: waits for the restart, and its own time limit still holds', async () => {
  const bridge = start({ nodePath: '/nowhere/node' });
  for (let round = 0; round < 4; round += 1) await bridge.call('list', {}, [], patience);
  expect(await bridge.call('list', {}, [], { timeoutMs: 100 })).toMatchObject({
    error: { code: 'timed-out' },
  });
});

test('stop-with-open-call: worker-lost, and the process is gone', async () => {
  const bridge = start();
  const pid = await pidOf(bridge);
  const open = bridge.call('scan', scan('deaf'), [], patience);
  await bridge.stop();
  expect(await open).toMatchObject({ ok: false, error: { code: 'worker-lost' } });
  expect(isAlive(pid)).toBe(false);
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({ error: { code: 'worker-lost' } });
});

test('events reach the main process', async () => {
  const events: unknown[] = [];
  await start({ onEvent: (event) => events.push(event) }).call('scan', scan('event'), [], patience);
  expect(events).toMatchObject([{ type: 'device.appeared', device: { identity: 'usb:04b8:0142:sn:X1' } }]);
});

test('odd-event: dropped and logged, and the process lives on', async () => {
  const events: unknown[] = [];
  const bridge = start({ onEvent: (event) => events.push(event) });
  const pid = await pidOf(bridge);
  expect(await bridge.call('scan', scan('odd-event'), [], patience)).toMatchObject({ ok: true });
  expect(await pidOf(bridge)).toBe(pid);
  expect(events).toEqual([]);
  expect(lines.join()).toContain('bridge-odd-event');
});

test('hung-process-that-nobody-calls: found by its missing pulse and replaced', async () => {
  const bridge = start({ pulse: { everyMs: 200, missed: 5 } });
  const pid = await pidOf(bridge);
  expect(await bridge.call('scan', scan('spin-unseen'), [], patience)).toMatchObject({ ok: true });
  expect(await waitUntil(() => !isAlive(pid))).toBe(true);
  expect(lines.join()).toContain('bridge-hung');
  expect(await pidOf(bridge)).not.toBe(pid);
});

test('living-process: its pulse keeps it, however often it is asked', async () => {
  const bridge = start({ pulse: { everyMs: 20, missed: 50 } });
  const pid = await pidOf(bridge);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await pidOf(bridge)).toBe(pid);
});

test('crash-loop: restarting, then failing, each wait twice the one before, and up again once it answers', async () => {
  const told: ProcessHealth[] = [];
  const bridge = start({ onHealth: (health) => told.push(health) });
  for (let round = 0; round < 5; round += 1) await bridge.call('scan', scan('die'), [], patience);
  expect(told.map(({ state }) => state)).toEqual([
    'restarting',
    'restarting',
    'restarting',
    'restarting',
    'failing',
  ]);
  expect(lines.join()).toContain('"failures":5,"waitMs":1600');
  expect(await pidOf(bridge)).toBeGreaterThan(0);
  expect(told.at(-1)).toEqual({ state: 'up', failures: 0 });
});

test('calls-while-down: a hundred wait, the next ones are told at once', async () => {
  const bridge = start({ nodePath: '/nowhere/node' });
  for (let round = 0; round < 4; round += 1) await bridge.call('list', {}, [], patience);
  const calls = Array.from({ length: 103 }, () => bridge.call('list', {}, [], { timeoutMs: 200 }));
  const codes = (await Promise.all(calls)).map((outcome) => (outcome.ok ? '' : outcome.error.code));
  expect(codes.filter((code) => code === 'worker-lost')).toHaveLength(3);
  expect(codes.filter((code) => code === 'timed-out')).toHaveLength(100);
});

test('pool: a second call at the same time gets a second process, a third waits for neither', async () => {
  const bridge = start({ workers: 2 });
  const abort = new AbortController();
  const busy = bridge.call('scan', scan('silent'), [], { ...patience, signal: abort.signal });
  const one = await pidOf(bridge);
  const two = await pidOf(bridge);
  expect(two).toBe(one);
  const alsoBusy = bridge.call('scan', scan('silent'), [], { ...patience, signal: abort.signal });
  expect(await pidOf(bridge)).toBeGreaterThan(0);
  abort.abort();
  expect(await busy).toMatchObject({ error: { code: 'cancelled' } });
  expect(await alsoBusy).toMatchObject({ error: { code: 'cancelled' } });
});

test('oversized-request: file-too-large, and the process lives on', async () => {
  const bridge = start();
  const pid = await pidOf(bridge);
  const half = new Uint8Array(300 * 1024 * 1024);
  const outcome = await bridge.call('scan', scan('1-pages'), [half, half], patience);
  expect(outcome).toMatchObject({ error: { code: 'file-too-large' } });
  expect(await pidOf(bridge)).toBe(pid);
});

test('parent-killed: the device process leaves by itself, even in the middle of a call', async () => {
  const parent = spawn(process.execPath, [join(fixtures, 'parent.ts'), script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(text.toString());
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  expect(await waitUntil(() => !isAlive(pid))).toBe(true);
});
