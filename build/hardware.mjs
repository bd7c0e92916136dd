/** npm run hardware -- printer-prefixes …: the long runs against simulated and emulated devices; npm test has a sample of each. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { privateNode } from './setup/npm-packages.mjs';
import { setUp, withPlainErrors } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'tests', 'hardware', 'runs');

await withPlainErrors(async () => {
  const [name, ...rest] = process.argv.slice(2);
  const script = join(folder, `${name ?? ''}.ts`);
  if (!name || !/^[a-z0-9-]+$/.test(name) || !existsSync(script)) {
    const known = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
    throw new Error(`which run? There are: ${known.join(', ')}`);
  }
  await setUp('test');
  const { status } = spawnSync(privateNode, [script, ...rest], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
});
