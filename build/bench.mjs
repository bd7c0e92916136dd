/** npm run bench [-- accept|start-up|memory …]: prints figures and ratios; never fails on a slow machine. */
import { electronExecutable } from './setup/electron-runtime.mjs';
import { privateNode } from './setup/npm-packages.mjs';
import { runWithDisplay } from './setup/unprivileged.mjs';
import { setUp, withPlainErrors } from './setup.mjs';

const all = ['start-up', 'accept', 'memory', 'ticket'];

await withPlainErrors(async () => {
  const asked = process.argv.slice(2);
  await setUp('test');
  for (const name of asked.length > 0 ? asked : all) {
    const code = await runWithDisplay([privateNode, `tests/bench/${name}.ts`], {
      env: { MOT_CUA_ELECTRON: electronExecutable() },
    });
    if (code !== 0) process.exitCode = code;
  }
});
