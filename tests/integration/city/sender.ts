/** A station that only sends: `node sender.ts DATA-FOLDER KEY-HEX CITY-URL`, to be killed from outside. */
import { createStyleA } from '../../../main/city/style-a.ts';
import { createCitySync } from '../../../main/city/sync.ts';
import { onlySystem } from '../../../main/city/systems.ts';
import { openStore } from '../../../main/store/open-store.ts';

const [folder = '', key = '', baseUrl = ''] = process.argv.slice(2);
const opened = openStore({ folder, dataKey: Buffer.from(key, 'hex') });
if (!opened.ok) throw new Error(opened.error.code);
createCitySync({
  store: opened.value,
  systems: onlySystem(createStyleA({ baseUrl, username: 'tap-huan', password: 'tap-huan', unit: 'TAPHUAN' })),
  clock: { now: Date.now },
  log: () => undefined,
}).start();
