/**
 * One-command set-up; every step may be repeated and does only what is missing.
 *   node build/setup.mjs [run|test]
 */
import { ensureBundle } from './setup/bundle-step.mjs';
import { ensureDebianPackages } from './setup/debian.mjs';
import { ensureElectron } from './setup/electron-runtime.mjs';
import { ensureNpmPackages } from './setup/npm-packages.mjs';
import { SetupError, step } from './setup/say.mjs';

/** @param {'run' | 'test'} purpose */
export async function setUp(purpose) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Node ${process.versions.node} is too old: 20.19 or newer starts the set-up.`);
  }
  console.log('Một Cửa – set-up');
  // Debian's first: the PC/SC binding among the npm packages is built against one of them, or left out.
  await step('Debian packages', (note) => ensureDebianPackages(purpose, note));
  await step('npm packages', ensureNpmPackages);
  await step('Electron', ensureElectron);
  await step('application bundle', ensureBundle);
}

/** Runs `main`, turning an expected set-up failure into plain words and exit code 1. */
export async function withPlainErrors(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) {
  await withPlainErrors(() => setUp(process.argv[2] === 'test' ? 'test' : 'run'));
}
