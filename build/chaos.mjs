/** npm run chaos -- [operations] [--seed S] [--stations K]: stations and cities with everything going wrong between them; see tests/chaos/main.ts. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { privateNode } from './setup/npm-packages.mjs';
import { setUp, withPlainErrors } from './setup.mjs';

const root = join(import.meta.dirname, '..');

await withPlainErrors(async () => {
  await setUp('test');
  const script = join(root, 'tests', 'chaos', 'main.ts');
  const { status } = spawnSync(
    privateNode,
    ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
});
