/** npm run bench [-- start-up|accept|memory|ticket|chip|edges|understand|digitize [pages] [pages for peers]|digitize-memory [pages …]|ocr|find|store [dossiers] [to compare with] [rounds]|sync [dossiers] [files each] [on the thin line]]: prints figures and ratios; never fails on a slow machine. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { electronExecutable } from './setup/electron-runtime.mjs';
import { privateNode } from './setup/npm-packages.mjs';
import { runWithDisplay } from './setup/unprivileged.mjs';
import { setUp, withPlainErrors } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const all = ['start-up', 'accept', 'memory', 'ticket', 'chip'];
/** Without a window; where root starts it, it stays root: the card daemon's socket has one place, which is root's. */
const windowless = new Set([
  'digitize',
  'digitize-memory',
  'chip',
  'understand',
  'ocr',
  'find',
  'store',
  'sync',
]);

await withPlainErrors(async () => {
  const asked = process.argv.slice(2);
  await setUp('test');
  for (const [name, ...settings] of withSettings(asked.length > 0 ? asked : all)) {
    const command = [privateNode, `tests/bench/${name}.ts`, ...settings];
    const code = windowless.has(name)
      ? spawnSync(command[0], command.slice(1), { cwd: root, stdio: 'inherit' }).status
      : await runWithDisplay(command, { env: { MOT_CUA_ELECTRON: electronExecutable() } });
    if (code !== 0) process.exitCode = code ?? 1;
  }
});

/** Numbers after a bench's name are its settings. */
function withSettings(words) {
  const benches = [];
  for (const word of words)
    if (/^\d+$/.test(word)) benches.at(-1)?.push(word);
    else benches.push([word]);
  return benches;
}
