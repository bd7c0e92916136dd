import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies an Electron distribution to `copy` without its default app, which must not be in a product (and which the
 * packager cannot read when it is a folder). Takes ~230 MB while it lasts.
 */
export function copyWithoutDefaultApp(dist: string, copy: string): void {
  rmSync(copy, { recursive: true, force: true });
  const defaultApp = join(dist, 'resources', 'default_app.asar');
  cpSync(dist, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => path !== defaultApp });
}
