/** npm packages as locked, and the private Node 24 that builds, tests and device processes run on. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

const root = join(import.meta.dirname, '..', '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.mot-cua-lock');

/** The private Node's executable (the registry package `node`). */
export const privateNode =
  process.platform === 'win32'
    ? join(modules, 'node', 'bin', 'node.exe')
    : join(modules, 'node', 'bin', 'node');

/** @param {(note: string) => void} note */
export async function ensureNpmPackages(note) {
  const lock = createHash('sha256')
    .update(await readFile(join(root, 'package-lock.json')))
    .digest('hex');
  const stamped = existsSync(stamp) ? await readFile(stamp, 'utf8') : '';
  if (stamped === lock && existsSync(privateNode)) return 'as locked';
  note('npm ci');
  const install = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    timeoutMs: 900_000,
    // Headers of the system's Node, where it has them, spare node-gyp a download; N-API is the same in every version.
    env: existsSync('/usr/include/node/node_api.h') ? { npm_config_nodedir: '/usr' } : {},
  });
  if (!install.ok) throw new SetupError(`npm ci failed:\n${install.output.slice(-2000)}`);
  if (!existsSync(privateNode)) {
    note('private Node');
    const rebuild = await run('npm', ['rebuild', 'node', '--foreground-scripts'], { cwd: root });
    if (!rebuild.ok || !existsSync(privateNode)) {
      throw new SetupError(
        `The registry package "node" did not put its binary in place:\n${rebuild.output.slice(-1000)}`,
      );
    }
  }
  await mkdir(modules, { recursive: true });
  await writeFile(stamp, lock);
  return 'installed';
}
