/** npm run test:package: packages the application, then drives the package itself, sandbox on. Takes about one minute. */
import { join } from 'node:path';
import { privateNode } from '../setup/npm-packages.mjs';
import { run } from '../setup/run.mjs';
import { runWithDisplay } from '../setup/unprivileged.mjs';
import { SetupError } from '../setup/say.mjs';
import { setUp, withPlainErrors } from '../setup.mjs';

const root = join(import.meta.dirname, '..', '..');

await withPlainErrors(async () => {
  await setUp('test');
  const packaged = await run(privateNode, ['build/package.ts'], { cwd: root });
  if (!packaged.ok) throw new SetupError(`The package could not be made:\n${packaged.output.slice(-4000)}`);
  process.exitCode = await runWithDisplay([
    ...[privateNode, 'node_modules/vitest/vitest.mjs', 'run'],
    ...['--config', 'tests/vitest.config.ts', '--configLoader', 'runner', '--project', 'packaging'],
  ]);
});
