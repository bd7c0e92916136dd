/** npm run fuzz [-- target] [seconds a target]: searches the parsers of device bytes for crashes, hangs and over-allocations. */
import { join } from 'node:path';
import { privateNode } from './setup/npm-packages.mjs';
import { setUp, withPlainErrors } from './setup.mjs';
import { spawnSync } from 'node:child_process';

await withPlainErrors(async () => {
  await setUp('test');
  const script = join(import.meta.dirname, '..', 'tests', 'fuzz', 'run.ts');
  const { status } = spawnSync(
    privateNode,
    ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
});
