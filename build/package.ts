/**
 * Packages the application for Linux (`dir` target: a folder that runs), with the fuses of electron-builder.yml, from the
 * Electron that set-up found. Prints the fuses as read back from the packaged binary, and fails when one differs.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { copyWithoutDefaultApp } from './packaging/electron-for-builder.ts';
import { readFuses } from './packaging/fuses.ts';
import { electronDist } from './setup/electron-runtime.mjs';
import { SetupError } from './setup/say.mjs';

const root = join(import.meta.dirname, '..');
const builderFile = join(root, 'electron-builder.yml');
const dist = electronDist();
if (!dist) throw new SetupError('No Electron binary yet: run "npm run setup" first.');
const electronVersion = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');

const bundled = spawnSync(process.execPath, [join(root, 'build', 'bundle.ts')], {
  cwd: root,
  stdio: 'inherit',
});
if (bundled.status !== 0) throw new Error('the bundle could not be built');

const copy = join(root, 'dist', 'electron-for-builder');
try {
  copyWithoutDefaultApp(dist, copy);
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    config: { extends: builderFile, electronDist: copy, electronVersion },
    publish: 'never',
  });
} finally {
  rmSync(copy, { recursive: true, force: true });
}

const fuses = await readFuses(join(root, 'dist', 'packages', 'linux-unpacked', 'mot-cua'), builderFile);
for (const { name, asked, found } of fuses)
  console.log(`${name}: ${found}${asked === found ? '' : ` (asked: ${asked})`}`);
if (fuses.some(({ asked, found }) => asked !== found)) {
  console.error('The packaged binary does not have the fuses of electron-builder.yml.');
  process.exitCode = 1;
}
