/** The default app of a development Electron must not be in the product. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

export async function afterPack({ appOutDir }) {
  await rm(join(appOutDir, 'resources', 'default_app.asar'), { recursive: true, force: true });
}

// electron-builder calls the default export of a hook file.
export { afterPack as default };
