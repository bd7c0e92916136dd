/** The reader process: what is plugged in, or nothing; never an error and never a hang. */
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient, DeviceClass } from '../../../native-bridge/contract.ts';

const started: BridgeClient<DeviceClass>[] = [];
const patience = { timeoutMs: 15_000 };

function start<Class extends DeviceClass>(deviceClass: Class, training: boolean): BridgeClient<Class> {
  const bridge = startBridge({
    deviceClass,
    nodePath: process.execPath,
    script: join(import.meta.dirname, '..', '..', '..', 'native-bridge', deviceClass, 'main.ts'),
    settings: { training, slipPrinters: [] },
    log: () => undefined,
  });
  started.push(bridge as never);
  return bridge;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((bridge) => bridge.stop()));
  vi.unstubAllEnvs();
});

test('training lists the virtual reader', async () => {
  expect(await start('readers', true).call('list', {}, [], patience)).toMatchObject({
    ok: true,
    value: { readers: [{ id: 'virtual-cccd', virtual: true }] },
  });
});

test('no udev and no permission: an answer all the same, with no virtual reader in it', async () => {
  vi.stubEnv('PATH', '/nowhere');
  const listed = await start('readers', false).call('list', {}, [], patience);
  expect(listed.ok && listed.value.readers.every((reader) => !reader.virtual)).toBe(true);
});

test('no-cups: no paper printer, and printing on one is printer-absent', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'no-cups-'));
  vi.stubEnv('CUPS_SERVER', join(empty, 'cups.sock'));
  const bridge = start('printers', false);
  expect(await bridge.call('list', {}, [], patience)).toMatchObject({ ok: true, value: { printers: [] } });
  for (const printerId of ['cups:office', 'cups:-h', 'cups:', 'office\u0000'])
    expect(
      await bridge.call('printPdf', { printerId, title: 'x' }, [new Uint8Array(9)], patience),
    ).toMatchObject({
      ok: false,
      error: { code: 'printer-absent' },
    });
  rmdirSync(empty);
});
