import { afterEach, expect, it } from 'vitest';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { fileURLToPath } from 'node:url';

const script = (deviceClass: string) =>
  fileURLToPath(new URL(`../../../native-bridge/${deviceClass}/main.ts`, import.meta.url));
const limit = { timeoutMs: 15_000 };
let stop: (() => Promise<void>) | undefined;

afterEach(() => stop?.());

function start<Class extends 'printers' | 'scanners' | 'readers' | 'imaging'>(deviceClass: Class) {
  const client: BridgeClient<Class> = startBridge({
    deviceClass,
    nodePath: process.execPath,
    script: script(deviceClass),
    settings: { training: true, slipPrinters: [] },
    log: () => undefined,
  });
  stop = () => client.stop();
  return client;
}

it('a printed slip is traced by its commands and answers, its picture only by its size', async () => {
  const printers = start('printers');
  const name = new TextEncoder().encode('001190012345 NGUYEN'.padEnd(72 * 60, 'A'));
  const params = { printerId: 'virtual-slip', widthPx: 576, heightPx: 60 };
  expect(await printers.call('printSlip', params, [name], limit)).toMatchObject({ ok: true });
  await printers.call('printSlip', { ...params, printerId: 'nobody' }, [name], limit);
  const traced = await printers.call('trace', {}, [], limit);
  if (!traced.ok) throw new Error(traced.error.code);
  const { entries } = traced.value;
  const picture = entries.filter(({ what }) => what.includes('GS v 0'));
  const masked = picture.flatMap(({ hex }) =>
    [...hex.matchAll(/\[(\d+)\]/g)].map(([, count]) => Number(count)),
  );
  expect(masked.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(60 * 72);
  expect(entries.some(({ direction, what }) => direction === 'from' && what.includes('status'))).toBe(true);
  expect(entries.filter(({ device }) => device === 'printers').map(({ what }) => what)).toEqual([
    expect.stringMatching(/^printSlip done ms=\d+$/),
    expect.stringMatching(/^printSlip printer-absent ms=\d+$/),
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/0011|NGUYEN|4e 47 55/);
});

it.each(['scanners', 'readers', 'imaging'] as const)('%s answer `trace` like every class', async (one) => {
  const client: BridgeClient<'readers'> = start(one) as never;
  expect(await client.call('trace', {}, [], limit)).toMatchObject({
    ok: true,
    value: { entries: expect.any(Array) as unknown },
  });
});
