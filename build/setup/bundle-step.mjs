/** Builds dist/app when any source is newer than the last build. */
import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateNode } from './npm-packages.mjs';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

const root = join(import.meta.dirname, '..', '..');
const stamp = join(root, 'dist', 'app', '.built');

async function newest(folder) {
  let latest = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    latest = Math.max(latest, (await stat(join(entry.parentPath ?? entry.path, entry.name))).mtimeMs);
  }
  return latest;
}

export async function ensureBundle() {
  const sources = await Promise.all(
    ['main', 'renderer', 'native-bridge', 'build'].map((folder) => newest(join(root, folder))),
  );
  sources.push((await stat(join(root, 'package-lock.json'))).mtimeMs);
  if (existsSync(stamp) && (await stat(stamp)).mtimeMs > Math.max(...sources)) return 'up to date';
  const built = await run(privateNode, [join(root, 'build', 'bundle.ts')], { cwd: root });
  if (!built.ok) throw new SetupError(`The build failed:\n${built.output.slice(-4000)}`);
  await writeFile(stamp, new Date().toISOString());
  return 'built';
}
