/** Device process of the scanners. Training sees only the virtual one, so that it never pulls in a real paper. */
import { join } from 'node:path';
import { readSettings, serve } from '../host.ts';
import { allScanners } from './all-scanners.ts';
import { startDiscovery } from './escl/discovery.ts';
import { esclScanners } from './escl/escl.ts';
import { openScannerMemory } from './escl/memory.ts';
import { removeStaleFolders } from './page-folder.ts';
import { saneScanners } from './sane.ts';
import { virtualScanners } from './virtual.ts';

removeStaleFolders();
const { training, folder, networkScanners = [] } = readSettings();
if (training) {
  serve('scanners', virtualScanners());
} else {
  const memory = openScannerMemory(folder === undefined ? null : join(folder, 'scanners.json'));
  serve(
    'scanners',
    allScanners(esclScanners({ memory, discovery: startDiscovery(), addresses: networkScanners }), [
      saneScanners(),
    ]),
  );
}
