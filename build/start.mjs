/**
 * npm start: set-up, then the application. With a display it opens the counter (training mode, unless this machine has
 * a station.json). Without one it drives the whole job by itself under a virtual display and leaves its evidence in out/.
 */
import { spawn } from 'node:child_process';
import { electronExecutable } from './setup/electron-runtime.mjs';
import { privateNode } from './setup/npm-packages.mjs';
import { runWithDisplay } from './setup/unprivileged.mjs';
import { setUp, withPlainErrors } from './setup.mjs';

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const evidence = process.argv.includes('--evidence') || !hasDisplay;

await withPlainErrors(async () => {
  await setUp('run');
  if (evidence) {
    process.exitCode = await runWithDisplay([privateNode, 'tests/evidence/run.ts'], {
      writable: ['out/evidence'],
      env: { MOT_CUA_ELECTRON: electronExecutable() },
    });
    return;
  }
  if (process.getuid?.() === 0) {
    console.error(
      '\nPlease start it as an ordinary user: the sandbox of the windows refuses to run as root.',
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(electronExecutable(), ['.'], { stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
});
