/** Device process of the scanners. Training sees only the virtual one, so that it never pulls in a real paper. */
import { readSettings, serve } from '../host.ts';
import { removeStaleFolders } from './page-folder.ts';
import { saneScanners } from './sane.ts';
import { virtualScanners } from './virtual.ts';

removeStaleFolders();
serve('scanners', readSettings().training ? virtualScanners() : saneScanners());
