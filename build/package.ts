/**
 * Packages the application for this platform (`dir` target: a folder that runs), with the fuses of electron-builder.yml,
 * from the Electron that set-up found. Prints the fuses as read back from the packaged binary.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCurrentFuseWire, FuseV1Options } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { electronDist } from './setup/electron-runtime.mjs';
import { SetupError } from './setup/say.mjs';

const root = join(import.meta.dirname, '..');
const dist = electronDist();
if (!dist) throw new SetupError('No Electron binary yet: run "npm run setup" first.');
const electronVersion = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');

const bundled = spawnSync(process.execPath, [join(root, 'build', 'bundle.ts')], {
  cwd: root,
  stdio: 'inherit',
});
if (bundled.status !== 0) throw new Error('the bundle could not be built');

await build({
  projectDir: root,
  targets: Platform.LINUX.createTarget('dir'),
  config: { extends: join(root, 'electron-builder.yml'), electronDist: dist, electronVersion },
  publish: 'never',
});

const binary = join(root, 'dist', 'packages', 'linux-unpacked', 'mot-cua');
if (!existsSync(binary)) throw new Error(`no ${binary}`);
const wire = await getCurrentFuseWire(binary);
for (const [name, option] of Object.entries(FuseV1Options)) {
  if (typeof option !== 'number') continue;
  const state = wire[option];
  if (state !== undefined)
    console.log(`${name}: ${state === 0x31 ? 'on' : state === 0x30 ? 'off' : 'removed'}`);
}
