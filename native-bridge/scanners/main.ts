/** Device process of the scanners. Training sees only the virtual one, so that it never pulls in a real paper. */
import { join } from 'node:path';
import { readSettings, serve } from '../host.ts';
import { allScanners } from './all-scanners.ts';
import { startDiscovery } from './escl/discovery.ts';
import { esclScanners } from './escl/escl.ts';
import { openScannerMemory } from './escl/memory.ts';
import { incomingHandlers } from './incoming-handlers.ts';
import { removeStaleFolders } from './page-folder.ts';
import { saneScanners } from './sane.ts';
import { virtualScanners } from './virtual.ts';
import { watchFolder } from './watched-folder.ts';
import { wiaScanners } from './wia/wia.ts';

removeStaleFolders();
const { training, folder, networkScanners = [], incoming } = readSettings();
const watched = incomingHandlers(watchFolder(incoming));
if (training) {
  serve('scanners', { ...virtualScanners(), ...watched });
} else {
  const memory = openScannerMemory(folder === undefined ? null : join(folder, 'scanners.json'));
  const escl = esclScanners({ memory, discovery: startDiscovery(), addresses: networkScanners });
  const local = process.platform === 'win32' ? wiaScanners() : saneScanners();
  serve('scanners', { ...allScanners(escl, [local]), ...watched });
}
