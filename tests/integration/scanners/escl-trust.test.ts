/** Network scanners over TLS: a certificate is trusted the first time and held to from then on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openScannerMemory } from '../../../native-bridge/scanners/escl/memory.ts';
import {
  startEsclSimulator,
  type EsclSimulator,
} from '../../../native-bridge/scanners/escl/simulator/server.ts';
import { client, quick, scan, selfSigned, sides } from '../../hardware/scanner/escl-rig.ts';
import { sheetPicture } from '../../hardware/scanner/sheets.ts';
import { findProgram } from '../../hardware/programs.ts';

describe.skipIf(!findProgram('openssl'))('TLS (needs openssl)', () => {
  const first = findProgram('openssl') ? selfSigned('scanner') : { key: '', cert: '' };
  const second = findProgram('openssl') ? selfSigned('other') : { key: '', cert: '' };
  const uuid = '6b1f3c60-0000-4000-8000-00000000e5c1';
  const signal = () => new AbortController().signal;
  let folder = '';
  let simulator: EsclSimulator;
  const start = async (tls: { key: string; cert: string } | undefined, port = 0) => {
    simulator = await startEsclSimulator({ picture: sheetPicture, uuid, port, ...(tls ? { tls } : {}) });
    simulator.load(3);
    return simulator;
  };
  const memoryFile = () => join(folder, 'scanners.json');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mot-cua-trust-'));
  });
  afterEach(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('self-signed: trusted the first time, remembered over a restart, three pages', async () => {
    await start(first);
    const one = client(quick, openScannerMemory(memoryFile()));
    const { id } = await one.driver.add(simulator.base.href, signal());
    const again = client(quick, openScannerMemory(memoryFile()));
    expect(await again.driver.list()).toMatchObject([{ id, network: true }]);
    expect(await scan(again.driver, { scannerId: id })).toMatchObject({
      code: null,
      pages: await sides(1, 3, 75),
    });
  });

  test('certificate-changed: refused by name before anything is asked; forgotten and added again it works', async () => {
    await start(first);
    const port = Number(simulator.base.port);
    const own = client(quick, openScannerMemory(memoryFile()));
    const { id, name } = await own.driver.add(simulator.base.href, signal());
    await simulator.close();
    await start(second, port);
    expect(await scan(own.driver, { scannerId: id })).toMatchObject({
      code: 'scanner-certificate-changed',
      details: { name, pages: 0 },
    });
    expect(simulator.asked).toEqual([]);
    // Still in the list, so that the person learns why it does not work.
    expect(await own.driver.list()).toMatchObject([{ id, name }]);
    // Adding it again by hand does not go round the refusal.
    await expect(own.driver.add(simulator.base.href, signal())).rejects.toMatchObject({
      code: 'scanner-certificate-changed',
    });
    await own.driver.forget(id);
    await own.driver.add(simulator.base.href, signal());
    expect(await scan(own.driver, { scannerId: id })).toMatchObject({ code: null });
  });

  test('in the clear under the name of a scanner known over TLS: refused', async () => {
    await start(first);
    const port = Number(simulator.base.port);
    const own = client(quick, openScannerMemory(memoryFile()));
    await own.driver.add(simulator.base.href, signal());
    await simulator.close();
    await start(undefined, port);
    await expect(own.driver.add(simulator.base.href, signal())).rejects.toMatchObject({
      code: 'scanner-certificate-changed',
    });
  });

  test('damaged memory: kept beside, and scanners are met anew', async () => {
    await start(first);
    writeFileSync(memoryFile(), '{"version":1,"scanners":[{"id":');
    const memory = openScannerMemory(memoryFile());
    expect(memory.all()).toEqual([]);
    expect(readFileSync(`${memoryFile()}.damaged`, 'utf8')).toContain('"version":1');
    await client(quick, memory).driver.add(simulator.base.href, signal());
    expect(openScannerMemory(memoryFile()).all()).toHaveLength(1);
  });
});
