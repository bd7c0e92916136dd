/** Network scanners that announce themselves by multicast DNS, on this machine's own network. */
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { startDiscovery, type Discovery } from '../../../native-bridge/scanners/escl/discovery.ts';
import { announceEscl } from '../../../native-bridge/scanners/escl/simulator/announce.ts';
import {
  startEsclSimulator,
  type EsclSimulator,
} from '../../../native-bridge/scanners/escl/simulator/server.ts';
import { esclScanners } from '../../../native-bridge/scanners/escl/escl.ts';
import { openScannerMemory } from '../../../native-bridge/scanners/escl/memory.ts';
import { quick, scan, sides } from '../../hardware/scanner/escl-rig.ts';
import { sheetPicture } from '../../hardware/scanner/sheets.ts';

const outside = Object.values(networkInterfaces()).some((list) =>
  list?.some((each) => each.family === 'IPv4' && !each.internal),
);

describe.skipIf(!outside)('multicast DNS (needs a network besides the loopback)', () => {
  const open: { simulator?: EsclSimulator; announced?: { close(): Promise<void> }; discovery?: Discovery } =
    {};
  afterEach(async () => {
    await open.announced?.close();
    open.discovery?.close();
    await open.simulator?.close();
  });

  test('found by its announcement, scanned from, and gone from the next look after its goodbye', async () => {
    const simulator = await startEsclSimulator({
      picture: sheetPicture,
      host: '0.0.0.0',
      name: 'Máy quét tầng 2',
    });
    simulator.load(3);
    open.simulator = simulator;
    const announced = announceEscl(simulator);
    open.announced = announced;
    const discovery = startDiscovery();
    open.discovery = discovery;
    const ours = async () => (await discovery.look(500)).find((each) => each.uuid === simulator.uuid);
    let found = await ours();
    for (let tries = 0; !found && tries < 10; tries += 1) found = await ours();
    expect(found?.base.port).toBe(simulator.base.port);
    expect(found?.base.pathname).toBe('/eSCL/');

    const driver = esclScanners({ memory: openScannerMemory(null), discovery, limits: quick });
    const listed = (await driver.list()).find((each) => each.id.endsWith(simulator.uuid));
    expect(listed).toMatchObject({
      name: 'Máy quét tầng 2',
      sources: ['flatbed', 'feeder', 'feeder-duplex'],
    });
    await sides(1, 3, 75);
    expect(await scan(driver, { scannerId: listed?.id ?? '' })).toMatchObject({
      code: null,
      pages: await sides(1, 3, 75),
    });

    await announced.close();
    delete open.announced;
    for (let tries = 0; (await ours()) && tries < 10; tries += 1);
    expect(await ours()).toBeUndefined();
  });
});
