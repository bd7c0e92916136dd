/** npm run crash …: kills the main process, and cuts its power, and compares what is left with what was acknowledged. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { privateNode } from './setup/npm-packages.mjs';
import { setUp, withPlainErrors } from './setup.mjs';

const root = join(import.meta.dirname, '..');

await withPlainErrors(async () => {
  await setUp('test');
  const script = join(root, 'tests', 'crash', 'run.ts');
  const { status } = spawnSync(
    privateNode,
    ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
});
